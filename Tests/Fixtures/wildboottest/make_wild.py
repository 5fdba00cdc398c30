"""Wild cluster bootstraps with the null imposed, every pattern of signs once, in two ways.

usage:  python3 make_wild.py > wild.csv      in this folder

`wildboottest` is the package of that name (p-values of Rademacher weights, all patterns). `refits` is the
definition: for each pattern of signs the restricted fit plus signed residuals is fitted again by statsmodels,
with its clustered covariance; p is the share of patterns whose |t| is at least that of the data, and the ends
of the 95 % interval are where it falls under .05, by bisection from the estimate outward. Two-way rows draw by
the firms and have statsmodels' covariance of both variables without its small-sample factors.

Data: ../r/clusters_data.csv, the first years of which give few rows a cluster; clusters are the firms.
Rows: maker, case, term, null, what (p, low, high), value.
"""
import itertools
import sys

import numpy as np
import pandas as pd
import statsmodels
import statsmodels.api as sm

data = pd.read_csv("../r/clusters_data.csv")
data = data[data.year < 1947].reset_index(drop=True)
codes = pd.factorize(data.firm)[0]
count = codes.max() + 1
signs = np.array([(1,) + s for s in itertools.product((1, -1), repeat=count - 1)])


def columns(case):
    x = pd.DataFrame({"(Intercept)": 1.0, "value": data.value, "capital": data.capital})
    if "firm" in case:
        x = x.join(pd.get_dummies(data.firm, prefix="f", dtype=float).iloc[:, 1:])
    if "year" in case:
        x = x.join(pd.get_dummies(data.year, prefix="y", dtype=float).iloc[:, 1:])
    return x


def squares(x, y, weights, place, null, both):
    """t² of β = null by the clusters' scores, without factors."""
    root = np.sqrt(weights)
    xw, yw = x * root[:, None], y * root
    fit = sm.OLS(yw, xw).fit()
    inverse = np.linalg.inv(xw.T @ xw)
    scores = (xw @ inverse[:, place]) * fit.resid
    def squared(groups):
        return (np.bincount(groups, scores) ** 2).sum()
    variance = squared(codes)
    if both:
        years = pd.factorize(data.year)[0]
        pair = pd.factorize(codes * 1000 + years)[0]
        variance = variance + squared(years) - squared(pair)
    return (fit.params[place] - null) ** 2 / variance if variance > 0 else np.inf


def p_value(x, y, weights, place, null, both=False):
    others = np.delete(x, place, axis=1)
    root = np.sqrt(weights)
    fit = sm.OLS((y - null * x[:, place]) * root, others * root[:, None]).fit()
    base = others @ fit.params + null * x[:, place]
    rest = y - base
    observed = squares(x, y, weights, place, null, both)
    drawn = [squares(x, base + s[codes] * rest, weights, place, null, both) for s in signs]
    return np.mean(np.array(drawn) >= observed * (1 - 1e-9))


def end(x, y, weights, place, sign):
    fit = sm.WLS(y, x, weights).fit(cov_type="cluster", cov_kwds={"groups": codes})
    low, high = 0.0, 2.0
    center, unit = fit.params[place], sign * fit.bse[place]
    while p_value(x, y, weights, place, center + high * unit) >= 0.05:
        low, high = high, high * 1.5
    while high - low > 1e-4:
        middle = (low + high) / 2
        if p_value(x, y, weights, place, center + middle * unit) < 0.05:
            high = middle
        else:
            low = middle
    return center + unit * (low + high) / 2


def row(maker, case, term, null, what, value):
    print(f"{maker},{case},{term},{null},{what},{value:.12g}")
    sys.stdout.flush()


def main():
    try:
        import wildboottest
        from importlib.metadata import version
        from wildboottest.wildboottest import wildboottest as boot
        made = f", wildboottest {version('wildboottest')}"
    except ImportError:
        made, boot = "", None
    print(f"# made by make_wild.py with statsmodels {statsmodels.__version__}, numpy {np.__version__}{made}")
    print("maker,case,term,null,what,value")
    y, ones = data.inv.to_numpy(float), np.ones(len(data))
    for case in ("plain", "firm", "firm_year", "weights"):
        frame = columns(case)
        x = frame.to_numpy(float)
        weights = data.w.to_numpy(float) if case == "weights" else ones
        for term in ("value", "capital"):
            place = list(frame.columns).index(term)
            for null in (0, 0.1):
                row("refits", case, term, null, "p", p_value(x, y, weights, place, null))
    frame = columns("plain")
    x = frame.to_numpy(float)
    for term in ("value", "capital"):
        place = list(frame.columns).index(term)
        row("refits", "two_way", term, 0, "p", p_value(x, y, ones, place, 0, both=True))
    for sign, what in ((-1, "low"), (1, "high")):
        row("refits", "plain", "value", 0, what, end(x, y, ones, 1, sign))
    if boot:
        for case in ("plain", "firm_year"):
            frame = columns(case)
            for term in ("value", "capital"):
                result = boot(sm.OLS(y, frame), cluster=pd.Series(codes), B=9999, param=term,
                              weights_type="rademacher", impose_null=True, bootstrap_type="11",
                              show=False, seed=1)
                row("wildboottest", case, term, 0, "p", float(np.ravel(result["p-value"])[0]))


main()
