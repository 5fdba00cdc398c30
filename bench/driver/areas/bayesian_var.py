"""Vector autoregressions under a Minnesota prior: the whole program beside bvar with numpy and scipy.

Both sides read the same table of quarters and draw 2,000 paths; what is compared is exact: the marginal likelihood, and at a
given tightness the posterior means.
"""
import random

from driver.programs import ProgramCase, column, run_programs

NAMES = "abcdefgh"


def make_files(folder, quarters):
    """Random walks that lean on each other."""
    numbers = random.Random(3)
    values = [0.0] * len(NAMES)
    with open(folder / "table.csv", "w", encoding="ascii") as file:
        file.write("time," + ",".join(NAMES) + "\n")
        for t in range(quarters):
            values = [v + numbers.gauss(0.01, 0.03) + 0.1 * (values[k - 1] - v) for k, v in enumerate(values)]
            file.write(f"{1950 + t // 4}-Q{t % 4 + 1}," + ",".join(f"{v:.6f}" for v in values) + "\n")


def call(tightness):
    return ("var", "table.csv", " + ".join(NAMES), "--time", "time", "--lags", "4", "--prior", "minnesota", "--tightness",
            tightness, "--draws", "2000", "--horizon", "4", "--summary", "summary.csv", "--coefficients",
            "coefficients.csv", "-o", "ours.csv")


def marginal(folder):
    return column(folder / "summary.csv", "log_marginal_likelihood")


def marginal_and_means(folder):
    return marginal(folder) + column(folder / "coefficients.csv", "mean")


CASES = (
    ProgramCase("given", 160, "quarters of 8 variables", 60, call("0.2"), "bayesian_var.py", 1e-8, marginal_and_means,
                make_files),
    ProgramCase("weighed", 160, "quarters of 8 variables", 60, call("auto"), "bayesian_var.py", 1e-8, marginal,
                make_files),
)


def run(context):
    return run_programs(context, "bayesian-var", CASES)
