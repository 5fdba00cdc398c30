"""Classic series against R: classics.py FOLDER [CORRIDOR], a folder with series.csv, meta.csv and
time_series_reference.json (R forecast 8.20).

Exponential smoothing with R's form: log-likelihood no worse than R's by 1e-6·max(1, |l|), and where the two agree to
1e-6 the largest relative distance of the forecasts. ARIMA: AICc of the automatic orders, and log-likelihood with R's
orders, where d and D agree.
"""
import csv
import json
import re
import subprocess
import sys
import tempfile

folder = sys.argv[1]
corridor = sys.argv[2] if len(sys.argv) > 2 else ".build/release/corridor"
reference = json.load(open(f"{folder}/time_series_reference.json"))
meta = {row["unique_id"]: row for row in csv.DictReader(open(f"{folder}/meta.csv"))}
series = {}
for row in csv.reader(open(f"{folder}/series.csv")):
    series.setdefault(row[0], []).append(row)


def run(name, model, horizon):
    """The row of the fit and the medians; None where there is no forecast."""
    with tempfile.TemporaryDirectory() as work:
        with open(f"{work}/y.csv", "w", newline="") as file:
            csv.writer(file).writerows([["unique_id", "ds", "y"], *series[name]])
        season = max(1, round(float(meta[name]["season_length"])))
        arguments = [corridor, "forecast", f"{work}/y.csv", "--horizon", str(horizon), "--season", str(season)]
        arguments += ["--model", model, "--details", f"{work}/d.csv", "-o", f"{work}/f.csv"]
        done = subprocess.run(arguments, capture_output=True, text=True)
        if done.returncode:
            print("  no forecast:", name, model, done.stderr.strip().split("\n")[0][:150])
            return None
        forecasts = [float(row["median"]) for row in csv.DictReader(open(f"{work}/f.csv"))]
        return next(csv.DictReader(open(f"{work}/d.csv"))), forecasts


def orders(text):
    found = [tuple(map(int, match)) for match in re.findall(r"\((\d+),(\d+),(\d+)\)", text)]
    return (found + [(0, 0, 0)])[:2]


worse, better, agreeing, distance, count = [], 0, 0, 0, 0
for name, theirs in reference["ets"].items():
    form = "".join(re.search(r"\((.*)\)", theirs["model"]).group(1).split(","))
    means = theirs["forecast"]["mean"]
    result = run(name, f"ets:{form}", len(means))
    if result is None:
        continue
    count += 1
    fit, ours = result
    gap = (float(fit["log_likelihood"]) - theirs["loglik"]) / max(1, abs(theirs["loglik"]))
    if gap < -1e-6:
        worse.append((name, form, gap))
    elif gap > 1e-6:
        better += 1
    else:
        agreeing += 1
        distance = max(distance, *(abs(a - b) / max(abs(b), 1e-9) for a, b in zip(ours, means)))
print(f"ets with R's form: {count} series, worse {len(worse)}, better {better}, agreeing {agreeing}, "
      f"largest distance of their forecasts {distance:.1e}", *worse, sep="\n  ")

same, lower, fixed, reached = 0, [], 0, []
for name, theirs in reference["auto_arima"].items():
    result = run(name, "arima", 1)
    (p, d, q), (P, D, Q) = orders(theirs["model"])
    if result:
        mine = orders(result[0]["form"])
        if (mine[0][1], mine[1][1]) == (d, D):
            same += 1
            if float(result[0]["aicc"]) > theirs["aicc"] + 1e-6 * abs(theirs["aicc"]):
                lower.append((name, result[0]["form"], theirs["model"], float(result[0]["aicc"]) - theirs["aicc"]))
    constant = ",c" if "drift" in theirs["model"] or "non-zero" in theirs["model"] else ""
    if "loglik" in theirs and not (d + D == 0 and not constant):
        result = run(name, f"arima:{p},{d},{q}/{P},{D},{Q}{constant}" if P + D + Q else f"arima:{p},{d},{q}{constant}", 1)
        if result:
            fixed += 1
            gap = float(result[0]["log_likelihood"]) - theirs["loglik"]
            if gap < -1e-6 * max(1, abs(theirs["loglik"])):
                reached.append((name, theirs["model"], gap))
print(f"arima, d and D agree on {same} of {len(reference['auto_arima'])}; AICc worse on {len(lower)}", *lower, sep="\n  ")
print(f"arima with R's orders: {fixed}, likelihood worse on {len(reached)}", *reached, sep="\n  ")
