"""Models on many short and some long series beside statsforecast and R: speed and accuracy in one row.

Ours is the program as users run it, from file to file with one worker; theirs is the time inside of their process
from the data frame to the forecasts and two intervals, without reading and, after a first run on two series, without
compiling. All are scored by `corridor score` on the values held out.
"""
import csv
import gzip
import math
import random
import tempfile
from pathlib import Path

from driver import growth, results
from driver.cases import lines_of
from driver.rows import Table

MODELS = ("ets", "arima", "theta", "dotheta", "auto")
QUICK_SERIES = 12
PEERS = ("forecasts.py", "forecasts.R")
# Automatic ARIMA of the peers takes minutes on more: at most so many series and values.
ARIMA_SERIES, ARIMA_VALUES = 40, 4_400


def tolerance(count):
    """How far the MASE of a model by two programs may be apart: their searches choose other forms now and then, which
    few series do not average out."""
    return 0.1 + 0.6 / math.sqrt(count)


def walk(numbers, length, season, drift):
    """A random walk in logs with noise and, for a season, a fixed pattern."""
    level, pattern = numbers.uniform(4, 8), [numbers.gauss(0, 0.1) for _ in range(season)]
    values = []
    for t in range(length):
        level += drift + numbers.gauss(0, 0.04)
        seasonal = pattern[t % season] if season > 1 else 0
        values.append(round(math.exp(level + seasonal + numbers.gauss(0, 0.02)), 3))
    return values


def simulated(count, lengths, season, drift, seed):
    numbers = random.Random(seed)
    return {f"s{k:05d}": walk(numbers, numbers.randint(*lengths), season, drift) for k in range(count)}


def training_part(path):
    """Series of a training part; the reference keeps their test parts aside."""
    series = {}
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", newline="") as file:
        for row in csv.DictReader(file):
            series.setdefault(row["unique_id"], []).append(float(row["y"]))
    return series


def sets(context):
    """Name, series, season, horizon."""
    few = QUICK_SERIES if context.quick else None
    yield "yearly simulated", simulated(few or 300, (26, 46), 1, 0.02, 1), 1, 6
    yield "monthly simulated", simulated(few or 60, (78, 138), 12, 0.003, 2), 12, 18
    yield "daily simulated", simulated(3 if few else 10, (1000, 1000), 7, 0.0, 3), 7, 28
    if context.reference:
        for name, path, season, horizon, step in (
                ("M3 yearly training part", "m3_yearly/train.csv", 1, 6, 2),
                ("tourism quarterly training part", "training_only/tourism_quarterly/train.csv.gz", 4, 8, 3)):
            found = training_part(context.reference / path)
            long_enough = {k: y for k, y in found.items() if len(y) >= horizon + 10}
            yield name, dict(list(long_enough.items())[:few or None:step]), season, horizon


def write(folder, series, horizon):
    for name, part in (("train", slice(None, -horizon)), ("test", slice(-horizon, None))):
        with open(folder / f"{name}.csv", "w", encoding="ascii") as file:
            file.write("unique_id,ds,y\n")
            for key, values in series.items():
                first = 1 if name == "train" else len(values) - horizon + 1
                file.writelines(f"{key},{first + t},{y}\n" for t, y in enumerate(values[part]))


def score(context, folder, forecasts, season):
    """MASE, sMAPE, MSIS and cover of the one model in a file of forecasts."""
    used = context.run([
        context.program, "score", forecasts, "--actual", folder / "test.csv", "--train", folder / "train.csv",
        "--season", season, "--freq", "integer", "--by", "model"])
    if used.status:
        return None, used.errors.strip().splitlines()[-1]
    row = next(csv.DictReader(used.output.splitlines()))
    named = {"mase": "mase", "smape": "smape", "msis": "msis-95", "cover80": "coverage-80",
             "cover95": "coverage-95"}
    return {name: results.number(float(row[column])) for name, column in named.items() if row.get(column)}, ""


def forecast(context, folder, model, season, horizon, out):
    return context.run([
        context.program, "forecast", folder / "train.csv", "--freq", "integer", "--season", season, "--horizon",
        horizon, "--model", model, "--jobs", 1, "-o", out])


def run(context):
    table = Table(context, "forecasts")
    for name, series, season, horizon in sets(context):
        for model in MODELS:
            part = few_enough(series) if model == "arima" else series
            with tempfile.TemporaryDirectory(prefix="corridor-bench-") as folder:
                write(Path(folder), part, horizon)
                one_model(context, table, f"{model}: {name}", model, len(part), season, horizon, Path(folder))
            context.save(table.rows)
    if not context.quick:
        idle = start(context)
        by_count(context, table, idle)
        by_length(context, table, idle)
    return table.rows


def few_enough(series):
    part, values = {}, 0
    for name, y in series.items():
        values += len(y)
        if len(part) == ARIMA_SERIES or values > ARIMA_VALUES:
            break
        part[name] = y
    return part


