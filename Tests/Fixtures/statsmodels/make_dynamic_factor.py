"""Reference values of mixed-frequency dynamic factor models: statsmodels' DynamicFactorMQ.

python3 make_dynamic_factor.py > dynamic_factor.csv     (statsmodels, numpy, pandas)

Two models on simulated data with a ragged edge, standardize=False: parameters, log-likelihood, smoothed
factors, what every observation is expected to be, parameters after one and five steps of EM with the
stationary start (em_initialization=False), and the news of a later state of the data: revisions, new
months, and a quarter's own value.
"""

import sys
import warnings

import numpy as np
import pandas as pd
import statsmodels
from statsmodels.tsa.statespace.dynamic_factor_mq import DynamicFactorMQ

warnings.simplefilter("ignore")
WEIGHTS = [1, 2, 3, 2, 1]


def write(case, what, values):
    values = np.atleast_1d(np.asarray(values, dtype=float))
    print(f"{case},{what}," + " ".join("NA" if np.isnan(v) else repr(float(v)) for v in values))


def simulate(rng, periods, loadings, quarterly, transition, persistence, noise):
    r = len(loadings[0])
    p = len(transition)
    start = 12
    f = np.zeros((periods + start, r))
    e = np.zeros((periods + start, len(noise)))
    for t in range(p, periods + start):
        f[t] = sum(np.array(transition[l]) @ f[t - 1 - l] for l in range(p)) + rng.normal(size=r)
        e[t] = np.array(persistence) * e[t - 1] + rng.normal(size=len(noise)) * np.sqrt(noise)
    n = len(loadings)
    months = f[start:] @ np.array(loadings).T + e[start:, :n]
    quarters = np.zeros((periods, len(quarterly)))
    for i, row in enumerate(quarterly):
        x = f @ np.array(row) + e[:, n + i]
        quarters[:, i] = [sum(w * x[start + t - l] for l, w in enumerate(WEIGHTS)) for t in range(periods)]
    return months, quarters[2::3]


