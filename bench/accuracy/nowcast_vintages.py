#!/usr/bin/env python3
"""Kazakhstan's monthly trade told before it is published, month after month, beside two simple carries.

    python3 bench/accuracy/nowcast_vintages.py PROGRAM [FIRST [LAST]]

A pseudo-vintage a month, FIRST to LAST (2023-07 to 2026-06 if not given), as of its 20th: trade comes 45
days after its month, Brent and the yuan 3, so that of the month before the indicators are known and trade
is not. Revisions are in: the data have one state only. A row a flow and way:

    factor         corridor nowcast, changes on the year before, one factor
    same month     the value of the same month a year ago
    year to date   that value times the growth of the year so far (in January of the last year)

with the root of the mean square and the mean absolute error of logs, the mean error, and, of the factor
model, how often its 80 % interval held.
"""

import csv
import math
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2] / "datasets"
FLOWS = ["kaz-total-trade-monthly-exports", "kaz-total-trade-monthly-imports"]
INDICATORS = [("brent", "brent-monthly"), ("fx-cny-usd", "fx-cny-usd-monthly")]
START = "2018-01"


def month(number):
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def number(text):
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def rows(folder, names):
    with open(ROOT / folder / "data.csv", newline="") as file:
        for row in csv.DictReader(file):
            if row["series"] in names and row["period"] >= START:
                yield row["series"], row["period"], row["value"]


def carried(values, target):
    """The same month of last year, and it times the growth of the year so far."""
    last = values[target - 12]
    january = target // 12 * 12
    known = [m for m in range(january, target) if m in values]
    if not known:
        january -= 12
        known = list(range(january, january + 12))
    growth = sum(values[m] for m in known) / sum(values[m - 12] for m in known)
    return last, last * growth


def main():
    program = sys.argv[1]
    first = number(sys.argv[2] if len(sys.argv) > 2 else "2023-07")
    last = number(sys.argv[3] if len(sys.argv) > 3 else "2026-06")
    data = list(rows("kaz-total-trade-monthly", FLOWS))
    for folder, name in INDICATORS:
        data += rows(folder, [name])
    errors = {}
    held = {flow: [] for flow in FLOWS}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "months.csv"
        with open(path, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["series", "period", "value"])
            writer.writerows(data)
        for flow in FLOWS:
            values = {number(p): float(v) for s, p, v in data if s == flow}
            for now in range(first, last + 1):
                target = now - 1
                out = subprocess.run(
                    [program, "nowcast", str(path), "--target", flow, "--as-of", f"{month(now)}-20",
                     "--delay", "45,brent-monthly=3,fx-cny-usd-monthly=3"],
                    capture_output=True, text=True)
                if out.returncode != 0:
                    sys.exit(out.stderr)
                told = {row["ds"]: row for row in csv.DictReader(out.stdout.splitlines())}
                row = told[month(target)]
                actual = math.log(values[target])
                known = {m: v for m, v in values.items() if m < target}
                same, year = carried(known, target)
                for way, value in [
                    ("factor", float(row["median"])), ("same month", same), ("year to date", year)]:
                    errors.setdefault((flow, way), []).append(math.log(value) - actual)
                held[flow].append(float(row["lo-80"]) <= values[target] <= float(row["hi-80"]))
    print("flow,way,vintages,rmse_log,mae_log,mean_error_log,held_80")
    for (flow, way), e in errors.items():
        n = len(e)
        print(
            f"{flow},{way},{n},{math.sqrt(sum(x * x for x in e) / n):.4f},"
            f"{sum(abs(x) for x in e) / n:.4f},{sum(e) / n:.4f},"
            + (f"{sum(held[flow]) / n:.3f}" if way == "factor" else ""))


main()
