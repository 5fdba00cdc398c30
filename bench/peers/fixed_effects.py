"""pyfixest on the panel of SpeedBench: fixed_effects.py CASE SIZE REPETITIONS FOLDER

By its default (alternating projections in Rust, tolerance 1e-6), the same in numba, with 1e-9, and by its other solver
in Rust (LSMR, `within`).
"""
from stopwatch import arguments, measure

import warnings

import pandas as pd
import pyfixest
from pyfixest.demeaners import LsmrDemeaner, MapDemeaner
from pyfixest.estimation import feols, fepois

warnings.filterwarnings("ignore")
case, _, repetitions, folder = arguments()
data = pd.read_csv(f"{folder}/data.csv")
formula = "y ~ x1 + x2 | " + " + ".join(data.columns[3:])
TIGHT = 1e-9


def fit(demeaner, tight):
    if case.startswith("ols"):
        found = feols(formula, data=data, vcov="hetero", demeaner=demeaner)
    else:
        options = {"iwls_tol": 1e-10, "iwls_maxiter": 100} if tight else {}
        found = fepois(formula, data=data, vcov="hetero", separation_check=["fe", "ir"], demeaner=demeaner, **options)
    return [*found.coef(), *found.se()]


for name, demeaner, tight in (
        ("pyfixest, its default (Rust)", None, False),
        ("pyfixest, MAP in numba", MapDemeaner(backend="numba"), False),
        ("pyfixest, tolerance 1e-9 (Rust)", MapDemeaner(fixef_tol=TIGHT, backend="rust"), True),
        ("pyfixest, LSMR within (Rust)", LsmrDemeaner(backend="within"), False)):
    measure(name, pyfixest.__version__, lambda: fit(demeaner, tight), min(repetitions, 3))