def unpack(model, params, case, name):
    r, p = model.k_factors, model.factor_orders[next(iter(model.factor_orders))]
    n = model.k_endog
    at = 0
    for what, count in [("loadings", n * r), ("transition", r * r * p)]:
        part = params[at : at + count]
        if what == "transition":
            # Rows of (A_1, A_2, ...) to one matrix a lag.
            part = part.reshape(r, p, r).transpose(1, 0, 2).ravel()
        write(case, f"{name} {what}", part)
        at += count
    root = np.zeros((r, r))
    root[np.tril_indices(r)] = params[at : at + r * (r + 1) // 2]
    at += r * (r + 1) // 2
    write(case, f"{name} innovation", (root @ root.T).ravel())
    write(case, f"{name} persistence", params[at : at + n])
    write(case, f"{name} noise", params[at + n : at + 2 * n])


def case(name, seed, periods, loadings, quarterly, transition, persistence, noise):
    rng = np.random.default_rng(seed)
    months, quarters = simulate(rng, periods, loadings, quarterly, transition, persistence, noise)
    n, nq = months.shape[1], quarters.shape[1]
    index = pd.period_range("2018-01", periods=periods, freq="M")
    qindex = pd.period_range("2018Q1", periods=periods // 3, freq="Q")
    full = pd.DataFrame(months, index=index, columns=[f"m{i + 1}" for i in range(n)])
    fullq = pd.DataFrame(quarters, index=qindex, columns=[f"q{i + 1}" for i in range(nq)])

    # The earlier state: the last month is missing, of some series two, and gaps inside. In the later
    # one the months to the end of the last quarter are there, a quarter's value has come, some are revised.
    before, beforeq = full.copy(), fullq.copy()
    before.iloc[-1] = np.nan
    before.iloc[-2, 0] = np.nan
    before.iloc[-3:, 1] = np.nan
    before.iloc[10, n - 1] = np.nan
    beforeq.iloc[-2:, 0] = np.nan
    for i in range(1, nq):
        beforeq.iloc[-1, i] = np.nan
    now, nowq = full.copy(), fullq.copy()
    now.iloc[10, n - 1] = np.nan
    now.iloc[-1, 1] = np.nan
    now.iloc[-5, 0] += 0.4
    now.iloc[-3, n - 1] -= 0.25
    nowq.iloc[-1] = np.nan
    nowq.iloc[-4, 0] += 0.7

    r, p = len(loadings[0]), len(transition)
    kwargs = dict(factors=r, factor_orders=p, idiosyncratic_ar1=True, standardize=False)
    if r > 1:
        kwargs = dict(
            factors=1, factor_orders=p, factor_multiplicities=r, idiosyncratic_ar1=True, standardize=False)
        kwargs["factors"] = ["f"]
        kwargs["factor_multiplicities"] = {"f": r}
        kwargs["factor_orders"] = {"f": p}
    model = DynamicFactorMQ(before, endog_quarterly=beforeq, **kwargs)
    for i in range(n):
        write(name, f"before m{i + 1}", before.iloc[:, i])
        write(name, f"now m{i + 1}", now.iloc[:, i])
    for i in range(nq):
        write(name, f"before q{i + 1}", beforeq.iloc[:, i])
        write(name, f"now q{i + 1}", nowq.iloc[:, i])
    write(name, "factors", r)
    write(name, "lags", p)
    params = model.start_params
    # The start of statsmodels may have a large root; a shorter one makes all stationary.
    keys = list(model.param_names)
    r2 = r * r * p
    at = (n + nq) * r
    params[at : at + r2] = np.concatenate([np.array(a) for a in transition], axis=1).ravel()

    def unpack_all(values, what):
        unpackable = model
        unpackable.k_factors = r
        root_model = type("M", (), dict(k_factors=r, factor_orders={"f": p}, k_endog=n + nq))
        unpack(root_model, values, name, what)

    unpack_all(params, "start")
    for steps in (1, 5):
        result = model.fit_em(
            params, maxiter=steps, tolerance=1e-300, em_initialization=False, return_params=True,
            llf_decrease_action="ignore")
        unpack_all(result, f"em{steps}")
    old = model.smooth(result)
    write(name, "loglikelihood", old.llf)
    smoothed = old.states.smoothed
    cov = old.smoothed_state_cov
    for j in range(r):
        write(name, f"factor{j + 1} mean", smoothed.iloc[:, j])
        write(name, f"factor{j + 1} variance", cov[j, j, :])
    design = old.filter_results.design[:, :, 0]
    signal = old.smoothed_state.T @ design.T
    variance = np.einsum("ij,jkt,ik->ti", design, cov, design)
    for i in range(n + nq):
        write(name, f"expected {i + 1}", signal[:, i])
    write(name, "expected variance q1", variance[:, n])

    new = old.apply(now, endog_quarterly=nowq, retain_standardization=True)
    write(name, "now loglikelihood", new.llf)
    news = new.news(
        old, impact_date=str(index[-1]), impacted_variable="q1", comparison_type="previous",
        revisions_details_start=True)
    write(name, "impact before", news.prev_impacted_forecasts.iloc[0])
    write(name, "impact now", news.post_impacted_forecasts.iloc[0])
    write(name, "impact revisions", news.revision_impacts.iloc[0])
    write(name, "impact news", news.update_impacts.iloc[0])
    names = list(before.columns) + list(beforeq.columns)
    rows = news.details_by_impact.reset_index()
    for _, row in rows.iterrows():
        t = list(index).index(pd.Period(row["update date"], freq="M"))
        i = names.index(row["updated variable"])
        write(name, "news", [i, t, row["observed"], row["forecast (prev)"], row["weight"], row["impact"]])
    rows = news.revision_details_by_impact.reset_index()
    for _, row in rows.iterrows():
        t = list(index).index(pd.Period(row["revision date"], freq="M"))
        i = names.index(row["revised variable"])
        write(name, "revision", [i, t, row["revised"], row["observed (prev)"], row["weight"], row["impact"]])


print(
    f"# made by make_dynamic_factor.py with statsmodels {statsmodels.__version__}, "
    f"numpy {np.__version__}, pandas {pd.__version__}")
print("case,what,values")
case(
    "one", 11, 72, [[0.8], [0.6], [-0.5]], [[0.3]], [[[0.6]]], [0.3, -0.2, 0.5, 0.2],
    [0.4, 0.6, 0.5, 0.1])
case(
    "two", 12, 96, [[0.8, 0.2], [0.6, -0.4], [0.5, 0.5], [0.1, 0.7], [0.7, 0.0]],
    [[0.3, 0.2], [0.2, -0.3]], [[[0.4, 0.1], [0.0, 0.3]], [[0.2, 0.0], [0.1, 0.2]]],
    [0.3, -0.2, 0.5, 0.0, 0.4, 0.2, 0.1], [0.4, 0.6, 0.5, 0.4, 0.3, 0.1, 0.1])
