"""Vector autoregressions of US macro data by statsmodels, and conditional forecasts by numpy.

usage: python3 make_var.py > var.csv   (statsmodels 0.15, numpy)
Rows are vectors: case, what, values separated by spaces, matrices by rows. The data are log
differences of real GDP, consumption and investment, quarterly, from statsmodels' macrodata (public
domain: Bureau of Economic Analysis by way of FRED). The trend counts the observations from 1.
Conditional forecasts and forecasts with parameter uncertainty use no statsmodels: the joint normal
distribution of all steps is conditioned directly, and derivatives by the coefficients are taken by
central differences of the forecast.
"""
import sys

import numpy as np
import statsmodels
import statsmodels.api as sm

NAMES = ["gdp", "cons", "inv"]
macro = sm.datasets.macrodata.load_pandas().data
levels = macro[["realgdp", "realcons", "realinv"]].to_numpy()
data = np.round(np.diff(np.log(levels), axis=0), 12)

print(f"# made by make_var.py with statsmodels {statsmodels.__version__}, numpy {np.__version__}")
print("case,what,values")


def row(case, what, values):
    flat = np.asarray(values, dtype=float).ravel()
    print(f"{case},{what}," + " ".join(f"{v:.17g}" for v in flat))


for j, name in enumerate(NAMES):
    row("data", name, data[:, j])


def regressors(y, lags, trend):
    """The columns of the observations from `lags` on, as in the tests: t counts from 1."""
    total = len(y)
    z = []
    for t in range(lags, total):
        z.append(deterministic(trend, t + 1) + [v for l in range(1, lags + 1) for v in y[t - l]])
    return np.array(z)


def deterministic(trend, t):
    return ([1.0] if trend in ("c", "ct") else []) + ([float(t)] if trend in ("t", "ct") else [])


def path(y, beta, lags, trend, steps):
    past = [list(v) for v in y[-lags:]]
    out = []
    for h in range(1, steps + 1):
        z = deterministic(trend, len(y) + h) + [v for l in range(1, lags + 1) for v in past[-l]]
        past.append(list(np.array(z) @ beta))
        out.append(past[-1])
    return np.array(out)


def joint(y, beta, sigma, gram, lags, trend, steps, uncertain):
    """Mean and covariance of all steps stacked, the second by brute force."""
    k = y.shape[1]
    mean = path(y, beta, lags, trend, steps)
    # The response of the forecast to an error in each step: simulate with and without it.
    cov = np.zeros((k * steps, k * steps))
    for s in range(steps):
        effect = np.zeros((k * steps, k))
        for j in range(k):
            past = [np.zeros(k) for _ in range(lags)]
            for h in range(steps):
                z = [v for l in range(1, lags + 1) for v in past[-l]]
                a = beta[beta.shape[0] - k * lags:]
                new = np.array(z) @ a + (np.eye(k)[j] if h == s else 0)
                past.append(new)
                effect[h * k:(h + 1) * k, j] = new
        cov += effect @ sigma @ effect.T
    if uncertain:
        m = beta.shape[0]
        jac = np.zeros((k * steps, m * k))
        for a in range(m):
            for b in range(k):
                step = 1e-5 * max(1e-2, abs(beta[a, b]))
                up, down = beta.copy(), beta.copy()
                up[a, b] += step
                down[a, b] -= step
                jac[:, a * k + b] = ((path(y, up, lags, trend, steps)
                                      - path(y, down, lags, trend, steps)) / (2 * step)).ravel()
        cov += jac @ np.kron(np.linalg.inv(gram), sigma) @ jac.T
    return mean, cov


def condition(mean, cov, places, values):
    k = mean.shape[1]
    at = [(h - 1) * k + j for j, h in places]
    r = np.array(values) - mean.ravel()[at]
    inverse = np.linalg.inv(cov[np.ix_(at, at)])
    gain = cov[:, at] @ inverse
    return (mean.ravel() + gain @ r, cov - gain @ cov[at, :], r @ inverse @ r)


for case, trend, lags in [("c2", "c", 2), ("c1", "c", 1), ("n3", "n", 3), ("ct2", "ct", 2),
                          ("t1", "t", 1)]:
    z = regressors(data, lags, trend)
    target = data[lags:]
    if trend == "t":
        beta = np.linalg.lstsq(z, target, rcond=None)[0]
    else:
        fit = sm.tsa.VAR(data).fit(lags, trend=trend)
        beta = np.array(fit.params)
        assert np.allclose(beta, np.linalg.lstsq(z, target, rcond=None)[0], rtol=1e-8, atol=1e-9)
    residuals = target - z @ beta
    sigma = residuals.T @ residuals / (len(z) - z.shape[1])
    row(case, "params", beta)
    if trend != "t":
        row(case, "stderr", np.array(fit.stderr))
        row(case, "sigma", fit.sigma_u)
        row(case, "llf", fit.llf)
        row(case, "criteria", [fit.aic, fit.hqic, fit.bic, fit.fpe])
        row(case, "root", 1 / np.min(np.abs(fit.roots)))
        row(case, "mse", fit.mse(6))
        row(case, "irf", fit.irf(8).orth_irfs)
        row(case, "forecast", fit.forecast(data[-lags:], 6))
        for i, caused in enumerate(NAMES):
            for causing in [[n] for n in NAMES if n != caused] + [[n for n in NAMES if n != caused]]:
                numbers = [NAMES.index(n) for n in causing]
                test = fit.test_causality(i, numbers, kind="f")
                row(case, f"causality {caused}: {' '.join(causing)}", test.test_statistic)
    gram = z.T @ z
    for uncertain in (False, True):
        mean, cov = joint(data, beta, sigma, gram, lags, trend, 5, uncertain)
        tag = "uncertain" if uncertain else "given"
        row(case, f"mean {tag}", mean)
        row(case, f"joint {tag}", cov)
        for number, (places, values) in enumerate([
            ([(0, 1)], [0.02]),
            ([(2, 1), (2, 2), (2, 3)], [0.05, 0.03, -0.02]),
            ([(0, 5), (1, 3), (2, 2), (1, 1)], [-0.01, 0.015, 0.08, 0.0]),
        ]):
            m, c, p = condition(mean, cov, places, values)
            row(case, f"condition {tag} {number}",
                [x for (j, h), v in zip(places, values) for x in (j, h, v)])
            row(case, f"conditional mean {tag} {number}", m)
            row(case, f"conditional covariance {tag} {number}", c)
            row(case, f"plausibility {tag} {number}", p)

for trend in ("c", "n", "ct"):
    order = sm.tsa.VAR(data).select_order(8, trend=trend)
    for name in ("aic", "hqic", "bic", "fpe"):
        values = order.ics[name]
        row(f"order {trend}", name, values if trend == "n" else values[1:])
