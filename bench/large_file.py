"""Forecasts a sorted file of some gigabytes and says what it took.

    large_file.py PROGRAM [--bytes N] [--model NAME] [--jobs N] [--limit MB]

The file is written into a temporary folder (TMPDIR) and removed. The status is 1 where the program
fails, loses a series, or takes more memory than the limit.
"""

import argparse
import os
import pathlib
import random
import subprocess
import sys
import tempfile

MONTHS = [f"{year}-{month:02d}-01" for year in range(2014, 2024) for month in range(1, 13)]
HORIZON = 12


def write(path, size):
    """Monthly series until the file has the size; gives their number."""
    numbers = random.Random(7)
    shapes = []
    # A few hundred shapes, so that writing is not what takes the time.
    for _ in range(400):
        level = numbers.uniform(50, 5000)
        rows = []
        for month in MONTHS:
            level *= 1 + numbers.gauss(0.003, 0.03)
            rows.append(f",{month},{level:.2f}\n")
        shapes.append(rows)
    count = 0
    with open(path, "w", encoding="ascii") as file:
        written = file.write("unique_id,ds,y\n")
        while written < size:
            name = f"s{count:08d}"
            written += file.write("".join(name + row for row in shapes[count % len(shapes)]))
            count += 1
    return count


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("program")
    arguments.add_argument("--bytes", type=float, default=5e9)
    arguments.add_argument("--model", default="naive")
    arguments.add_argument("--jobs", default="1")
    arguments.add_argument("--limit", type=int, default=300, help="megabytes")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        count = write(folder / "in.csv", given.bytes)
        command = [
            given.program, "forecast", folder / "in.csv", "--sorted", "--horizon", str(HORIZON),
            "--model", given.model, "--jobs", given.jobs, "-o", folder / "out.csv",
        ]
        process = subprocess.Popen(command)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        rows = 0
        if process.returncode == 0:
            with open(folder / "out.csv", "rb") as file:
                rows = sum(1 for _ in file) - 1
    megabytes = usage.ru_maxrss * 1024 / 1e6
    print(
        f"{count} series, status {process.returncode}, {rows} rows, "
        f"{usage.ru_utime + usage.ru_stime:.0f} processor s, {megabytes:.0f} MB"
    )
    holds = process.returncode == 0 and rows == count * HORIZON and megabytes <= given.limit
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
