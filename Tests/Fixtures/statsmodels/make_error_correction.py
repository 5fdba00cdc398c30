"""Error correction equations by statsmodels, and forecasts by numpy.

usage: python3 make_error_correction.py > error_correction.csv   (statsmodels 0.15, numpy)
Rows are vectors: case, what, values separated by spaces, matrices by rows. Data are logs of
expenditure on income (../regression/us_consump.csv), and of US real consumption on real GDP with the
bill rate (statsmodels' macrodata, public domain: Bureau of Economic Analysis and Federal Reserve by way
of FRED). A case is named data|lags, the lagged differences. `one-step` and `errors` are its regression's
coefficients and standard errors in the order of the tests, `long` and `long errors` the long-run
relation: drivers, then the constant. Forecasts use no statsmodels: the recursion in levels, responses by
a unit error in it, and derivatives by the coefficients by central differences. `cointegration` rows
have the Engle-Granger statistic, p-value and critical values at 1, 5 and 10 percent.
"""
import csv

import numpy as np
import statsmodels
import statsmodels.api as sm
from statsmodels.tsa.api import UECM
from statsmodels.tsa.stattools import coint

with open("../regression/us_consump.csv") as file:
    us = list(csv.DictReader(file))
macro = sm.datasets.macrodata.load_pandas().data
DATA = {
    "us": (["expenditure", "income"],
           np.log([[float(r[n]) for n in ["expenditure", "income"]] for r in us])),
    "macro": (["cons", "gdp", "rate"],
              np.column_stack([np.log(macro[["realcons", "realgdp"]]), macro["tbilrate"]])),
}
DATA = {k: (names, np.round(z, 12)) for k, (names, z) in DATA.items()}
STEPS = 6

print(f"# made by make_error_correction.py with statsmodels {statsmodels.__version__}, "
      f"numpy {np.__version__}")
print("case,what,values")


def row(case, what, values):
    flat = np.asarray(values, dtype=float).ravel()
    print(f"{case},{what}," + " ".join(f"{v:.17g}" for v in flat))


def regressors(z, t, lags):
    r = [1.0] + list(z[t - 1]) + list(z[t, 1:] - z[t - 1, 1:])
    for j in range(1, lags + 1):
        r += list(z[t - j] - z[t - j - 1])
    return np.array(r)


def recursion(z, future, beta, lags, shock=None):
    n = len(z)
    full = np.vstack([z, np.column_stack([np.zeros(STEPS), future])])
    for h in range(STEPS):
        full[n + h, 0] = full[n + h - 1, 0] + regressors(full, n + h, lags) @ beta
        if h == shock:
            full[n + h, 0] += 1
    return full[n:, 0]


for key, (names, z) in DATA.items():
    for j, name in enumerate(names):
        row(key, f"data {name}", z[:, j])
    step = np.array([0.01, 0.25])[: z.shape[1] - 1]
    future = z[-1, 1:] + np.cumsum(np.tile(step, (STEPS, 1)), axis=0)
    future[3:, 0] -= 0.015
    row(key, "future", future)
    for lags in (0, 1, 3):
        case = f"{key}|{lags}"
        fit = UECM(z[:, 0], lags + 1, z[:, 1:], lags + 1, trend="c").fit()
        n = len(z)
        x = np.array([regressors(z, t, lags) for t in range(lags + 1, n)])
        dy = z[lags + 1:, 0] - z[lags:-1, 0]
        beta, rss, _, _ = np.linalg.lstsq(x, dy, rcond=None)
        sigma2 = rss[0] / (len(dy) - len(beta))
        inverse = np.linalg.inv(x.T @ x)
        # statsmodels orders its terms in its own way and divides by n: the sets must agree.
        factor = np.sqrt(len(dy) / (len(dy) - len(beta)))
        assert len(fit.params) == len(beta)
        assert np.allclose(np.sort(fit.params), np.sort(beta), rtol=1e-7, atol=1e-10)
        ratio = np.sort(np.sqrt(sigma2 * np.diag(inverse))) / np.sort(np.asarray(fit.bse))
        assert np.allclose(ratio, 1, rtol=1e-6) or np.allclose(ratio, factor, rtol=1e-6), ratio
        unbiased = 1 if np.allclose(ratio, 1, rtol=1e-6) else factor
        row(case, "one-step", beta)
        row(case, "errors", np.sqrt(sigma2 * np.diag(inverse)))
        row(case, "sigma2", sigma2)
        # ci_params: constant, y (1), drivers, with the sign of y's side.
        params, errors = np.asarray(fit.ci_params), np.asarray(fit.ci_bse)
        row(case, "long", list(-params[2:]) + [-params[0]])
        row(case, "long errors", np.array(list(errors[2:]) + [errors[0]]) * unbiased)
        mean = recursion(z, future, beta, lags)
        row(case, "mean", mean)
        psi = np.column_stack([recursion(z, future, beta, lags, s) - mean for s in range(STEPS)])
        row(case, "covariance given", sigma2 * psi @ psi.T)
        jacobian = []
        for i in range(len(beta)):
            width = 1e-4 * np.sqrt(inverse[i, i] * sigma2)
            up, down = beta.copy(), beta.copy()
            up[i] += width
            down[i] -= width
            jacobian.append((recursion(z, future, up, lags) - recursion(z, future, down, lags))
                            / (2 * width))
        jacobian = np.array(jacobian).T
        row(case, "covariance uncertain",
            sigma2 * (psi @ psi.T + jacobian @ inverse @ jacobian.T))
        for trend in ("c", "ct"):
            t, p, critical = coint(z[:, 0], z[:, 1:], trend=trend, maxlag=lags, autolag=None)
            row(case, f"cointegration {trend}", [t, p, *critical])
