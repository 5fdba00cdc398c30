"""Observations read from and written to CSV, beside data frames and databases."""
import random

from driver.cases import Case, run_area

SIZES = (1, 10, 100)
OBSTACLE = ("fields are found, numbers converted to the nearest double, periods checked and told apart from the next "
            "series")


def make_file(folder, megabytes):
    """Sorted by series, ISO dates, values with two decimals; the same for the same size."""
    numbers = random.Random(7)
    days = [f"{1990 + i // 12}-{i % 12 + 1:02d}-01" for i in range(240)]
    written, series = 0, 0
    with open(folder / "observations.csv", "w", encoding="ascii") as out:
        out.write("unique_id,ds,y\n")
        while written < megabytes * 1_000_000:
            level = numbers.uniform(10, 1e6)
            written += out.write("".join(
                f"S{series:07d},{day},{level * numbers.uniform(0.8, 1.2):.2f}\n" for day in days))
            series += 1


def written(folder, implementation):
    """Rows, sum and the last row's id of a written file: texts of numbers may differ, numbers may not."""
    name = "written.csv" if implementation == "corridor" else f"written-{implementation.split()[0]}.csv"
    rows, total, last = 0, 0.0, ""
    with open(folder / name, encoding="utf-8") as file:
        next(file)
        for line in file:
            last, _, value = line.rstrip("\n").split(",")
            rows += 1
            total += float(value)
    (folder / name).unlink()
    return [rows, total, int(last.strip('"')[1:])]


CASES = (
    Case("csv-read", SIZES, 100, "MB", ("csv_files.py", "csv_files.R"), 1e-12, memory_theory=0, prepare=make_file,
         quick_size=5, note="memory is of one buffer", obstacle=OBSTACLE),
    Case("csv-write", SIZES, 100, "MB", ("csv_files.py", "csv_files.R"), 1e-12, prepare=make_file, answer=written,
         quick_size=5))


def run(context):
    return run_area(context, "csv", CASES)
