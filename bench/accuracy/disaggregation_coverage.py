"""Shares of quarters inside the 80 % intervals of `corridor disaggregate`, on processes of its own models.

usage: python3 disaggregation_coverage.py PROGRAM [SERIES]

A table by method, benchmarks and the rho of the data: quarters of the benchmarks, and the four behind them. SERIES
(400) of each; the standard error of a share is some half of a point.
"""
import csv
import random
import subprocess
import sys
import tempfile
from pathlib import Path

program = Path(sys.argv[1]).resolve()
series = int(sys.argv[2]) if len(sys.argv) > 2 else 400


def draw(numbers, method, years, rho):
    """Quarters of the series and of its indicator, four more than the benchmarks have."""
    count = 4 * years + 4
    level, rest, walk = 50.0, 0.0, 0.0
    values, indicator = [], []
    for t in range(count + 60):
        rest = rho * rest + numbers.gauss(0, 1)
        if t < 60:
            continue
        walk += rest
        level += numbers.gauss(0.5, 1)
        values.append(10 + 0.8 * level + (rest if method == "chow-lin" else walk))
        indicator.append(level)
    return values, indicator


def shares(folder, method, years, rho):
    numbers = random.Random(f"{method} {years} {rho}")
    truth = {}
    with open(folder / "years.csv", "w") as low, open(folder / "quarters.csv", "w") as high:
        low.write("unique_id,ds,y\n")
        high.write("unique_id,ds,y\n")
        for place in range(series):
            values, indicator = draw(numbers, method, years, rho)
            for year in range(years):
                low.write(f"s{place},{2000 + year},{sum(values[4 * year:4 * year + 4])!r}\n")
            for t, x in enumerate(indicator):
                period = f"{2000 + t // 4}-Q{t % 4 + 1}"
                high.write(f"s{place},{period},{x!r}\n")
                truth[f"s{place}", period] = (values[t], t < 4 * years)
    subprocess.run(
        [program, "disaggregate", folder / "years.csv", "--to", "quarter", "--indicator", folder / "quarters.csv",
         "--method", method, "-o", folder / "found.csv"], check=True)
    inside, total = [0, 0], [0, 0]
    with open(folder / "found.csv", newline="") as file:
        for row in csv.DictReader(file):
            value, is_benchmark = truth[row["unique_id"], row["ds"]]
            place = 0 if is_benchmark else 1
            total[place] += 1
            inside[place] += float(row["lo-80"]) <= value <= float(row["hi-80"])
    return [100 * a / b for a, b in zip(inside, total)]


print("| method | benchmarks | rho | inside | behind |\n| --- | --- | --- | --- | --- |")
for method, rhos in (("chow-lin", (0.3, 0.8)), ("fernandez", (0.0,)), ("litterman", (0.3, 0.8))):
    for years in (8, 15, 30):
        for rho in rhos:
            with tempfile.TemporaryDirectory() as name:
                inside, behind = shares(Path(name), method, years, rho)
            print(f"| {method} | {years} | {rho} | {inside:.1f} | {behind:.1f} |", flush=True)
