"""Our figures beside the published zero-shot ones of autogluon/fev: MASE and weighted quantile loss.

usage: fev_table.py PROGRAM REFERENCE [MODEL]

PROGRAM is the built `corridor`, REFERENCE the folder of reference data with `fev_zeroshot.csv` and the sets
`m3_yearly` and `m3_monthly`; MODEL is `auto` unless named. As there, MASE is the mean over series of the median's,
scaled by the seasonal naive errors of the training part; WQL is twice the pinball loss of the quantiles .1 to .9,
summed over series and periods, over the sum of absolute values, averaged over quantiles. Sets of which the
reference holds training parts alone are left out.
"""
import csv
import subprocess
import sys
from collections import defaultdict

program, reference = sys.argv[1:3]
model = sys.argv[3] if len(sys.argv) > 3 else "auto"
taus = [k / 10 for k in range(1, 10)]


def read(path):
    series = defaultdict(list)
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            series[row["unique_id"]].append(float(row["y"]))
    return series


def ours(name, season, horizon):
    folder = f"{reference}/{name}"
    train, test = read(f"{folder}/train.csv"), read(f"{folder}/test.csv")
    output = subprocess.run(
        [program, "forecast", f"{folder}/train.csv", "--horizon", str(horizon), "--season", str(season),
         "--model", model, "--quantiles", ",".join(map(str, taus))],
        check=True, capture_output=True, text=True).stdout
    rows = list(csv.DictReader(output.splitlines()))
    columns = [c for c in rows[0] if c.startswith("q-")]
    assert len(columns) == len(taus), rows[0]
    forecasts = defaultdict(list)
    for row in rows:
        forecasts[row["unique_id"]].append(row)
    ratios, losses, size = [], [0.0] * len(taus), 0.0
    for series, actual in test.items():
        past = train[series]
        unit = sum(abs(a - b) for a, b in zip(past[season:], past)) / (len(past) - season)
        rows = forecasts[series][: len(actual)]
        assert len(rows) == len(actual), series
        ratios.append(sum(abs(y - float(r["median"])) for y, r in zip(actual, rows)) / len(actual) / unit)
        size += sum(map(abs, actual))
        for k, (tau, column) in enumerate(zip(taus, columns)):
            for y, r in zip(actual, rows):
                error = y - float(r[column])
                losses[k] += 2 * max(tau * error, (tau - 1) * error)
    return sum(ratios) / len(ratios), sum(losses) / len(taus) / size, len(ratios)


published = defaultdict(list)
with open(f"{reference}/fev_zeroshot.csv", newline="") as file:
    for row in csv.DictReader(file):
        published[row["set"]].append((float(row["MASE"]), float(row["WQL"]), row["model"]))
print("set,model,MASE,WQL,n")
for name, season, horizon in [("m3_yearly", 1, 6), ("m3_monthly", 12, 18)]:
    mase, loss, count = ours(name, season, horizon)
    rows = published[name] + [(mase, loss, f"corridor {model}")]
    for mase, loss, label in sorted(rows):
        print(f"{name},{label},{mase:.4f},{loss:.4f},{count if label.startswith('corridor') else ''}")
