"""Writes the page of benchmarks of the documentation from bench/results.

usage: python3 bench/benchmarks_page.py [--check]

Of each measured thing the newest row counts, whose day and machine stand beside it. With --check nothing is
written; exit status 1 if the page is another.
"""

import csv
import sys
from pathlib import Path

import page_charts
from driver import results

ROOT = Path(__file__).resolve().parent.parent
INSTRUCTIONS = ROOT / "bench" / "instructions.csv"
PAGE = ROOT / "Sources" / "Corridor" / "Corridor.docc" / "Benchmarks.md"

HEAD = """# Accuracy, calibration and speed

What was measured, from the rows in `bench/results`.

## Overview

This page is made by `python3 bench/benchmarks_page.py` and holds no figure of its own: the newest row of each measured thing,
with the day and the machine. `make bench` and `make accuracy` measure it again (`bench/README.md`); `bench/ACCURACY.md` says
what was known of a data set when constants were chosen, and where others are better. Times are processor seconds of one
thread; only ratios on one day and machine count, since other work ran beside.
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


# Areas of bench/run.py, in the order of the page: heading, what is compared, whether accuracy is a column.
AREAS = {
    "forecasts": ("Forecasts", "The program from file to file, start included, beside statsforecast and R in memory, all scored "
                  "by `corridor score` on the\nvalues held out.", "mase"),
    "least-squares": ("Least squares", "Columns in memory to coefficients; by formula to HC1 errors and tests.", None),
    "fixed-effects": ("Fixed effects", "Columns in memory to HC1 errors; ours takes effects out to 1e-10, their default is 1e-6.",
                      None),
    "csv": ("CSV", "Observations read, with dates and series told apart, and written.", None),
    "simulation": ("Simulation", "Paths of a target question, four courses of events.", None),
    "reconciliation": ("Reconciliation", "40 periods of residuals, 12 steps.", None),
    "counterfactual": ("Counterfactuals of trade", "The program from file to file, start included; gegravity in memory, whose one "
                       "round of prices is compared.", None),
    "disaggregation": ("Years over months", "The program and its peers from file to file, each a whole process.", None),
    "nowcasts": ("Nowcasts", "A factor model of months and quarters with given parameters, and with estimated ones.", None),
    "bayesian-var": ("Bayesian vector autoregressions", "Marginal likelihood and 2,000 paths under a Minnesota prior, each a "
                     "whole process; the peer is\nbvar of the Bank of England, with numpy for the paths.", None),
    "hub-scores": ("Scores of a hub", "Weighted interval scores with their parts, bias and coverage, each a whole process.", None),
    "clusters": ("Errors with few clusters", "CR2, CR3 and the wild cluster bootstrap, columns in memory.", None),
    "network": ("Networks", "Least-cost flows of 50 random networks under capacity.", None),
    "linear-algebra": ("Linear algebra", "The wrappers beside the same routine called directly and numpy, which has an OpenBLAS of "
                       "its own.", None),
    "scenarios": ("Scenarios", "The shipped scenarios with all their reports, without pages: each in a process of its own with one "
                  "worker, and all\nin one call.", None),
    "start-up": ("Start-up", "Seconds of the wall clock, to the end of the process.", None),
}
TIMES = ("cpu_s", "wall_s")


def shown(value):
    """A number as pages show it: four digits, and no more than there are."""
    number = float(value)
    if number != number:
        return ""
    if number >= 10_000:
        return f"{number:,.0f}"
    return f"{number:.4g}"


def table(head, lines):
    align = ["---"] + ["---:"] * (len(head) - 2) + ["---"]
    return ["| " + " | ".join(cells) + " |" for cells in [head, align, *lines]] + [""]


def cases_of(found, area):
    return list(dict.fromkeys(row["case"] for row in found if row["area"] == area))


def pivot(found, area, case, metrics, subject_title):
    """A line a subject, ours first; columns without any number are left out."""
    told = {}
    for row in found:
        if row["area"] == area and row["case"] == case:
            told.setdefault(row["implementation"], []).append(row)
    numbers = {
        name: {key: value for row in rows for key, value in numbers_of(row).items()} for name, rows in told.items()}
    used = [(m, title) for m, title in metrics if any(m in values for values in numbers.values())]
    lines = []
    for name in sorted(told, key=lambda name: " " in name.split(" with ")[0]):
        cells = [shown(numbers[name][m]) if m in numbers[name] else "" for m, _ in used]
        if any(cells):
            days = sorted({row["measured"] for row in told[name] if any(m in numbers_of(row) for m, _ in used)})
            lines.append([f"`{name}`", *cells, "; ".join(days)])
    return table([subject_title, *(title for _, title in used), "measured"], lines)


def numbers_of(row):
    """The accuracy of a row, and its value under the name of its unit."""
    return {**results.pairs(row["accuracy"]), **({row["unit"]: row["best"]} if row["best"] else {})}


def speed(found, area, accuracy):
    """A line a case, size and implementation: seconds, ratio, accuracy, memory."""
    mine = [row for row in found if row["area"] == area]
    memory = {results.key(row)[:4]: row["best"] for row in mine if row["unit"] == "peak_mb"}
    lines, last = [], None
    for row in mine:
        failed = row["note"].startswith("error")
        if row["unit"] not in TIMES and not failed:
            continue
        place = (row["case"], row["size"])
        cells = ["", ""] if place == last else [f"{row['case']}", row["size"]]
        last = place
        name = f"`{row['implementation']}`" + (f" {row['version']}" if row["version"] else "")
        cells += [name, row["note"] if failed else f"{shown(row['best'])}", row["spread"] and f"{float(row['spread']):.0%}",
                  shown(row["ratio"]) if row["ratio"] else ""]
        if accuracy:
            cells.append(shown(results.pairs(row["accuracy"]).get(accuracy, "") or "nan"))
        peak = memory.get(results.key(row)[:4])
        lines.append(cells + [f"{float(peak):.0f}" if peak else "", row["measured"]])
    head = ["case", "size", "by", "seconds", "spread", "ours ÷ theirs", *(["MASE"] if accuracy else []), "peak MB",
            "measured"]
    return table(head, lines)


def growth(found):
    lines = []
    for row in found:
        if row["area"] == "growth":
            what = row["unit"].removesuffix(" exponent")
            lines.append([row["case"], row["size"], what, f"{float(row['best']):.2f}",
                          results.pairs(row["accuracy"])["theory"], row["note"], row["measured"]])
    return table(["case", "sizes", "of", "fitted", "theory", "what was measured", "measured"], lines)


def limits(found):
    lines = [
        [row["case"], row["size"], row["implementation"], shown(row["best"]), shown(row["ratio"]), row["note"],
         row["measured"]]
        for row in found if row["area"] == "limits"]
    return table(["case", "size", "bound", "its seconds", "our share", "what stands in the way", "measured"], lines)


def instructions():
    with INSTRUCTIONS.open(newline="", encoding="utf-8") as file:
        lines = [[row["command"], f"{int(row['instructions']):,}", f"`{row['arguments']}`".replace("|", "\\|")]
                 for row in csv.DictReader(file)]
    return table(["command", "instructions", "arguments"], lines)


def page():
    found = results.newest()
    text = [HEAD]
    text += ["## Accuracy", "", "Means over series of means over horizons; sMAPE from 0 to 200, MSIS at 95 %.", ""]
    for case in cases_of(found, "accuracy"):
        if any("mase=" in row["accuracy"] for row in found if row["area"] == "accuracy" and row["case"] == case):
            text += [f"### {case}", "", *pivot(found, "accuracy", case, ACCURACY, "model")]
    text += [
        "## Calibration", "",
        "Probabilities that a series reaches 1.1, 1.25, 1.5 and 2 times its last value: the mean distance between what was",
        "said and what came true over tenths of the probabilities, and the Brier score, for being there at the end (level) and",
        "for having been there by then (touch).", ""]
    for case in cases_of(found, "calibration"):
        text += [f"### {case}", "", *pivot(found, "calibration", case, CALIBRATION, "model")]
    text += [
        "## Demand behind capacity", "",
        "Simulated links whose demand grows past their capacity; the kind of bound that is taken is the true one. How often the",
        "80 % interval of demand held the truth, at the last observation and five years on.", ""]
    for case in cases_of(found, "censored-demand"):
        text += [f"### {case}", "", *pivot(found, "censored-demand", case, DEMAND, "bound")]
    text += ["## Speed", "", "By `make bench`: the best of several repetitions and the distance of their quartiles over the median.",
             "The answers of both sides were compared before their times counted; one that differs has no time.", ""]
    pictures = page_charts.drawn(found)
    for area, (title, what, accuracy) in AREAS.items():
        if cases_of(found, area):
            text += [f"### {title}", "", *what.split("\n"), ""]
            if area in pictures:
                text += [f"![{page_charts.TITLES[area]}]({page_charts.name(area)})", ""]
            text += speed(found, area, accuracy)
    text += ["## Series a second", "", "Fit, forecast and two intervals of the M3 sets and tourism, one worker.", ""]
    for case, title in SPEED_DATA.items():
        text += [f"### {title}", "",
                 *pivot(found, "models", case, [("series_per_cpu_s", "series a second")], "model")]
    text += ["## How cost grows", "", "The exponent fitted on all sizes, beside that of the algorithm; memory over that of an idle process.", "",
             *growth(found)]
    text += ["## Limits", "", "What the machine would need at the least, in the same run, and its share of our time.", "", *limits(found)]
    text += ["## Instructions", "",
             "Of small commands by callgrind, start included, with OpenBLAS's kernel HASWELL; `make bench-check` compares them "
             "within 3 %.", "",
             *instructions()]
    text += ["## Reconciled forecasts beside hierarchicalforecast", "",
             "The greatest difference, relative, and the RMSE over nodes, on Australian tourism.", ""]
    for case in ("tourism_strict", "tourism_grouped"):
        text += [f"### {case}", "", *pivot(
            found, "reconciliation-accuracy", case,
            [("greatest_difference", "greatest difference"), ("rmse", "RMSE")], "by")]
    return "\n".join(text).rstrip("\n") + "\n"


def main():
    text = page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if faults := page_charts.faults(results.newest()):
        print(f"check: {', '.join(faults)}: not of the rows in bench/results (bench/page_charts.py draws them)", file=sys.stderr)
        return 1
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        print("check: the page of benchmarks is that of bench/results")
        return 0
    print("check: Benchmarks.md is not what bench/benchmarks_page.py writes", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
