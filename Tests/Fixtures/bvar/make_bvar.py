"""Vector autoregressions under a Minnesota prior by others: marginal likelihoods, means, conditional paths.

usage: python3 make_bvar.py > bvar.csv   (bvar 0.3.5 of the Bank of England, numpy, scipy; two minutes)
Rows are vectors: case, what, values separated by spaces, matrices by rows. The data are those of
../statsmodels/var.csv: log differences of US macro data, or their running sums.

log_marginal   bvar's `log_marginal_likelihood` on regressors, dummy observations and prior made here after
               Giannone, Lenza & Primiceri (2015), less that of the dummy observations alone
quadrature     the same integral for one variable and one lag by scipy, over coefficient and variance
mean, scale    least squares on the rows of data and prior (numpy.linalg.lstsq), and Psi plus its residuals'
               products
paths          one draw in 400,000 of the parameters from the sample, weighted by the density of the
               conditions: weighted mean, standard deviation and quantiles of every value, with the
               standard error of each mean and quantile from 40 batches
"""
import sys
from pathlib import Path

import numpy as np
import scipy
from bvar.models.conjugate.marginal_likelihood import log_marginal_likelihood
from importlib.metadata import version
from scipy import integrate, stats
from scipy.special import gammaln, logsumexp

here = Path(__file__).parent
source = {}
for line in (here / "../statsmodels/var.csv").read_text().splitlines():
    parts = line.split(",")
    if parts[0] == "data":
        source[parts[1]] = np.array([float(v) for v in parts[2].split()])
differences = np.column_stack([source[n] for n in ("gdp", "cons", "inv")])
levels = np.cumsum(differences, axis=0) + np.array([1.0, 2.0, -1.0])

print(f"# made by make_bvar.py with bvar {version('bvar')}, numpy {np.__version__}, scipy {scipy.__version__}")
print("case,what,values")


def row(case, what, values):
    print(f"{case},{what}," + " ".join(f"{v:.17g}" for v in np.asarray(values, float).ravel()))


def ar1_variance(y):
    x = np.column_stack([np.ones(len(y) - 1), y[:-1]])
    b = np.linalg.lstsq(x, y[1:], rcond=None)[0]
    e = y[1:] - x @ b
    return e @ e / (len(e) - 2)


def setup(y, lags, lam, mean, constant_variance, mu=None, delta=None):
    """Y, Z, dummy rows and the prior's mean, precision and scale."""
    total, n = y.shape
    psi = np.array([ar1_variance(y[:, j]) for j in range(n)])
    z = np.array([np.concatenate([[1.0]] + [y[t - l] for l in range(1, lags + 1)]) for t in range(lags, total)])
    initial = y[:lags].mean(axis=0)
    dy, dz = np.zeros((0, n)), np.zeros((0, 1 + n * lags))
    if mu is not None:
        dy = np.vstack([dy, np.diag(initial) / mu])
        dz = np.vstack([dz, np.hstack([np.zeros((n, 1))] + [np.diag(initial) / mu] * lags)])
    if delta is not None:
        dy = np.vstack([dy, initial / delta])
        dz = np.vstack([dz, np.concatenate([[1 / delta]] + [initial / delta] * lags)])
    precision = np.concatenate([[1 / constant_variance]] + [l**2 * psi / lam**2 for l in range(1, lags + 1)])
    b0 = np.zeros((1 + n * lags, n))
    for j in range(n):
        b0[1 + j, j] = mean[j]
    return y[lags:], z, dy, dz, b0, precision, psi


def marginal(y, z, b0, precision, psi):
    n = y.shape[1]
    return log_marginal_likelihood(y, z, b0.T.ravel(), np.diag(precision), np.diag(psi), n + 2, n)


def posterior(y, z, dy, dz, b0, precision, psi):
    root = np.sqrt(precision)
    rows = np.vstack([np.diag(root), dz, z])
    right = np.vstack([root[:, None] * b0, dy, y])
    b = np.linalg.lstsq(rows, right, rcond=None)[0]
    e = right - rows @ b
    return b, np.diag(psi) + e.T @ e, np.linalg.inv(rows.T @ rows), y.shape[1] + 2 + len(y) + len(dy)


