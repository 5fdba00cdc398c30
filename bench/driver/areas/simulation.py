"""Sample paths of a target question beside numpy."""
from driver.cases import Case, run_area


def distance(ours, theirs):
    return max(abs(a - b) for a, b in zip(ours, theirs))


CASES = (
    Case("paths", (10_000, 100_000, 1_000_000), 1_000_000, "paths of 15 periods", ("simulation.py",),
         # Five standard errors of the difference of two shares at 100,000 paths.
         0.012, quick_size=100_000, measure=distance, memory_theory=0,
         note="paths are drawn and counted in blocks",
         obstacle="exponentials of every step and four questions a path, each with touch and run"),)


def run(context):
    return run_area(context, "simulation", CASES)
