"""Writes a file of observations sorted by series, ISO dates, values with two decimals.

usage: python3 make_file.py FILE MEGABYTES
"""
import random
import sys

path, size = sys.argv[1], float(sys.argv[2]) * 1e6
random.seed(7)
days = ["%d-%02d-01" % (1990 + i // 12, i % 12 + 1) for i in range(240)]
written = 0
with open(path, "w") as out:
    written += out.write("unique_id,ds,y\n")
    series = 0
    while written < size:
        level = random.uniform(10, 1e6)
        written += out.write(
            "".join("S%07d,%s,%.2f\n" % (series, day, level * random.uniform(0.8, 1.2)) for day in days))
        series += 1
