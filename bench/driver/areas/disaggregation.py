"""Years spread over quarters, and seasons taken out of months: the whole program beside Python packages.

Both sides read the same files, work on every series and write a file; a process of Python also starts and loads its
packages, which the row of one series shows.
"""
import random

from driver.programs import ProgramCase, column, run_programs

YEARS, MONTHS = 24, 144


def make_files(folder, series):
    """The same for the same number of series."""
    numbers = random.Random(7)
    with open(folder / "years.csv", "w", encoding="ascii") as years, open(
            folder / "quarters.csv", "w", encoding="ascii") as quarters, open(
            folder / "months.csv", "w", encoding="ascii") as months:
        for file in (years, quarters, months):
            file.write("unique_id,ds,y\n")
        for place in range(series):
            level, rest, total = 100.0, 0.0, 0.0
            for t in range(4 * YEARS):
                level += numbers.gauss(0.5, 1.5)
                rest = 0.7 * rest + numbers.gauss(0, 2)
                indicator = round(level + 8 * (t % 4), 3)
                quarters.write(f"S{place:05d},{1990 + t // 4}-Q{t % 4 + 1},{indicator}\n")
                total += 0.8 * indicator + rest
                if t % 4 == 3:
                    years.write(f"S{place:05d},{1990 + t // 4},{total:.3f}\n")
                    total = 0.0
            level = 200.0
            for t in range(MONTHS):
                level += numbers.gauss(0.5, 2)
                months.write(f"S{place:05d},{1990 + t // 12}-{t % 12 + 1:02d},{level + 20 * (t * 7 % 12):.3f}\n")


def ends(name):
    """The first and the last eight values of a column of what was written."""
    def answer(folder):
        values = column(folder / "ours.csv", name)
        return values[:8] + values[-8:]
    return answer


def spread_over(method):
    return ("disaggregate", "years.csv", "--to", "quarter", "--indicator", "quarters.csv", "--method", method,
            "--no-constant", "--jobs", "1", "-o", "ours.csv")


# Chow-Lin's peer stops its search for rho early.
CASES = (
    ProgramCase("fernandez", 500, "series", 20, spread_over("fernandez"), "disaggregation.py", 1e-8, ends("value"),
                make_files),
    ProgramCase("chow-lin", 100, "series", 20, spread_over("chow-lin"), "disaggregation.py", 1e-3, ends("value"),
                make_files),
    ProgramCase("adjust-stl", 500, "series", 20, ("adjust", "months.csv", "--jobs", "1", "-o", "ours.csv"),
                "adjustment.py", 1e-8, ends("adjusted"), make_files),
)


def run(context):
    return run_programs(context, "disaggregation", CASES)
