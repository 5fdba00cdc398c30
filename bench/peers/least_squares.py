"""numpy, scipy and statsmodels on the data of SpeedBench: least_squares.py CASE SIZE REPETITIONS FOLDER"""
from stopwatch import arguments, measure, missing, numpy_kernel

import numpy as np

case, n, repetitions, folder = arguments()
kernel = numpy_kernel()
x, y = np.fromfile(f"{folder}/x.bin"), np.fromfile(f"{folder}/y.bin")
if case == "small":
    # A regression after the other, each 12 × 2 by columns.
    x, y = x.reshape(n, 2, 12).transpose(0, 2, 1), y.reshape(n, 12)
else:
    x = x.reshape(n, 20, order="F")


def numpy(name, work):
    measure(name, np.__version__, work, repetitions, kernel)


def statsmodels(name, work):
    try:
        import statsmodels
    except ImportError as error:
        return missing(name, str(error))
    measure(name, statsmodels.__version__, work, repetitions, kernel)


def by_qr():
    q, r = np.linalg.qr(x)
    return np.linalg.solve(r, q.T @ y)


def ols_with_errors():
    import statsmodels.api as sm
    fit = sm.OLS(y, x).fit(cov_type="HC1")
    fit.summary()
    return [*fit.params, *fit.bse]


def ols_by_formula():
    import pandas as pd
    import statsmodels.formula.api as smf
    names = [f"x{j}" for j in range(1, 20)]
    fit = smf.ols("y ~ " + " + ".join(names), frame(pd, names)).fit(cov_type="HC1")
    fit.summary()
    return [*fit.params, *fit.bse]


def frame(pd, names, kept=[]):
    if not kept:
        kept.append(pd.DataFrame(x[:, 1:], columns=names).assign(y=y))
    return kept[0]


def ols():
    import statsmodels.api as sm
    return sm.OLS(y, x).fit(method="qr").params


def wls():
    import statsmodels.api as sm
    return sm.WLS(y, x, np.fromfile(f"{folder}/w.bin")).fit(method="qr").params


if case == "tall":
    numpy("numpy normal equations", lambda: np.linalg.solve(x.T @ x, x.T @ y))
    numpy("numpy lstsq", lambda: np.linalg.lstsq(x, y, rcond=None)[0])
    numpy("numpy qr", by_qr)
    statsmodels("statsmodels OLS", ols)
elif case == "tall-weights":
    statsmodels("statsmodels WLS", wls)
elif case == "formula":
    statsmodels("statsmodels OLS, HC1, summary", ols_with_errors)
    statsmodels("statsmodels by formula, HC1, summary", ols_by_formula)
else:
    numpy("numpy lstsq, a loop", lambda: sum(np.linalg.lstsq(a, b, rcond=None)[0] for a, b in zip(x, y)))
    numpy("numpy normal equations, batched", lambda: np.linalg.solve(
        x.transpose(0, 2, 1) @ x, x.transpose(0, 2, 1) @ y[:, :, None])[:, :, 0].sum(axis=0))
