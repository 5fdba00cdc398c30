"""General-equilibrium counterfactuals of trade costs beside gegravity: one round of prices, as it prints them, and
draws of coefficients and elasticity, which no peer has with intervals of flows.

Ours is the program from file to file; theirs is the time inside of their process from the data frame to the results.
"""
import csv
import math
import random
import tempfile
from pathlib import Path

from driver import results
from driver.cases import lines_of
from driver.rows import Table

SAMPLE = Path(__file__).resolve().parents[3] / "Tests/Fixtures/gegravity/flows.csv"
COLUMNS = ["--exporter", "exporter", "--importer", "importer", "--flow", "trade"]
COEFFICIENTS = {"lndist": -0.3898623, "contiguity": 0.891577, "common_language": 0.0326249, "pta": 0.4711383,
                "international": -3.412584}
PEER = "counterfactual.py"
# gegravity stops where a step of its solver is under 1e-8.
TOLERANCE = 1e-6


def welfare(folder):
    with open(folder / "countries.csv", newline="", encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["country"])
    return [float(row["welfare_change"]) for row in rows]


def changes(folder, text):
    path = folder / "changes.csv"
    path.write_text("exporter,importer,term,value\n" + text, encoding="ascii")
    return path


def one_change(context, table, folder):
    case, size = "all agreements end: one round of prices", "30 countries"
    costs = ",".join(f"{name}={value}" for name, value in COEFFICIENTS.items())
    command = [context.program, "counterfactual", SAMPLE, *COLUMNS, "--production", "Y", "--expenditure", "E",
               "--cost", costs, "--change", changes(folder, "*,*,pta,0\n"), "--reference", "DEU",
               "--equilibrium", "first-round", "-o", folder / "out"]
    used = [context.run(command) for _ in range(context.repetitions)]
    bad = next((u for u in used if u.status), None)
    if bad:
        table.error(case, size, "corridor", bad.errors.strip().splitlines()[-1])
        return
    ours = {"seconds": [u.cpu for u in used], "answer": welfare(folder / "out")}
    table.timed(case, size, "corridor", ours["seconds"], version=context.version, kernel=context.kernel,
                note="from file to file")
    table.add(case, size, "corridor", best=results.number(max(u.peak_mb for u in used)), unit="peak_mb",
              version=context.version)
    missing = context.missing(PEER)
    if missing:
        table.missing(case, size, PEER, missing)
        return
    done = context.run(context.peer_command(PEER) + ["no-agreements", 30, context.repetitions, SAMPLE])
    if done.status:
        table.error(case, size, PEER, (done.errors.strip() or "failed").splitlines()[-1][:200])
    for line in lines_of(done):
        if "missing" in line:
            table.missing(case, size, line["implementation"], line["missing"])
        else:
            table.compared(case, size, line, ours, TOLERANCE, note="in memory")


def world(path, count):
    """Countries on a plane; flows of the model, by proportional fitting of rows and columns."""
    numbers = random.Random(7)
    places = [(numbers.random(), numbers.random()) for _ in range(count)]
    sizes = [math.exp(numbers.gauss(0, 1)) for _ in range(count)]
    pairs = {}
    for i in range(count):
        for j in range(i + 1):
            distance = math.log(math.dist(places[i], places[j]) + 0.05)
            agreed = int(i != j and numbers.random() < 0.2)
            pairs[i, j] = pairs[j, i] = (distance, agreed, int(i != j))
    cost = {pair: math.exp(-0.4 * d + 0.5 * a - 3.4 * b) for pair, (d, a, b) in pairs.items()}
    rows = [1.0] * count
    for _ in range(300):
        columns = [sizes[j] / sum(cost[i, j] * rows[i] for i in range(count)) for j in range(count)]
        rows = [sizes[i] / sum(cost[i, j] * columns[j] for j in range(count)) for i in range(count)]
    with open(path, "w", encoding="ascii") as file:
        file.write("exporter,importer,trade,distance,agreement,border\n")
        for (i, j), (d, a, b) in sorted(pairs.items()):
            file.write(f"C{i:02d},C{j:02d},{1e6 * cost[i, j] * rows[i] * columns[j]!r},{d!r},{a},{b}\n")


def draws(context, table, folder):
    count, drawn = (69, 1_000) if not context.quick else (69, 100)
    case, size = "all agreements end: draws", f"{count} countries, {drawn} draws"
    world(folder / "world.csv", count)
    command = [context.program, "counterfactual", folder / "world.csv", *COLUMNS, "--cost",
               "distance=-0.4:0.07,agreement=0.5:0.1,border=-3.4:0.2", "--sigma", "5:0.5", "--draws", drawn, "--jobs", 2,
               "--change", changes(folder, "*,*,agreement,0\n"), "-o", folder / "drawn"]
    used = context.run(command)
    if used.status:
        table.error(case, size, "corridor", used.errors.strip().splitlines()[-1])
        return
    with open(folder / "drawn" / "draws.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    solved = [float(row["residual"]) for row in rows if row["status"] == "solved"]
    told = {"solved": str(len(solved)), "failed": str(len(rows) - len(solved)), "residual": f"{max(solved):.1e}"}
    for unit, seconds in (("wall_s", used.wall), ("cpu_s", used.cpu)):
        table.timed(case, size, "corridor", [seconds], unit, version=context.version, kernel=context.kernel,
                    accuracy=results.joined(told), note="from file to file, two workers")
    table.add(case, size, "corridor", best=results.number(used.peak_mb), unit="peak_mb", version=context.version)


def run(context):
    table = Table(context, "counterfactual")
    for part in (one_change, draws):
        with tempfile.TemporaryDirectory(prefix="corridor-bench-") as folder:
            part(context, table, Path(folder))
        context.save(table.rows)
    return table.rows
