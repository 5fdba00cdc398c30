"""Draws the charts of the page of benchmarks by the module of charts, from bench/results.

usage: python3 bench/page_charts.py BENCHCHARTS      (the built bench product)

One chart an area, the times of others over ours. Each ends with a hash of the rows that it shows, by which
`benchmarks_page.py --check` tells whether it is that of the rows.
"""
import hashlib
import subprocess
import sys
from pathlib import Path

from driver import results

FOLDER = Path(__file__).resolve().parent.parent / "Sources" / "Corridor" / "Corridor.docc" / "Resources"
TITLES = {
    "forecasts": "Forecasts: how many times as long others take",
    "least-squares": "Least squares: how many times as long others take",
    "fixed-effects": "Fixed effects: how many times as long others take",
    "csv": "CSV: how many times as long others take",
    "reconciliation": "Reconciliation: how many times as long others take",
}


def name(area):
    return f"bench-{area}.svg"


def lines(found, area):
    """GROUP, LABEL and ratio of every row with a ratio, the groups in the order of the page."""
    told = [row for row in found if row["area"] == area and row["ratio"] and row["unit"] == "cpu_s"]
    cases = list(dict.fromkeys((row["case"], row["size"]) for row in told))
    told.sort(key=lambda row: cases.index((row["case"], row["size"])))
    return [f"{row['case']}, {row['size']}\t{row['implementation']}\t{row['ratio']}" for row in told]


def mark(content):
    return f"<!-- of the rows {hashlib.sha256(chr(10).join(content).encode()).hexdigest()} -->\n"


def drawn(found):
    """The areas that have something to draw, with their lines."""
    return {area: content for area in TITLES if (content := lines(found, area))}


def faults(found):
    """The charts that are missing or of other rows."""
    return [
        name(area) for area, content in drawn(found).items()
        if not (FOLDER / name(area)).exists() or not (FOLDER / name(area)).read_text(encoding="utf-8").endswith(mark(content))]


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__.splitlines()[2])
    for area, content in drawn(results.newest()).items():
        picture = subprocess.run(
            [sys.argv[1], TITLES[area]], input="\n".join(content) + "\n", capture_output=True, text=True, check=True)
        (FOLDER / name(area)).write_text(picture.stdout + mark(content), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
