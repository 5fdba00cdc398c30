"""Least-cost flows of random networks beside scipy's HiGHS."""
from driver.cases import Case, run_area

CASES = (
    Case("least-cost", (1_000, 10_000, 100_000), 1_000, "programmes", ("network_flows.py",),
         # Both are exact: what rounding leaves.
         1e-9, quick_size=500, memory_theory=0, note="one programme after another"),)


def run(context):
    return run_area(context, "network", CASES)
