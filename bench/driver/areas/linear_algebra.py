"""The wrappers of BLAS and LAPACK beside direct calls and numpy."""
from driver.cases import Case, run_area

SIZES = (30, 100, 300, 1000)


def case(name, tolerance, sizes=SIZES):
    return Case(
        name, sizes, 300, "rows", ("linear_algebra.py",), tolerance, theory=3, memory_theory=2,
        quick_size=100, note="a call of small matrices costs more than their cube",
        obstacle="a wrapper copies, checks that all is finite and fills the other triangle, which costs n² beside n³")


CASES = (
    case("multiply", 1e-12), case("gram", 1e-12), case("cholesky", 1e-12), case("eigen", 1e-11),
    case("svd", 1e-11, (30, 100, 300)))

# Floating-point operations of a routine on n × n, where the text books agree.
FLOPS = {"multiply": 2.0, "gram": 1.0, "cholesky": 1 / 3}


def run(context):
    rate = {}

    def limits(table, case, size, shown, ours):
        best = min(ours["seconds"])
        if case.name == "multiply":
            rate[size] = 2 * size ** 3 / best
        if case.name in FLOPS and case.name != "multiply" and size in rate:
            table.limit(case.name, shown, f"arithmetic at the rate of DGEMM, {rate[size] / 1e9:.0f} GFLOP/s",
                        FLOPS[case.name] * size ** 3 / rate[size], best,
                        "triangular updates and small blocks, which the direct call has too")
    return run_area(context, "linear-algebra", CASES, limits)
