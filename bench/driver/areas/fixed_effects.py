"""Poisson and least squares with three and four fixed effects, as gravity models have them."""
from driver import machine
from driver.cases import Case, run_area

PEERS = ("fixed_effects.py",)
SIZES = (10_000, 100_000, 1_000_000)


def case(name, sizes=()):
    return Case(name, sizes, 100_000, "rows", PEERS, 1e-5, quick_size=10_000,
                note="sizes are the least, a panel is a little larger")


CASES = (case("poisson-gravity3", SIZES), case("ols-gravity3", SIZES), case("poisson-gravity4"),
         case("ols-gravity4"), case("ols-workers3"))


def run(context):
    speed = machine.copy_speed()

    def limits(table, case, size, shown, ours):
        effects = 4 if "4" in case.name else 3
        table.limit(case.name, shown, f"memory, one pass over the columns at {2 * speed / 1e9:.1f} GB/s",
                    size * (3 * 8 + effects * 4) / (2 * speed), min(ours["seconds"]),
                    "effects are taken out by repeated passes until 1e-10, in Poisson anew for every weight")
    return run_area(context, "fixed-effects", CASES, limits)