CASES = {
    "level": (levels[-40:], 2, 0.2, [1, 1, 1], 1e3, None, None),
    "difference": (differences, 3, 0.5, [0, 0, 0], 1e2, None, None),
    "sums": (levels[-40:], 2, 0.2, [1, 1, 1], 1e3, 0.7, None),
    "both": (levels[-40:], 2, 0.3, [1, 1, 1], 1e3, 0.7, 1.3),
    "few": (levels[-14:], 4, 0.1, [1, 0.5, 0], 1e3, None, None),
}
for name, (y, lags, lam, mean, variance, mu, delta) in CASES.items():
    ys, z, dy, dz, b0, precision, psi = setup(y, lags, lam, mean, variance, mu, delta)
    value = marginal(np.vstack([dy, ys]), np.vstack([dz, z]), b0, precision, psi)
    if len(dy):
        value -= marginal(dy, dz, b0, precision, psi)
    b, s, _, freedom = posterior(ys, z, dy, dz, b0, precision, psi)
    for j, column in enumerate(y.T):
        row(name, f"data {j}", column)
    row(name, "psi", psi)
    row(name, "log_marginal", [value])
    row(name, "mean", b)
    row(name, "scale", s)
    row(name, "freedom", [freedom])

# One variable, one lag, no constant: the integral over b and log variance itself.
y1 = levels[-12:, 0]
psi1, lam1 = ar1_variance(y1), 0.4
x1, t1 = y1[:-1], y1[1:]
center = (x1 @ t1 + psi1 / lam1**2) / (x1 @ x1 + psi1 / lam1**2)


def density(b, logv, offset):
    v = np.exp(logv)
    like = stats.norm.logpdf(t1 - b * x1, scale=np.sqrt(v)).sum()
    prior_b = stats.norm.logpdf(b, 1, lam1 * np.sqrt(v / psi1))
    prior_v = stats.invgamma.logpdf(v, 1.5, scale=psi1 / 2) + logv
    return np.exp(like + prior_b + prior_v - offset)


offset = np.log(density(center, np.log(psi1), 0.0))
reach = 12 * np.sqrt(psi1 / (x1 @ x1 + psi1 / lam1**2))
found = integrate.dblquad(
    lambda b, logv: density(b, logv, offset), np.log(psi1) - 4, np.log(psi1) + 5, center - 4 * reach,
    center + 4 * reach, epsabs=0, epsrel=1e-11)[0]
row("one", "data 0", y1)
row("one", "quadrature", [np.log(found) + offset])

# Conditional paths of two variables, four steps, the tightness given and weighed.
random = np.random.default_rng(1)
DRAWS, STEPS = 400_000, 4
y2 = levels[-30:][:, [0, 2]]
held = [(0, 0, y2[-1, 0] + 0.012), (1, 0, y2[-1, 0] + 0.026)]


def draw(count, lam):
    ys, z, dy, dz, b0, precision, psi = setup(y2, 2, lam, [1, 1], 1e3)
    b, s, v, freedom = posterior(ys, z, dy, dz, b0, precision, psi)
    sigma = stats.invwishart.rvs(freedom, s, size=count, random_state=random).reshape(count, 2, 2)
    root = np.linalg.cholesky(sigma)
    noise = np.linalg.cholesky(v) @ random.standard_normal((count, z.shape[1], 2))
    return b + noise @ root.transpose(0, 2, 1), root


