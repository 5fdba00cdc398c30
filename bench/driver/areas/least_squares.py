"""Least squares without fixed effects: tall, small by the thousand, by formula."""
from driver import machine
from driver.cases import Case, run_area

TALL = (10_000, 100_000, 1_000_000)
PEERS = ("least_squares.py", "least_squares.R")
CASES = (
    Case("tall", TALL, 1_000_000, "rows × 20", PEERS, 1e-8, quick_size=10_000,
         note="the preconditioner of a sample costs the same at any size",
         obstacle="columns are scaled, the sample's factor is applied to each block and the right side is carried: "
         "two passes of arithmetic for the accuracy of QR"),
    Case("tall-weights", (), 1_000_000, "rows × 20", PEERS, 1e-8, quick_size=10_000),
    Case("formula", TALL, 1_000_000, "rows × 20", PEERS, 1e-7, quick_size=10_000,
         note="up to 200,000 numbers the covariance is found in pairs of doubles, which shows at 10,000 rows",
         obstacle="rows are checked, the design is built, HC1 errors take a second pass"),
    Case("small", (100, 1_000, 10_000), 10_000, "regressions of 12 × 2", PEERS, 1e-8, quick_size=1_000,
         obstacle="every one is scaled, pivoted, refined and has its condition, so that the digits of NIST are reached"))


def run(context):
    speed = machine.copy_speed()

    def limits(table, case, size, shown, ours):
        # Every number of the design is read once; half of what a copy moves is reading.
        numbers = size * (24 if case.name == "small" else 20)
        table.limit(case.name, shown, f"memory, one pass over the design at {2 * speed / 1e9:.1f} GB/s",
                    8 * numbers / (2 * speed), min(ours["seconds"]),
                    case.obstacle or "arithmetic bounds it, n·p² of it")
    return run_area(context, "least-squares", CASES, limits)
