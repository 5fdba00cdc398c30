"""Makes projections.csv: reconciliation by its structural formulas and scipy's nnls.

Twelve bottom nodes in three groups under one total, forty residuals of correlated errors and a base
forecast with values below zero. G = (S'W^-1 S)^-1 S'W^-1 by numpy; the nonnegative solution by
scipy.optimize.nnls of the problem whitened with the Cholesky factor of W. numpy 2.4.6, scipy 1.17.1.

Rows: kind, node, then one value (or, for residuals, forty).
"""

import numpy as np
from scipy.optimize import nnls

random = np.random.default_rng(20260101)
nodes = ["total", "a", "b", "c"] + [g + str(k) for g in "abc" for k in range(1, 5)]
sums = np.zeros((16, 12))
sums[0] = 1
for g in range(3):
    sums[1 + g, 4 * g : 4 * g + 4] = 1
sums[4:] = np.eye(12)
loading = random.normal(size=(12, 3))
errors = random.normal(size=(40, 3)) @ loading.T + random.normal(size=(40, 12))
residuals = np.round(errors @ sums.T + 0.5 * random.normal(size=(40, 16)), 4)
base = np.round(sums @ random.normal(2, 4, size=12) + random.normal(size=16), 4)
widths = np.round(1 + random.random(16) * 3, 4)

covariance = np.cov(residuals.T)
z = (residuals - residuals.mean(0)) / residuals.std(0)
r = z.T @ z / 40
spread = np.array([[np.sum((z[:, i] * z[:, j] - r[i, j]) ** 2) for i in range(16)] for j in range(16)])
off = ~np.eye(16, dtype=bool)
intensity = np.sum(spread[off]) / (40 * 39) / np.sum(r[off] ** 2)
shrunk = covariance * np.where(off, 1 - intensity, 1)
deviations = np.sqrt(np.diag(covariance))
correlation = shrunk / np.outer(deviations, deviations)

lines = []


def add(kind, values):
    for node, value in zip(nodes, np.atleast_2d(np.asarray(values).T).T):
        lines.append(",".join([kind, node] + [repr(float(v)) for v in np.atleast_1d(value)]))


add("residuals", residuals.T)
add("base", base)
add("width", widths)
lines.append(f"intensity,,{float(intensity)!r}")
metrics = {
    "ols": np.eye(16),
    "wls-struct": np.diag(sums.sum(1)),
    "wls-var": np.diag((residuals**2).mean(0)),
    "mint-shrink": shrunk,
    "mint-cov": covariance,
}
for name, metric in metrics.items():
    weighted = np.linalg.solve(metric, sums)
    projection = sums @ np.linalg.solve(sums.T @ weighted, weighted.T)
    add(name, projection @ base)
    inner = projection * widths
    add(name + " width", np.sqrt(np.diag(inner @ correlation @ inner.T)))
    factor = np.linalg.cholesky(metric)
    bottom, _ = nnls(np.linalg.solve(factor, sums), np.linalg.solve(factor, base))
    add(name + " nonnegative", sums @ bottom)
open("projections.csv", "w").write("\n".join(lines) + "\n")
