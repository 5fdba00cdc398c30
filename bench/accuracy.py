"""Regenerates the accuracy tables of the README files and of the documentation: `make accuracy REFERENCE=FOLDER`.

usage: python3 bench/accuracy.py [--reference FOLDER] [--check | --tables | --rewrite]

Measures anew, adds the rows to bench/results/DATE-MACHINE.csv and rewrites the tables between markers; the page
`Benchmarks` follows by bench/benchmarks_page.py. REFERENCE is the folder of reference data that is not in the repository
(M3 with its test parts, tourism, published figures); without it only what is simulated is measured. --check measures too
and writes nothing: exit status 1 where a table would change. --tables measures nothing, and compares the tables with the
rows of bench/results.

Not measured here, since it takes scipy and many minutes: the sets inside training parts (bench/calibration/origins.sh and
fit_combination.py), constants of the mixture (fit_mixture.py), classic series against R (accuracy/classics.py).
"""
import argparse
import datetime
import difflib
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parent
sys.path.insert(0, str(BENCH))

from driver import machine, results  # noqa: E402
from driver.accuracy import tables  # noqa: E402
from driver.accuracy.measures import Measures  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reference", metavar="FOLDER", type=Path)
    parser.add_argument("--program", default=BENCH.parent / ".build/release/corridor")
    parser.add_argument("--benches", default=BENCH.parent / ".build-bench/release", help="where the bench products are")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--check", action="store_true", help="measure, write nothing, compare")
    kind.add_argument("--tables", action="store_true", help="measure nothing, compare with bench/results")
    kind.add_argument("--rewrite", action="store_true", help="measure nothing, write what bench/results has")
    return parser.parse_args()


def say(text):
    print(f"accuracy: {text}", file=sys.stderr, flush=True)


def compared(figures):
    """The pages whose tables are not those of the figures; the differences go to stderr."""
    wrong = []
    for name in tables.PAGES:
        text = (tables.ROOT / name).read_text(encoding="utf-8")
        wanted = tables.rewritten(text, figures)
        if wanted != text:
            wrong.append(name)
            sys.stderr.writelines(
                difflib.unified_diff(text.splitlines(True), wanted.splitlines(True), name, "as measured", n=0))
    return wrong


def measured(options):
    if options.reference and not options.reference.is_dir():
        raise SystemExit(f"accuracy: {options.reference}: no such folder")
    if not options.reference:
        say("no reference data (REFERENCE=FOLDER): M3, fev, calibration and reconciliation are left as bench/results "
            "has them")
    version = subprocess.run([options.program, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    return list(Measures(options.program, options.benches, options.reference, machine.name(), version, say).all())


def main():
    options = arguments()
    rows = tables.committed()
    if not (options.tables or options.rewrite):
        rows += measured(options)
    figures = tables.Figures(rows)
    if options.check or options.tables:
        wrong = compared(figures)
        changed = options.check and changed_rows(rows)
        if wrong or changed:
            say(f"not what was measured: {', '.join(wrong) or 'rows of bench/results'}")
            return 1
        say("the tables are those of " + ("bench/results" if options.tables else "what was measured"))
        return 0
    new = rows[len(tables.committed()):]
    if new:
        results.merge(results.FOLDER / f"{datetime.date.today().isoformat()}-{machine.name()}.csv", new)
    for name in tables.PAGES:
        page = tables.ROOT / name
        page.write_text(tables.rewritten(page.read_text(encoding="utf-8"), figures), encoding="utf-8")
    return subprocess.run([sys.executable, BENCH / "benchmarks_page.py"]).returncode


def changed_rows(rows):
    """Whether a measured row says another thing than the newest committed one, which the page shows."""
    before = {}
    for row in tables.committed():
        before[results.key(row)] = row["accuracy"]
    changed = [row for row in rows[len(tables.committed()):] if before.get(results.key(row)) != row["accuracy"]]
    for row in changed:
        say(f"{row['area']}, {row['case']}, {row['implementation']}: {row['accuracy']}, committed "
            f"{before.get(results.key(row))}")
    return changed


if __name__ == "__main__":
    sys.exit(main())
