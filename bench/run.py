"""Measures speed, growth and limits of all areas, ours beside the peers', into bench/results/DATE-MACHINE.csv.

`make bench` builds what this needs, installs the peers and runs it. Without peers our side is measured and their rows
say what is missing. Answers of both sides are compared first: one that is further from ours than the area's tolerance
gives a row with the error and no time. Times are processor seconds of one thread.
"""
import argparse
import datetime
import importlib
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parent
sys.path.insert(0, str(BENCH))

from driver import results  # noqa: E402
from driver.context import Context  # noqa: E402

AREAS = {
    "start-up": "start_up", "linear-algebra": "linear_algebra", "least-squares": "least_squares",
    "fixed-effects": "fixed_effects", "csv": "csv_files", "forecasts": "forecasts", "simulation": "simulation",
    "reconciliation": "reconciliation", "scenarios": "scenarios", "clusters": "clusters",
    "disaggregation": "disaggregation", "counterfactual": "counterfactual", "nowcasts": "nowcasts",
    "bayesian-var": "bayesian_var", "hub-scores": "hub_scores", "network": "network", "instructions": "instructions",
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", metavar="AREA", action="append", choices=AREAS, help="one of " + ", ".join(AREAS))
    parser.add_argument("--quick", action="store_true", help="few repetitions, small sizes: for trying")
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--reference", metavar="FOLDER", help="the folder of reference data, for its series")
    parser.add_argument("--program", default=BENCH.parent / ".build/release/corridor")
    parser.add_argument("--benches", default=BENCH.parent / ".build-bench/release", help="where the bench products are")
    parser.add_argument("--peers", default=BENCH.parent / ".build-peers", help="the peers' virtual environment")
    parser.add_argument("-o", "--output", help="the file of results, default bench/results/DATE-MACHINE.csv")
    return parser.parse_args()


def main():
    options = arguments()
    context = Context(options)
    day = datetime.date.today().isoformat()
    name = f"{day}-{context.machine}.csv"
    # What was only tried does not stand beside what was measured.
    output = Path(options.output or (BENCH.parent / ".build-bench" if options.quick else results.FOLDER) / name)
    failed = 0
    # Saved after every case: what was measured survives an interrupt.
    context.save = lambda rows: results.merge(output, rows)
    for area in options.only or AREAS:
        rows = importlib.import_module(f"driver.areas.{AREAS[area]}").run(context)
        failed += sum(row.get("note", "").startswith("error") for row in rows)
        results.merge(output, rows)
    print(f"bench: {output}" + (f", {failed} rows with errors" if failed else ""), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
