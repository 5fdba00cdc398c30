"""Compares the instructions of some small commands with bench/instructions.csv: `make bench-check`.

usage: python3 bench/instructions.py [--record] [--program FILE] [--only COMMAND]

Counted by callgrind (valgrind): they repeat where times do not, so that a change of them is a change of the code. Exit
status 1 when one is more than 3 % away from its committed count, in either direction: --record writes the counts anew.
So that they repeat on any machine the children run with OPENBLAS_CORETYPE=HASWELL (else OpenBLAS takes the kernel of
the CPU), one thread of BLAS, and Swift's dictionaries without random seeds. The program itself sets none of these.
"""
import argparse
import csv
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import benchmarks_page

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
COUNTS = BENCH / "instructions.csv"
TOLERANCE = 0.03
ENVIRONMENT = {
    "OPENBLAS_CORETYPE": "HASWELL", "OPENBLAS_NUM_THREADS": "1", "SWIFT_DETERMINISTIC_HASHING": "1",
    "LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin",
}
MONTHLY = "Tests/Fixtures/m3/monthly_sample.csv"
# Start and self check are in every count: the work is many times theirs, or a change of it would not show.
COMMANDS = {
    "start": "--version",
    "read and write": "forecast OUT/monthly.csv --horizon 18 --model naive --jobs 1",
    "theta and dotheta": "forecast OUT/monthly.csv --horizon 18 --model theta,dotheta --jobs 1",
    "ets": f"forecast {MONTHLY} --horizon 18 --model ets --jobs 1",
    "arima": f"forecast {MONTHLY} --horizon 18 --model arima --jobs 1",
    "structural": f"forecast {MONTHLY} --horizon 18 --model structural --jobs 1",
    "target": "target datasets/rail-kaz-chn/data.csv --series rail-kaz-chn --level 48 --by 2030 --paths 5000",
    "least squares": "regress datasets/gravity-cross-section-2006/data.csv flow~distw+rta+contig --se hc1",
    "gravity": "regress datasets/gravity-cross-section-2006/data.csv flow~log(distw)+rta|iso_o+iso_d "
               "--family poisson --se hc1",
    "scenario": "run datasets/scenarios/agriculture.yaml --paths 500 --jobs 1 --quiet -o OUT/reports",
    "audit": "audit datasets/claims/data.csv",
}


def make_series(path):
    """100 monthly series of 96 values, the same each time."""
    numbers = random.Random(11)
    with open(path, "w", encoding="ascii") as file:
        file.write("unique_id,ds,y\n")
        for k in range(100):
            level = numbers.uniform(50, 500)
            for t in range(96):
                level *= 1 + numbers.uniform(-0.03, 0.034)
                seasonal = 1 + 0.1 * ((t % 12) - 5.5) / 5.5
                file.write(f"s{k:03d},{2010 + t // 12}-{t % 12 + 1:02d},{level * seasonal:.3f}\n")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--record", action="store_true", help="write bench/instructions.csv and the page that lists it")
    parser.add_argument("--program", default=ROOT / ".build/release/corridor")
    parser.add_argument("--only", choices=COMMANDS, help="count this one")
    return parser.parse_args()


def need_valgrind():
    if shutil.which("valgrind"):
        return
    if os.geteuid() != 0:
        raise SystemExit("bench-check: valgrind is missing (as root: apt-get install valgrind)")
    print("bench-check: installing valgrind")
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", "valgrind"], check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def prepare(program, folder):
    """The program without debug information, which valgrind cannot read of Swift, and the data of the commands."""
    stripped = folder / "corridor"
    subprocess.run(["strip", "-g", program, "-o", stripped], check=True)
    make_series(folder / "monthly.csv")
    return stripped


def count(program, command, folder):
    words = [word.replace("OUT", str(folder)) for word in command.split()]
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, *words], cwd=ROOT,
        env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not found:
        raise SystemExit(f"bench-check: 'corridor {command}' ended with status {done.returncode}:\n{done.stderr[-600:]}")
    return int(found.group(1))


def committed():
    if not COUNTS.exists():
        return {}
    with open(COUNTS, newline="", encoding="utf-8") as file:
        return {row["command"]: (int(row["instructions"]), row["arguments"]) for row in csv.DictReader(file)}


def main():
    options = arguments()
    need_valgrind()
    known, found, wrong = committed(), {}, []
    with tempfile.TemporaryDirectory(prefix="corridor-instructions-") as name:
        program = prepare(options.program, Path(name))
        for command, line in COMMANDS.items():
            if options.only and command != options.only:
                continue
            found[command] = count(program, line, name)
            before, words = known.get(command, (0, line))
            change = found[command] / before - 1 if before else float("inf")
            far = abs(change) > TOLERANCE or words != line
            if far:
                wrong.append(command)
            mark = "  not what is committed" if far and not options.record else ""
            told = f"{change:+.2%}" if before else "new"
            print(f"{command:>20} {found[command]:>14,} {told}{mark}", flush=True)
    gone = set() if options.only else set(known) - set(COMMANDS)
    if options.record:
        kept = {name: value for name, (value, _) in known.items() if name in COMMANDS}
        with open(COUNTS, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["command", "instructions", "arguments"])
            writer.writerows([name, {**kept, **found}[name], COMMANDS[name]]
                             for name in COMMANDS if name in {**kept, **found})
        # The page of benchmarks lists these counts.
        benchmarks_page.PAGE.write_text(benchmarks_page.page(), encoding="utf-8")
        return 0
    if wrong or gone:
        print(f"bench-check: over {TOLERANCE:.0%} from bench/instructions.csv: {', '.join([*wrong, *sorted(gone)])} "
              "(meant? 'python3 bench/instructions.py --record' and say why)", file=sys.stderr)
        return 1
    print(f"bench-check: {len(found)} counts are within {TOLERANCE:.0%} of bench/instructions.csv")
    return 0


if __name__ == "__main__":
    sys.exit(main())
