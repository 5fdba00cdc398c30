"""Errors of few clusters: adjusted residuals with their degrees of freedom, and the wild bootstrap."""
from driver.cases import Case, run_area

SIZES = (1_000, 10_000, 100_000)
CASES = (
    # 200 rows a cluster at the peers' size: clubSandwich decomposes a matrix of that order for each.
    Case("clusters-cr2", SIZES, 10_000, "rows × 5, 50 clusters", ("clusters.R",), 1e-7, quick_size=1_000),
    Case("clusters-cr3", SIZES, 10_000, "rows × 5, 50 clusters", ("clusters.R", "clusters.py"), 1e-7,
         quick_size=1_000),
    # Both go through all patterns of signs; theirs counts or not, as rounding has it, the two of 8,192 that are the
    # data's own.
    Case("clusters-wild", SIZES, 10_000, "rows × 5, 13 clusters", ("clusters.py",), 1e-3, quick_size=1_000,
         note="the draws cost the same at any size"))


def run(context):
    return run_area(context, "clusters", CASES)
