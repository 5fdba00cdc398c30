"""The one format of `bench/results`: tidy CSV, a row a measured thing.

`best`, `median` and `spread` (the distance of the quartiles over the median) are of one repetition, in `unit`;
`ratio` is ours ÷ theirs on the row of a peer, and bound ÷ ours on a row of the area `limits`; `kernel` is the
kernel that OpenBLAS chose; `accuracy` holds pairs NAME=VALUE separated by semicolons. A row with an error or a missing
peer has no time and says why in `note`.
"""
import csv
from pathlib import Path

COLUMNS = (
    "area", "case", "size", "implementation", "version", "threads", "best", "median", "spread", "unit", "ratio",
    "machine", "kernel", "instructions", "accuracy", "note")
KEY = ("area", "case", "size", "implementation", "unit")
FOLDER = Path(__file__).resolve().parents[1] / "results"


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise SystemExit(f"bench: {path}: the columns are not those of bench/results")
        return list(reader)


def newest():
    """Rows of all files, the newest of each thing, with the day and the machine as `measured`."""
    found = {}
    for file in sorted(FOLDER.glob("*.csv")):
        for row in read(file):
            found[key(row)] = {**row, "measured": f"{file.stem[:10]} {row['machine']}"}
    return list(found.values())


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def key(row):
    return tuple(row.get(name, "") for name in KEY)


def merge(path, rows):
    """Adds the rows to a file, in place of earlier ones of the same thing."""
    new = {key(row) for row in rows}
    kept = [row for row in read(path) if key(row) not in new] if path.exists() else []
    write(path, kept + rows)


def pairs(text):
    """The accuracy column as a dictionary of texts."""
    return dict(part.split("=", 1) for part in text.split(";") if part)


def joined(values):
    return ";".join(f"{name}={value}" for name, value in values.items())


def number(value):
    """Five digits: more were noise."""
    return f"{value:.5g}"
