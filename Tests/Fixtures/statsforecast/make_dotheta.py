#!/usr/bin/env python3
"""The dynamic optimised theta model by the recursions of statsforecast, at true optima.

usage: make_dotheta.py > dotheta.csv, in this folder (reads ../r/ets_series.csv and
../m3/yearly_sample.csv). Rows are vectors: series, m, what, values separated by spaces; all series are
taken without season.

optimum      alpha in [0.1, 0.99], omega = 1 - 1/theta in [0, 1], the initial level and the sum of
             squares after the first three errors plus 1e-8 (level - first value)^2 (with alpha near 1
             the data say nothing about the level), at its minimum: residuals of statsforecast are
             linear in level and omega, so that only alpha is searched, on a fine grid and then by
             Brent's method
mean         12 forecasts of statsforecast there
own          the same sum where statsforecast's own simplex search ended
pulled       the same for what `dotheta` of the program minimises, on values over their mean size:
             (n - 3) log SSE + 2 (alpha - 1/2)^2 + 8 (omega - 1/2)^2, level and omega given alpha by least
             squares with 8 v (omega - 1/2)^2 added, v the variance of the plain ones: alpha, omega,
             level, objective
pulled_mean  12 forecasts there
"""
import csv
import os

import numpy as np
import scipy
import statsforecast
from scipy.optimize import minimize_scalar
from statsforecast.theta import _theta, thetamodel

here = os.path.dirname(os.path.abspath(__file__))
DOTM = _theta.ModelType.DOTM
LOW, HIGH = 0.1, 0.99


def residuals(y, level, alpha, omega):
    theta = 1 / max(1e-12, 1 - omega)
    return _theta.pegels_resid(y, DOTM, level, alpha, theta, 3)


def solve(y, alpha, weight=0.0):
    """Level, omega in [0, 1] and the sum of squares."""
    base = residuals(y, 0, alpha, 0)[1][3:]
    level = residuals(y, 1, alpha, 0)[1][3:] - base
    omega = residuals(y, 0, alpha, 0.5)[1][3:] - base
    x = np.column_stack([-level, -2 * omega])

    def squares(l, w):
        return float(np.sum((base - x @ [l, w])[: len(y) - 3] ** 2))

    def least(rows, values):
        l, w = np.linalg.lstsq(rows, values, rcond=None)[0]
        if not 0 <= w <= 1:
            w = min(1.0, max(0.0, w))
            l = float(rows[:, 0] @ (values - w * rows[:, 1]) / (rows[:, 0] @ rows[:, 0]))
        return l, w

    x = np.vstack([x, [1e-4, 0]])
    base = np.append(base, 1e-4 * y[0])
    l, w = least(x, base)
    if weight:
        root = np.sqrt(weight * squares(l, w) / max(1, len(y) - 3))
        l, w = least(np.vstack([x, [0, root]]), np.append(base, root * 0.5))
    return l, w, squares(l, w)


def minimum(f):
    grid = np.linspace(LOW, HIGH, 400)
    best = grid[int(np.argmin([f(a) for a in grid]))]
    step = grid[1] - grid[0]
    found = minimize_scalar(
        f, bounds=(max(LOW, best - step), min(HIGH, best + step)), method="bounded",
        options={"xatol": 1e-12})
    return min([LOW, HIGH, best, found.x], key=f)


def ahead(y, level, alpha, omega):
    states = residuals(y, level, alpha, omega)[2]
    out = np.empty(12)
    _theta.forecast(states, len(y), DOTM, out, alpha, 1 / max(1e-12, 1 - omega))
    return out


def row(name, what, values):
    print(f"{name},1,{what}," + " ".join(f"{v:.15g}" for v in np.atleast_1d(values)))


series = {}
for path in ["../r/ets_series.csv", "../m3/yearly_sample.csv"]:
    with open(os.path.join(here, path)) as file:
        for cells in csv.DictReader(line for line in file if not line.startswith("#")):
            series.setdefault(cells["unique_id"], []).append(float(cells["y"]))

print(f"# made by make_dotheta.py with statsforecast {statsforecast.__version__}, "
      f"numpy {np.__version__}, scipy {scipy.__version__}")
print("series,m,what,values")
for name, values in series.items():
    y = np.array(values)
    size = np.mean(np.abs(y))
    z = y / size
    alpha = minimum(lambda a: solve(z, a)[2])
    level, omega, squares = solve(z, alpha)
    squares = squares * size**2 + 1e-8 * (level * size - y[0]) ** 2
    row(name, "optimum", [alpha, omega, level * size, squares])
    row(name, "mean", ahead(z, level, alpha, omega) * size)
    own = thetamodel(y, 1, "DOTM", np.nan, np.nan, np.nan, 3)
    squares = np.sum(own["residuals"][3:] ** 2)
    squares += 1e-8 * (own["par"]["initial_smoothed"] - y[0]) ** 2
    row(name, "own", squares)

    def pulled(a):
        _, w, s = solve(z, a, 8.0)
        return (len(z) - 3) * np.log(s) + 2 * (a - 0.5) ** 2 + 8 * (w - 0.5) ** 2

    alpha = minimum(pulled)
    level, omega, _ = solve(z, alpha, 8.0)
    row(name, "pulled", [alpha, omega, level * size, pulled(alpha)])
    row(name, "pulled_mean", ahead(z, level, alpha, omega) * size)
