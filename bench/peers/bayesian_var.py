"""bvar of the Bank of England on the driver's table: bayesian_var.py CASE SERIES REPETITIONS FOLDER

Its marginal likelihood of the conjugate model at 61 tightnesses (given: at one), on regressors and a Minnesota prior made
here as Giannone, Lenza & Primiceri (2015) have them, and draws of parameters and paths by numpy and scipy.
"""
from stopwatch import arguments, missing, tell

from importlib.metadata import PackageNotFoundError, version

case, variables, repetitions, folder = arguments()
LAGS, STEPS, DRAWS, CONSTANT = 4, 4, 2000, 1e9


def main():
    import numpy as np
    import pandas as pd
    from bvar.models.conjugate.marginal_likelihood import log_marginal_likelihood
    from scipy import stats
    from scipy.special import gammaln, logsumexp

    y = pd.read_csv(f"{folder}/table.csv").drop(columns="time").to_numpy()
    n = y.shape[1]
    now = y[LAGS:]
    z = np.hstack([np.ones((len(now), 1))] + [y[LAGS - l:len(y) - l] for l in range(1, LAGS + 1)])
    psi = np.empty(n)
    for j in range(n):
        x = np.column_stack([np.ones(len(y) - 1), y[:-1, j]])
        rest = y[1:, j] - x @ np.linalg.lstsq(x, y[1:, j], rcond=None)[0]
        psi[j] = rest @ rest / (len(rest) - 2)
    center = np.zeros((1 + n * LAGS, n))
    center[1:n + 1] = np.eye(n)

    def precision(tightness):
        return np.concatenate([[1 / CONSTANT]] + [l**2 * psi / tightness**2 for l in range(1, LAGS + 1)])

    def marginal(tightness):
        # The constant has next to no prior, and counts as if it had none: its variance is taken out again.
        return n / 2 * np.log(CONSTANT) + log_marginal_likelihood(
            now, z, center.T.ravel(), np.diag(precision(tightness)), np.diag(psi), n + 2, n)

    def paths(tightness, count, random):
        root = np.sqrt(precision(tightness))
        rows, right = np.vstack([np.diag(root), z]), np.vstack([root[:, None] * center, now])
        b = np.linalg.lstsq(rows, right, rcond=None)[0]
        e = right - rows @ b
        spread = np.linalg.cholesky(np.linalg.inv(rows.T @ rows))
        sigma = stats.invwishart.rvs(n + 2 + len(now), np.diag(psi) + e.T @ e, size=count, random_state=random)
        scale = np.linalg.cholesky(sigma.reshape(count, n, n))
        drawn = b + spread @ random.standard_normal((count, *b.shape)) @ scale.transpose(0, 2, 1)
        past = np.broadcast_to(y[:-LAGS - 1:-1].ravel(), (count, n * LAGS))
        path = []
        for _ in range(STEPS):
            shock = (scale @ random.standard_normal((count, n, 1)))[:, :, 0]
            new = drawn[:, 0] + np.einsum("ck,ckj->cj", past, drawn[:, 1:]) + shock
            path.append(new)
            past = np.hstack([new, past[:, :-n]])
        return b, np.stack(path, axis=1)

    random = np.random.default_rng(1)
    if case == "given":
        b, path = paths(0.2, DRAWS, random)
        answer = [marginal(0.2), *b.T.ravel()]
    else:
        low, high, points = 0.005, 10.0, 61
        grid = np.exp(np.linspace(np.log(low), np.log(high), points))
        k = (2 + 0.25 + np.sqrt((4 + 0.25) * 0.25)) / 2
        theta = 0.4 / np.sqrt(k)
        logs = np.array([marginal(t) + k * np.log(t / theta) - t / theta - gammaln(k) for t in grid])
        total = logsumexp(logs)
        counts = random.multinomial(DRAWS, np.exp(logs - total))
        path = np.concatenate([paths(t, count, random)[1] for t, count in zip(grid, counts) if count])
        answer = [total + np.log(np.log(high / low) / (points - 1))]
    np.quantile(path, [0.025, 0.1, 0.5, 0.9, 0.975], axis=0)
    tell("bvar", version("bvar"), [0.0], answer)


try:
    main()
except (ImportError, PackageNotFoundError) as error:
    missing("bvar", str(error))
