"""Processor seconds of numpy, scipy and statsmodels on the shapes of RegressionBench, on one thread.

Prints lines 'case,peer,seconds', the best of several runs.
usage: python3 peers.py [REPETITIONS]   needs numpy, scipy, statsmodels
"""
import os
import sys
import time

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
import pandas as pd
import scipy.linalg
import statsmodels.api as sm
import statsmodels.formula.api as smf

repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 3


def best(name, peer, task):
    times = []
    for _ in range(repetitions):
        start = time.process_time()
        task()
        times.append(time.process_time() - start)
    print(f"{name},{peer},{min(times):.6f}", flush=True)


def normal_equations(x, y):
    factor = scipy.linalg.cho_factor(x.T @ x)
    return scipy.linalg.cho_solve(factor, x.T @ y)


def by_qr(x, y):
    q, r = np.linalg.qr(x)
    return scipy.linalg.solve_triangular(r, q.T @ y)


generator = np.random.default_rng(1)
n = 1_000_000
x = np.asfortranarray(generator.uniform(-1, 1, (n, 20)))
x[:, 0] = 1
y = generator.uniform(-1, 1, n)
weights = generator.uniform(0.5, 1.5, n)
tall = "tall_1e6x20"
best(tall, "numpy normal equations", lambda: normal_equations(x, y))
best(tall, "numpy lstsq", lambda: np.linalg.lstsq(x, y, rcond=None))
best(tall, "numpy qr", lambda: by_qr(x, y))
best(tall, "scipy lstsq gelsy", lambda: scipy.linalg.lstsq(x, y, lapack_driver="gelsy"))
best(tall, "statsmodels OLS qr", lambda: sm.OLS(y, x).fit(method="qr").bse)
best(tall, "statsmodels OLS HC1", lambda: sm.OLS(y, x).fit(method="qr", cov_type="HC1").bse)
best(tall + "_weights", "statsmodels WLS qr", lambda: sm.WLS(y, x, weights).fit(method="qr").bse)
model = "model_1e6x20"
names = [f"x{j}" for j in range(1, 20)]
data = pd.DataFrame(x[:, 1:], columns=names).assign(y=y)
formula = "y ~ " + " + ".join(names)
best(model, "statsmodels ols formula HC1 + summary",
     lambda: smf.ols(formula, data).fit(cov_type="HC1").summary())
best(model, "statsmodels OLS HC1 + summary",
     lambda: sm.OLS(y, x).fit(cov_type="HC1").summary())
del x, y, data
