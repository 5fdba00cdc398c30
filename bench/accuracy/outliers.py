"""Size and power of `corridor adjust --outliers`, on series of the airline model.

usage: python3 outliers.py PROGRAM [SERIES [MONTHS…]]

Series (200) of months with moving averages of -0.4 and -0.6 and innovations of deviation 1, clean and with one outlier
of 4, 5, 6 or 8 deviations near the middle. A row a length and outlier: the share of series in which it is found as
what it is, in which something is found in its period, in which something is found elsewhere, and the number found
elsewhere a series.
"""
import csv
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

program = Path(sys.argv[1]).resolve()
series = int(sys.argv[2]) if len(sys.argv) > 2 else 200
lengths = [int(word) for word in sys.argv[3:]] or [72, 120, 240]


def airline(numbers, count):
    noise = [numbers.gauss(0, 1) for _ in range(count + 60)]
    y = [0.0] * (count + 60)
    for t in range(13, count + 60):
        change = noise[t] - 0.4 * noise[t - 1] - 0.6 * noise[t - 12] + 0.24 * noise[t - 13]
        y[t] = y[t - 1] + y[t - 12] - y[t - 13] + change
    return [100 + value - y[60] for value in y[60:]]


def effect(kind, size, distance):
    if distance < 0:
        return 0.0
    return {"AO": size if distance == 0 else 0.0, "LS": size, "TC": size * 0.7**distance, "none": 0.0}[kind]


def period(t):
    return f"{2000 + t // 12}-{t % 12 + 1:02d}"


print("| months | outlier | deviations | found | its period | series with others | others a series |")
print("| --- | --- | --- | --- | --- | --- | --- |")
for count in lengths:
    for kind, sizes in (("none", (0,)), ("AO", (4, 6)), ("LS", (4, 6)), ("TC", (5, 8))):
        for size in sizes:
            numbers = random.Random(f"{count} {kind} {size}")
            places = {}
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                with open(folder / "months.csv", "w") as file:
                    file.write("unique_id,ds,y\n")
                    for one in range(series):
                        place = count // 2 + numbers.randrange(-12, 13)
                        places[f"s{one}"] = period(place)
                        for t, value in enumerate(airline(numbers, count)):
                            file.write(f"s{one},{period(t)},{value + effect(kind, size, t - place)!r}\n")
                subprocess.run(
                    [program, "adjust", folder / "months.csv", "--outliers", "--outliers-output", folder / "found.csv",
                     "-o", folder / "adjusted.csv", "--failures", folder / "failed.csv"], check=False)
                found = defaultdict(list)
                with open(folder / "found.csv", newline="") as file:
                    for row in csv.DictReader(file):
                        found[row["unique_id"]].append((row["ds"], row["type"]))
            right = sum((places[one], kind) in rows for one, rows in found.items())
            there = sum(any(ds == places[one] for ds, _ in rows) for one, rows in found.items())
            if kind == "none":
                right, there = 0, 0
            others = {
                one: [row for row in rows if kind == "none" or row[0] != places[one]] for one, rows in found.items()}
            with_others = sum(bool(rows) for rows in others.values())
            number = sum(len(rows) for rows in others.values())
            print(f"| {count} | {kind} | {size} | {100 * right / series:.1f} | {100 * there / series:.1f} "
                  f"| {100 * with_others / series:.1f} | {number / series:.2f} |", flush=True)
