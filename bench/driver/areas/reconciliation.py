"""Forecasts of a hierarchy that are made to add up, beside hierarchicalforecast."""
from driver import machine
from driver.cases import Case, run_area

SIZES = (50, 160, 500, 1_600)


def case(name):
    return Case(name, SIZES, 500, "bottom nodes in tens", ("reconciliation.py",), 1e-6, theory=1,
                memory_theory=2, quick_size=50,
                note="a tree is sparse: nodes times depth, T² a node for residuals; the sums are kept dense")


CASES = (case("bottom-up"), case("ols"), case("wls-var"), case("mint-shrink"))


def run(context):
    speed = machine.copy_speed()

    def limits(table, case, size, shown, ours):
        upper = (size + 9) // 10 + 1
        table.limit(case.name, shown, f"memory, the matrix of sums read once at {2 * speed / 1e9:.1f} GB/s",
                    8 * upper * (size + upper) / (2 * speed), min(ours["seconds"]),
                    "the matrix is formed, factored and applied to twelve steps; residuals take T² a node")
    return run_area(context, "reconciliation", CASES, limits)
