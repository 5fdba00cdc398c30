#!/usr/bin/env python3
"""Test parts, R forecasts with intervals and their accuracy for the sample of M3 series.

usage: make_accuracy.py FOLDER, which holds m3_yearly and m3_monthly with test.csv and
r_forecasts.csv.gz (unique_id,method,h,mean,lo80,hi80,lo95,hi95)

The accuracy is computed here, from the definitions, to check `corridor score`.
"""
import csv
import gzip
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
methods = ["snaive", "theta", "ets"]
tests, forecasts, accuracy = [], [], []


def rows(path):
    opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path)
    with opened as file:
        return list(csv.DictReader(file))


for name, season in [("yearly", 1), ("monthly", 12)]:
    folder = os.path.join(sys.argv[1], "m3_" + name)
    train = {}
    for r in rows(os.path.join(here, name + "_sample.csv")):
        train.setdefault(r["unique_id"], []).append(float(r["y"]))
    test = {}
    for r in rows(os.path.join(folder, "test.csv")):
        if r["unique_id"] in train:
            test.setdefault(r["unique_id"], []).append(r)
            tests.append([r["unique_id"], r["ds"], r["y"]])
    fits = {}
    for r in rows(os.path.join(folder, "r_forecasts.csv.gz")):
        if r["unique_id"] in train and r["method"] in methods:
            fits.setdefault((r["unique_id"], r["method"]), []).append(r)
    for (series, method), fit in fits.items():
        y = train[series]
        changes = [y[i] - y[i - season] for i in range(season, len(y))]
        scale = sum(map(abs, changes)) / len(changes)
        square = sum(c * c for c in changes) / len(changes)
        sums = dict.fromkeys(["mase", "rmsse", "smape", "mape", "msis_80", "coverage_80",
                              "msis_95", "coverage_95", "wis"], 0.0)
        for r in fit:
            actual = test[series][int(r["h"]) - 1]
            forecasts.append([series, actual["ds"], method, r["mean"], r["lo80"], r["hi80"],
                              r["lo95"], r["hi95"]])
            a, f = float(actual["y"]), float(r["mean"])
            sums["mase"] += abs(a - f) / scale
            sums["rmsse"] += (a - f) ** 2 / square
            sums["smape"] += 200 * abs(a - f) / (abs(a) + abs(f))
            sums["mape"] += 100 * abs(a - f) / abs(a)
            wis = abs(a - f) / 2
            for level in ["80", "95"]:
                alpha = 1 - float(level) / 100
                low, high = float(r["lo" + level]), float(r["hi" + level])
                score = high - low
                if a < low:
                    score += 2 / alpha * (low - a)
                if a > high:
                    score += 2 / alpha * (a - high)
                sums["msis_" + level] += score / scale
                sums["coverage_" + level] += low <= a <= high
                wis += alpha / 2 * score
            sums["wis"] += wis / 2.5
        means = {key: value / len(fit) for key, value in sums.items()}
        means["rmsse"] **= 0.5
        accuracy.append([series, method, len(fit)] + list(means.values()))

for name, header, table in [
    ("test_sample.csv", ["unique_id", "ds", "y"], tests),
    ("r_intervals.csv", ["unique_id", "ds", "model", "mean", "lo-80", "hi-80", "lo-95", "hi-95"],
     forecasts),
    ("accuracy.csv", ["unique_id", "model", "n"] + list(sums), accuracy),
]:
    with open(os.path.join(here, name), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(table)
