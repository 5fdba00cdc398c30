"""Holds out the last values of every series: cut.py FILE HELD OUT_FOLDER [KEPT] writes train.csv and test.csv.

The last two columns of FILE are period and value, those before them name the series (joined by '/'). Series with
fewer than KEPT values (default 8) before the held-out part are left out and counted on stderr. A FILE that is a
folder stands for its train.csv.
"""
import csv
import os
import sys

source, held, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
kept = int(sys.argv[4]) if len(sys.argv) > 4 else 8
if os.path.isdir(source):
    source = os.path.join(source, "train.csv")
series = {}
with open(source, newline="") as file:
    for row in list(csv.reader(file))[1:]:
        series.setdefault("/".join(row[:-2]), []).append(row[-2:])
os.makedirs(folder, exist_ok=True)
with open(f"{folder}/train.csv", "w", newline="") as train, open(f"{folder}/test.csv", "w", newline="") as test:
    writers = [csv.writer(train, lineterminator="\n"), csv.writer(test, lineterminator="\n")]
    for writer in writers:
        writer.writerow(["unique_id", "ds", "y"])
    short = 0
    for name, values in series.items():
        if len(values) < held + kept:
            short += 1
            continue
        for writer, part in zip(writers, (values[:-held], values[-held:])):
            writer.writerows([name, *value] for value in part)
print(f"{len(series) - short} series, {short} too short", file=sys.stderr)
