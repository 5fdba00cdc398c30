#!/usr/bin/env python3
"""Runs the studies of InferenceBench and writes their tables to bench/INFERENCE.md.

usage:  python3 bench/inference.py .build-bench/release/InferenceBench [STUDY=SIMULATIONS …]
        python3 bench/inference.py --from FOLDER

An hour on one processor; the first form keeps each study's rows as STUDY.csv in .build-bench/inference, the second
writes the page of such files again.
"""
import csv
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COUNTS = {"clusters-linear": 1500, "clusters-counts": 400, "breaks": 1000, "dates": 400, "var": 2000, "hausman": 1000,
          "quantile": 300}
HEADS = {
    "clusters-linear": (
        "Least squares by clusters",
        "Tests at 5 % of a coefficient that is zero; rejected, in percent. "
        "Regressor and error have a part common to each cluster. "
        "G clusters of 20 rows; uneven: of 6 to 54; two effects: `| g + t`, the common parts move over periods. "
        "The bootstrap has 999 draws."),
    "clusters-counts": (
        "Poisson regressions by clusters",
        "The same of counts whose mean is the exponential of 1 and half of such an error."),
    "breaks": (
        "Tests of a break",
        "At 5 %, rejected in percent: where nothing breaks, and the power against a shift in the middle in deviations "
        "of the errors. `hac` is `--se hac`; chow is at the middle. Errors and x are autoregressive."),
    "dates": (
        "Dates of breaks",
        "Intervals of 90 % that hold the date, in percent, and their mean lengths in observations. One break, or two, of "
        "the level or of the slope of a standard normal x; the deviation of the errors is multiplied between the break "
        "and the next. AR 0.5: with `--se hac`."),
    "var": (
        "Vector autoregressions",
        "Two variables, one lag. Conditions that come from the process itself, taken for surprises at 5 %; and "
        "intervals of 95 %."),
    "hausman": ("Hausman's test", "At 5 %, rejected where random effects hold, in percent."),
    "quantile": ("Quantile regressions", "Intervals of 95 % of the slope that hold it, in percent."),
}


def table(rows):
    designs = list(dict.fromkeys(row["design"] for row in rows))
    methods = list(dict.fromkeys(row["method"] for row in rows))
    lines = ["| design | " + " | ".join(methods) + " |", "| --- |" + " --- |" * len(methods)]
    for design in designs:
        cells = []
        for method in methods:
            row = next((r for r in rows if r["design"] == design and r["method"] == method), None)
            failed = f", {row['failed']} without answer" if row and row["failed"] != "0" else ""
            cells.append(f"{row['percent']} ± {row['standard_error']}{failed}" if row else "")
        lines.append(f"| {design} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    arguments = sys.argv[1:]
    if not arguments:
        sys.exit(__doc__)
    if arguments[0] == "--from":
        folder = Path(arguments[1])
    else:
        folder = ROOT / ".build-bench/inference"
        folder.mkdir(parents=True, exist_ok=True)
        counts = COUNTS | {name: int(count) for name, count in (a.split("=") for a in arguments[1:])}
        for study, count in counts.items():
            with open(folder / f"{study}.csv", "w", encoding="utf-8") as out:
                subprocess.run([arguments[0], study, str(count)], stdout=out, check=True)
    parts = ["# Inference in small and dependent samples\n",
             "Made by `bench/inference.py` from `InferenceBench`; ± is the standard error by the number of "
             "simulations. Seeds are fixed: the same program gives the same tables.\n"]
    for study, (title, text) in HEADS.items():
        path = folder / f"{study}.csv"
        if not path.exists():
            continue
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        if not rows:
            continue
        parts += [f"## {title}\n", f"{text} {rows[0]['simulations']} simulations.\n", table(rows) + "\n"]
    (ROOT / "bench/INFERENCE.md").write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
