"""Full endowment equilibria of the counterfactuals in this folder, made with gegravity's system of
multilateral resistances.

gegravity prints one round of prices: its resistances keep the baseline's output and expenditure. Here they
are solved again at the incomes that prices make, as the GEPPML steps of Yotov, Piermartini, Monteiro & Larch
(2016, chapter 2) have it, until prices stay: p_i = (s'_i/s_i)^(1/(1-sigma)) * OMR_i/OMR'_i, Y'_i = p_i Y_i,
E'_j = phi_j Y'_j, scaled so that expenditure adds up to output.

    python3 make_full_equilibrium.py > full_equilibrium.csv     (gegravity 0.3, scipy, numpy, pandas)
"""
import sys
from importlib.metadata import version

import numpy as np
import pandas as pd
from gegravity.OneSectorGE import _multilateral_resistances
from scipy.optimize import root

SIGMA, REFERENCE = 5, "DEU"
BETA = {"lndist": -0.3898623, "contiguity": 0.891577, "common_language": 0.0326249, "pta": 0.4711383,
        "international": -3.412584}
data = pd.read_csv("flows.csv")
# gegravity puts the reference importer last.
countries = sorted(set(data.exporter) - {REFERENCE}) + [REFERENCE]
n = len(countries)


def matrix(table):
    table = table.assign(cost=np.exp(sum(BETA[k] * table[k] for k in BETA)))
    return table.pivot(index="exporter", columns="importer", values="cost").loc[countries, countries].to_numpy()


def resistances(cost, output, spending, start):
    """1/P^(1-sigma) and 1/OMR^(1-sigma), the reference's price index at 1."""
    parameters = {
        "number_of_countries": n, "omr_rescale": 1000, "imr_rescale": 1,
        "cost_exp_shr": cost * (spending / spending.sum())[None, :],
        "cost_out_shr": cost * (output / output.sum())[:, None]}
    solved = root(_multilateral_resistances, start, args=parameters, method="hybr", tol=1e-13,
                  options={"xtol": 1e-13, "maxfev": 100000})
    assert np.abs(solved.fun).max() < 1e-11, np.abs(solved.fun).max()
    imr = np.append(solved.x[:n - 1], 1)
    return imr, solved.x[n - 1:] * 1000, solved.x


output = data.groupby("exporter").Y.first().loc[countries].to_numpy(float)
spending = data.groupby("importer").E.first().loc[countries].to_numpy(float)
output *= spending.sum() / output.sum()
phi = spending / output
imr0, omr0, start0 = resistances(matrix(data), output, spending, np.ones(2 * n - 1))
pair = data.exporter.isin(["CAN", "JPN"]) & data.importer.isin(["CAN", "JPN"]) & (data.exporter != data.importer)
scenarios = {
    "can_jpn_pta": data.assign(pta=np.where(pair, 1, data.pta)),
    "no_ptas": data.assign(pta=0),
    "border_minus_5pct": data.assign(international=0.95 * data.international)}
print(f"# made by make_full_equilibrium.py with gegravity {version('gegravity')}, "
      f"scipy {version('scipy')}, numpy {version('numpy')}")
print("scenario,country,price,imr,omr,welfare")
for name, table in scenarios.items():
    cost, price, start = matrix(table), np.ones(n), start0
    for step in range(500):
        moved = output * price
        spent = phi * moved * moved.sum() / (phi * moved).sum()
        imr, omr, start = resistances(cost, moved, spent, start)
        share = (moved / moved.sum()) / (output / output.sum())
        found = share ** (1 / (1 - SIGMA)) * (omr / omr0) ** (1 / (1 - SIGMA))
        change = np.abs(found / price - 1).max()
        price = found
        if change < 1e-12:
            break
    print(name, step, change, file=sys.stderr)
    index = (imr0 / imr) ** (1 / (1 - SIGMA))
    outward = (omr0 / omr) ** (1 / (1 - SIGMA))
    for i in np.argsort(countries):
        print(f"{name},{countries[i]},{price[i]!r},{index[i]!r},{outward[i]!r},{price[i] / index[i]!r}".replace("np.float64(", "").replace(")", ""))
