"""Years spread over quarters, and seasons taken out of months: the whole program beside Python packages.

Both sides read the same files, work on every series and write a file; a process of Python also starts and loads its
packages, which the row of one series shows.
"""
import csv
import random
import tempfile
from pathlib import Path

from driver import results
from driver.cases import lines_of
from driver.rows import Table

YEARS, MONTHS = 24, 144

# Case, size in series, the program's arguments behind the file, the peer's script, the tolerance. Chow-Lin's peer stops
# its search for rho early.
CASES = (
    ("fernandez", 500, ["disaggregate", "years.csv", "--to", "quarter", "--indicator", "quarters.csv", "--method",
                        "fernandez", "--no-constant"], "disaggregation.py", 1e-8),
    ("chow-lin", 100, ["disaggregate", "years.csv", "--to", "quarter", "--indicator", "quarters.csv", "--method",
                       "chow-lin", "--no-constant"], "disaggregation.py", 1e-3),
    ("adjust-stl", 500, ["adjust", "months.csv"], "adjustment.py", 1e-8),
)


def make_files(folder, series):
    """The same for the same number of series."""
    numbers = random.Random(7)
    with open(folder / "years.csv", "w", encoding="ascii") as years, open(
            folder / "quarters.csv", "w", encoding="ascii") as quarters, open(
            folder / "months.csv", "w", encoding="ascii") as months:
        for file in (years, quarters, months):
            file.write("unique_id,ds,y\n")
        for place in range(series):
            level, rest, total = 100.0, 0.0, 0.0
            for t in range(4 * YEARS):
                level += numbers.gauss(0.5, 1.5)
                rest = 0.7 * rest + numbers.gauss(0, 2)
                indicator = round(level + 8 * (t % 4), 3)
                quarters.write(f"S{place:05d},{1990 + t // 4}-Q{t % 4 + 1},{indicator}\n")
                total += 0.8 * indicator + rest
                if t % 4 == 3:
                    years.write(f"S{place:05d},{1990 + t // 4},{total:.3f}\n")
                    total = 0.0
            level = 200.0
            for t in range(MONTHS):
                level += numbers.gauss(0.5, 2)
                months.write(f"S{place:05d},{1990 + t // 12}-{t % 12 + 1:02d},{level + 20 * (t * 7 % 12):.3f}\n")


def answer(path, column):
    """The first and the last eight values of a written file."""
    with open(path, newline="", encoding="utf-8") as file:
        values = [float(row[column]) for row in csv.DictReader(file)]
    return values[:8] + values[-8:]


def run(context):
    table = Table(context, "disaggregation")
    for name, size, arguments, peer, tolerance in CASES:
        size = 20 if context.quick else size
        shown = f"{size} series"
        with tempfile.TemporaryDirectory(prefix="corridor-bench-") as folder:
            folder = Path(folder)
            make_files(folder, size)
            call = [folder / word if word.endswith(".csv") else word for word in arguments]
            call = [context.program, *call, "--jobs", "1", "-o", folder / "ours.csv"]
            used = [context.run(call) for _ in range(context.repetitions)]
            failed = next((u for u in used if u.status), None)
            if failed:
                table.error(name, shown, "corridor", f"status {failed.status}: {failed.errors.strip()[-200:]}")
                continue
            column = "adjusted" if name.startswith("adjust") else "value"
            ours = {"answer": answer(folder / "ours.csv", column), "seconds": [u.cpu for u in used]}
            table.timed(name, shown, "corridor", ours["seconds"], version=context.version, kernel=context.kernel,
                        note="the whole program, files read and written")
            table.add(name, shown, "corridor", best=results.number(used[0].peak_mb), unit="peak_mb",
                      version=context.version)
            missing = context.missing(peer)
            if missing:
                table.missing(name, shown, peer, missing)
                continue
            theirs = [context.run([*context.peer_command(peer), name, size, 1, folder])
                      for _ in range(min(3, context.repetitions))]
            lines = [line for u in theirs for line in lines_of(u)]
            if any(u.status for u in theirs) or not lines:
                table.error(name, shown, peer, theirs[0].errors.strip()[-200:] or "no answer")
                continue
            if "missing" in lines[0]:
                table.missing(name, shown, lines[0]["implementation"], lines[0]["missing"])
                continue
            line = {**lines[0], "seconds": [u.cpu for u in theirs]}
            table.compared(name, shown, line, ours, tolerance, note="the whole process, packages loaded")
        context.save(table.rows)
    return table.rows
