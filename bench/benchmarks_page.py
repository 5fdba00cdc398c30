"""Writes the page of benchmarks of the documentation from bench/results.

usage: python3 bench/benchmarks_page.py [--check]

Of each measured thing the newest row counts, whose day and machine stand beside it. With --check nothing is
written; exit status 1 if the page is another.
"""

import csv
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
PAGE = ROOT / "Sources" / "Corridor" / "Corridor.docc" / "Benchmarks.md"

HEAD = """# Accuracy, calibration and speed

What was measured, from the rows in `bench/results`.

## Overview

This page is made by `python3 bench/benchmarks_page.py` and holds no figure of its own: the newest row of each measured thing,
with the day and the machine. `bench/README.md` says how each is measured, what was known of a data set when constants were
chosen, and where others are better. Times are processor seconds of one thread; only ratios on one day and machine count, since
other work ran beside.
"""

ACCURACY = [
    ("mase", "MASE"), ("smape", "sMAPE"), ("cover80", "80 % covers"), ("cover95", "95 % covers"),
    ("msis95", "MSIS"),
]
CALIBRATION = [
    ("calibration_level", "error, level"), ("calibration_touch", "error, touch"),
    ("brier_level", "Brier, level"), ("brier_touch", "Brier, touch"), ("cover80", "80 % covers"),
    ("cover95", "95 % covers"), ("msis95", "MSIS"),
]
DEMAND = [
    ("cover80_end", "80 % covers, end"), ("below_end", "below it"), ("above_end", "above it"),
    ("cover80_5", "80 % covers, 5 years on"), ("below_5", "below it"), ("above_5", "above it"),
    ("growth_bias", "growth too high by"),
]
SPEED_DATA = {
    "m3_yearly": "M3 yearly, 645 series", "m3_monthly": "M3 monthly, 1428 series",
    "tourism_quarterly_training": "tourism quarterly, training part",
}


def rows():
    """Rows by (bench, subject, data, metric): value, note, day and machine; the newest."""
    newest = {}
    for file in sorted(RESULTS.glob("*.csv")):
        day, machine = file.stem[:10], file.stem[11:]
        with file.open(newline="", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                key = (row["bench"], row["subject"], row["data"], row["metric"])
                newest[key] = (row["value"], row["note"], day, machine)
    return newest


def shown(value):
    """A number as pages show it: four digits, and no more than there are."""
    number = float(value)
    if number >= 10_000:
        return f"{number:,.0f}"
    return f"{number:.4g}"


def table(head, lines):
    align = ["---"] + ["---:"] * (len(head) - 2) + ["---"]
    return ["| " + " | ".join(cells) + " |" for cells in [head, align, *lines]] + [""]


def pivot(found, bench, data, metrics, subject_title):
    """A line a subject, ours first; columns without any number are left out."""
    subjects = [key[1] for key in found if key[0] == bench and key[2] == data]
    subjects = sorted(dict.fromkeys(subjects), key=lambda name: " " in name.split(" with ")[0])
    lines = []
    used = [(m, title) for m, title in metrics if any((bench, s, data, m) in found for s in subjects)]
    for subject in subjects:
        cells = [found.get((bench, subject, data, metric)) for metric, _ in used]
        told = [cell for cell in cells if cell]
        if not told:
            continue
        days = sorted({f"{cell[2]} {cell[3]}" for cell in told})
        lines.append(
            [f"`{subject}`"] + [shown(cell[0]) if cell else "" for cell in cells] + ["; ".join(days)])
    return table([subject_title, *(title for _, title in used), "measured"], lines)


def data_of(found, bench):
    return list(dict.fromkeys(key[2] for key in found if key[0] == bench))


def ratios(found, bench, metric, title):
    """A line a task: ours, the others with the ratio."""
    lines = []
    for data in data_of(found, bench):
        ours = found.get((bench, "corridor", data, metric))
        if not ours:
            continue
        lines.append([f"`{data}`", "`corridor`", shown(ours[0]), "", f"{ours[2]} {ours[3]}"])
        for key, other in found.items():
            if key[0] == bench and key[2] == data and key[3] == metric and key[1] != "corridor":
                # Of another day or machine there is no ratio.
                ratio = shown(float(ours[0]) / float(other[0])) if other[2:] == ours[2:] else ""
                lines.append(["", f"`{key[1]}`", shown(other[0]), ratio, f"{other[2]} {other[3]}"])
    return table(["task", "by", title, "ours ÷ theirs", "measured"], lines)


def page():
    found = rows()
    text = [HEAD]
    text += ["## Accuracy", "", "Means over series of means over horizons; sMAPE from 0 to 200, MSIS at 95 %.", ""]
    for data in data_of(found, "accuracy"):
        if any(("accuracy", key[1], data, "mase") in found for key in found):
            text += [f"### {data}", "", *pivot(found, "accuracy", data, ACCURACY, "model")]
    text += [
        "## Calibration", "",
        "Probabilities that a series reaches 1.1, 1.25, 1.5 and 2 times its last value: the mean distance between what was",
        "said and what came true over tenths of the probabilities, and the Brier score, for being there at the end (level) and",
        "for having been there by then (touch).", ""]
    for data in data_of(found, "calibration"):
        text += [f"### {data}", "", *pivot(found, "calibration", data, CALIBRATION, "model")]
    text += [
        "## Demand behind capacity", "",
        "Simulated links whose demand grows past their capacity; the kind of bound that is taken is the true one. How often the",
        "80 % interval of demand held the truth, at the last observation and five years on.", ""]
    for data in data_of(found, "censored-demand"):
        text += [f"### {data}", "", *pivot(found, "censored-demand", data, DEMAND, "bound")]
    text += ["## Speed", "", "Series a processor second: fit, forecast and two intervals, one worker.", ""]
    for data, title in SPEED_DATA.items():
        text += [f"### {title}", "",
                 *pivot(found, "models", data, [("series_per_cpu_second", "series a second")], "model")]
    text += ["### Regressions", "", *ratios(found, "regression", "cpu_seconds", "processor seconds")]
    text += ["### Reading CSV", "",
             *ratios(found, "csv-read", "mb_per_cpu_second", "MB a processor second"),
             *ratios(found, "csv-read", "peak_mb", "peak memory, MB")]
    text += ["### Instructions", "", "By `valgrind`, a series: a change of them is a change of the code.", ""]
    for data in data_of(found, "instructions"):
        text += [f"#### {data}", "",
                 *pivot(found, "instructions", data, [("per_series", "instructions")], "model")]
    text += ["## Reconciliation", "",
             "The greatest difference from hierarchicalforecast 1.5.3, relative, and the RMSE over nodes, by `mint-shrink`.", ""]
    for data in data_of(found, "reconciliation"):
        text += [f"### {data}", "", *pivot(
            found, "reconciliation", data,
            [("greatest_difference", "greatest difference"), ("rmse", "RMSE")], "by")]
    return "\n".join(text).rstrip("\n") + "\n"


def main():
    text = page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        print("check: the page of benchmarks is that of bench/results")
        return 0
    print("check: Benchmarks.md is not what bench/benchmarks_page.py writes", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