def one_model(context, table, case, model, count, season, horizon, folder):
    size, out = f"{count} series", folder / "corridor.csv"
    repetitions = context.repetitions if model not in ("arima", "auto") else min(3, context.repetitions)
    used = [forecast(context, folder, model, season, horizon, out) for _ in range(repetitions)]
    bad = next((u for u in used if u.status), None)
    if bad:
        table.error(case, size, "corridor", bad.errors.strip().splitlines()[-1])
        return
    ours, why = score(context, folder, out, season)
    if not ours:
        table.error(case, size, "corridor", why)
        return
    seconds = [u.cpu for u in used]
    table.timed(case, size, "corridor", seconds, version=context.version, kernel=context.kernel,
                accuracy=results.joined(ours), note="from file to file")
    table.add(case, size, "corridor", best=results.number(max(u.peak_mb for u in used)), unit="peak_mb",
              version=context.version)
    naive = min(forecast(context, folder, "naive", season, horizon, out).cpu for _ in range(repetitions))
    table.limit(case, size, "the same file by naive: start, reading, writing", naive, min(seconds),
                "the model's own arithmetic, searched over forms and parameters")
    for peer in PEERS:
        missing = context.missing(peer)
        if missing:
            table.missing(case, size, peer, missing)
            continue
        run_peer(context, table, peer, case, count, model, season, horizon, folder, seconds, ours)


def run_peer(context, table, peer, case, count, model, season, horizon, folder, seconds, ours):
    size = f"{count} series"
    done = context.run(context.peer_command(peer) + [model, season, horizon, folder])
    lines = lines_of(done)
    if done.status:
        why = "given up after its time" if done.status < 0 else (done.errors.strip() or "failed").splitlines()[-1]
        table.error(case, size, peer, why[:200])
        return
    for line in lines:
        name = line["implementation"]
        if "missing" in line:
            table.missing(case, size, name, line["missing"])
            continue
        theirs, why = score(context, folder, folder / line["file"], season)
        if not theirs:
            table.error(case, size, name, why, version=line["version"])
            continue
        gap, allowed = abs(float(theirs["mase"]) / float(ours["mase"]) - 1), tolerance(count)
        accuracy = results.joined({**theirs, "tolerance": f"{allowed:.2f}"})
        if gap > allowed:
            table.error(case, size, name, f"its MASE is {gap:.0%} from ours, over {allowed:.0%}",
                        version=line["version"], accuracy=accuracy)
            continue
        table.timed(case, size, name, line["seconds"], ours=seconds, version=line["version"], accuracy=accuracy,
                    note="in memory")
        table.add(case, size, name, best=results.number(done.peak_mb), unit="peak_mb", version=line["version"])


def start(context):
    """Seconds and megabytes of a forecast that has nearly nothing to do."""
    with tempfile.TemporaryDirectory(prefix="corridor-bench-") as folder:
        write(Path(folder), simulated(1, (12, 12), 1, 0.02, 4), 6)
        used = [forecast(context, Path(folder), "naive", 1, 6, Path(folder) / "out.csv") for _ in range(7)]
    return min(u.cpu for u in used), min(u.peak_mb for u in used)


def by_count(context, table, idle):
    """More yearly series, none longer."""
    for model, counts in (("ets", (100, 1_000, 10_000)), ("dotheta", (100, 1_000, 10_000)),
                          ("auto", (30, 300, 3_000)), ("arima", (30, 300, 3_000))):
        measured = []
        for count in counts:
            with tempfile.TemporaryDirectory(prefix="corridor-bench-") as folder:
                write(Path(folder), simulated(count, (26, 46), 1, 0.02, 4), 6)
                used = [forecast(context, Path(folder), model, 1, 6, Path(folder) / "out.csv") for _ in range(2)]
            best = min(used, key=lambda u: u.cpu)
            measured.append((count, best.cpu, best.peak_mb))
            table.timed(f"{model}: more series", f"{count} series", "corridor", [u.cpu for u in used],
                        version=context.version, kernel=context.kernel)
        growth.rows(table, f"{model}: more series", "series", measured, 1, 1, idle=idle)


def by_length(context, table, idle):
    """One longer series with a season of 12."""
    for model in MODELS:
        measured = []
        for length in (300, 3_000, 30_000):
            with tempfile.TemporaryDirectory(prefix="corridor-bench-") as folder:
                write(Path(folder), simulated(1, (length, length), 12, 0.0, 5), 12)
                used = [forecast(context, Path(folder), model, 12, 12, Path(folder) / "out.csv") for _ in range(2)]
            best = min(used, key=lambda u: u.cpu)
            measured.append((length, best.cpu, best.peak_mb))
            table.timed(f"{model}: a longer series", f"{length} values", "corridor", [u.cpu for u in used],
                        version=context.version, kernel=context.kernel)
        growth.rows(table, f"{model}: a longer series", "values", measured, 1, 1,
                    "arima finds its forms on the last 5,000 values" if model in ("arima", "auto") else "",
                    idle)