def conditional(b, root):
    """Given parameters: log density of the conditions and one path that holds them."""
    count = len(b)
    mean = np.zeros((count, STEPS, 2))
    psi_s = np.zeros((count, STEPS, 2, 2))
    past = [np.broadcast_to(y2[-1], (count, 2)), np.broadcast_to(y2[-2], (count, 2))]
    a1, a2 = b[:, 1:3].transpose(0, 2, 1), b[:, 3:5].transpose(0, 2, 1)
    for h in range(STEPS):
        new = b[:, 0] + np.einsum("nij,nj->ni", a1, past[0]) + np.einsum("nij,nj->ni", a2, past[1])
        mean[:, h], past = new, [new, past[0]]
        if h == 0:
            psi_s[:, 0] = np.eye(2)
        else:
            psi_s[:, h] = a1 @ psi_s[:, h - 1] + (a2 @ psi_s[:, h - 2] if h > 1 else 0)
    m = np.zeros((count, 2 * STEPS, 2 * STEPS))
    for h in range(STEPS):
        for s in range(h + 1):
            m[:, 2 * h:2 * h + 2, 2 * s:2 * s + 2] = psi_s[:, h - s] @ root
    cov = m @ m.transpose(0, 2, 1)
    places = [2 * h + k for h, k, _ in held]
    r = np.array([v for _, _, v in held]) - mean.reshape(count, -1)[:, places]
    inner = cov[:, places][:, :, places]
    solved = np.linalg.solve(inner, r[:, :, None])[:, :, 0]
    log_density = -0.5 * (r * solved).sum(1) - 0.5 * np.linalg.slogdet(inner)[1]
    free = mean.reshape(count, -1) + np.einsum("nij,nj->ni", m, random.standard_normal((count, 2 * STEPS)))
    gap = np.array([v for _, _, v in held]) - free[:, places]
    paths = free + np.einsum("nij,nj->ni", cov[:, :, places], np.linalg.solve(inner, gap[:, :, None])[:, :, 0])
    return log_density, (r * solved).sum(1), paths


def weighted_quantile(values, weights, q):
    order = np.argsort(values)
    cumulative = np.cumsum(weights[order])
    return values[order][np.searchsorted(cumulative, q * cumulative[-1])]


def grid():
    low, high, points = 0.005, 10.0, 61
    values = np.exp(np.linspace(np.log(low), np.log(high), points))
    k = (2 + 0.25 + np.sqrt((4 + 0.25) * 0.25)) / 2
    theta = 0.4 / np.sqrt(k)
    logs = []
    for lam in values:
        ys, z, _, _, b0, precision, psi = setup(y2, 2, lam, [1, 1], 1e3)
        logs.append(marginal(ys, z, b0, precision, psi) + k * np.log(lam / theta) - lam / theta - gammaln(k))
    logs = np.array(logs)
    step = np.log(high / low) / (points - 1)
    return values, np.exp(logs - logsumexp(logs)), logsumexp(logs) + np.log(step)


for name in ("given", "weighed"):
    if name == "given":
        b, root = draw(DRAWS, 0.2)
    else:
        values, weights, total = grid()
        row("weighed", "log_marginal", [total])
        row("weighed", "weights", weights)
        parts = [draw(c, lam) for c, lam in zip(random.multinomial(DRAWS, weights), values) if c]
        order = random.permutation(DRAWS)
        b, root = (np.concatenate(p)[order] for p in zip(*parts))
    log_density, distance, paths = conditional(b, root)
    weights = np.exp(log_density - log_density.max())
    row(name, "effective", [weights.sum() ** 2 / (weights**2).sum()])
    row(name, "distance", [distance.mean(), distance.std() / np.sqrt(DRAWS)])
    tails = stats.chi2.sf(distance, 2)
    row(name, "tail", [tails.mean(), tails.std() / np.sqrt(DRAWS)])
    batches = np.array_split(np.arange(DRAWS), 40)
    shares = (0.05, 0.5, 0.95)
    for place in range(2 * STEPS):
        v = paths[:, place]
        mean = np.average(v, weights=weights)
        sd = np.sqrt(np.average((v - mean) ** 2, weights=weights))
        found = [mean, sd] + [weighted_quantile(v, weights, q) for q in shares]
        each = []
        for batch in batches:
            w, u = weights[batch], v[batch]
            m = np.average(u, weights=w)
            each.append([m, np.sqrt(np.average((u - m) ** 2, weights=w))]
                        + [weighted_quantile(u, w, q) for q in shares])
        row(name, f"path {place}", found + list(np.std(each, axis=0) / np.sqrt(len(batches))))
for j in range(2):
    row("given", f"data {j}", y2[:, j])
row("given", "held", [v for _, _, v in held])
