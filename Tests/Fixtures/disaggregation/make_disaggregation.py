"""Temporal disaggregation by dense covariances, and by two Python packages.

usage: python3 make_disaggregation.py > disaggregation.csv
needs numpy, scipy, and beside them timedisagg 0.0.1 (a port of R tempdisagg) and tempdisagg 0.2.13.

Regressions, y = C(Xb + u), cov(u) = s2 Q:
  b, log-likelihood, rss     timedisagg's CalcGLS (Paige's algorithm) with its calculate_Q, calculate_QLit
  rho                        root of the derivative of that likelihood, by brentq
  values                     Xb + Q C' (C Q C')^-1 (y - C X b)
  se                         of s2 [Q - Q C' W C Q + G (X'C'WCX)^-1 G'], W = (C Q C')^-1,
                             G = X - Q C' W C X, s2 = rss / (N - p)
Each is checked here against the closed form with plain inverses. Fernandez and Chow-Lin at a given rho
without a constant are also those of tempdisagg's ModelsHandler, which has no constant; its
denton-cholette and litterman are other methods of these names, and its likelihood is not concentrated,
so that they are not used.

Denton-Cholette: the first-order conditions of min |D (y / x)|^2, C y = b, solved as one system (Cholette
1984; Dagum & Cholette 2006, 6.8).

The data are made by a linear congruential generator, so that no version of a library moves them.
columns: series (the case), m (short periods in a long one), what, values
"""
import contextlib
import io
import sys

import numpy as np
import scipy
from scipy.optimize import brentq

from tempdisagg.model.models_handler import ModelsHandler
from timedisagg.td import TempDisagg


class Numbers:
    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = (self.state * 1103515245 + 12345) % 2**31
        return (self.state + 0.5) / 2**31

    def normal(self):
        return sum(self.uniform() for _ in range(12)) - 6


def data(seed, years, width, beyond, before, rho, integrated, indicators=1):
    numbers = Numbers(seed)
    n = years * width + beyond + before
    xs = []
    for _ in range(indicators):
        level, x = 100.0, []
        for t in range(n):
            level += 0.6 + 1.5 * numbers.normal()
            x.append(round(level + 9 * np.sin(2 * np.pi * t / width), 3))
        xs.append(x)
    u, w = 0.0, 0.0
    y = []
    for t in range(n):
        w = rho * w + 2.0 * numbers.normal()
        u = u + w if integrated else w
        y.append(12 + sum((0.8 - 0.3 * k) * x[t] for k, x in enumerate(xs)) + u)
    return np.array(y), np.array(xs).T


def conversion(years, width, n, before, kind):
    C = np.zeros((years, n))
    for i in range(years):
        start = before + i * width
        if kind == "last":
            C[i, start + width - 1] = 1
        else:
            C[i, start : start + width] = 1 / width if kind == "mean" else 1
    return C


def covariance(method, rho, n):
    td = TempDisagg("sum")
    if method == "chow-lin":
        pm = np.abs(np.subtract.outer(np.arange(n), np.arange(n))).astype(float)
        return td.calculate_Q(pm, rho)
    return td.calculate_QLit(np.ones((n, 1)), rho)


def derivative(method, rho, n):
    Q = covariance(method, rho, n)
    pm = np.abs(np.subtract.outer(np.arange(n), np.arange(n))).astype(float)
    if method == "chow-lin":
        return pm * rho ** np.maximum(pm - 1, 0) * (pm > 0) / (1 - rho**2) + 2 * rho / (1 - rho**2) * Q
    H = np.eye(n) - rho * np.eye(n, k=-1)
    D = np.eye(n) - np.eye(n, k=-1)
    dH = -np.eye(n, k=-1)
    return -Q @ (D.T @ (dH.T @ H + H.T @ dH) @ D) @ Q


def gls(b, A, V):
    # numpy printed by the package is not wanted.
    with contextlib.redirect_stdout(io.StringIO()):
        z = TempDisagg("sum").CalcGLS(b, A, V)
    W = np.linalg.inv(V)
    beta = np.linalg.solve(A.T @ W @ A, A.T @ W @ b)
    u = b - A @ beta
    assert np.allclose(np.ravel(z["coefficients"]), beta, rtol=1e-7)
    assert np.isclose(z["rss"], u @ W @ u, rtol=1e-8)
    return beta, float(np.ravel(z["rss"])[0]), float(np.ravel(z["logl"])[0]), W


def slope(method, rho, b, X, C):
    n, N = X.shape[0], len(b)
    V = C @ covariance(method, rho, n) @ C.T
    beta, rss, _, W = gls(b, C @ X, V)
    u = W @ (b - C @ X @ beta)
    dV = C @ derivative(method, rho, n) @ C.T
    return 0.5 * N / rss * (u @ dV @ u) - 0.5 * np.trace(W @ dV)


def out(case, m, what, values):
    text = " ".join(repr(float(v)) for v in np.ravel(values))
    print(f"{case},{m},{what},{text}")


def regression(case, width, method, b, X, C, rho, estimated=True):
    n = X.shape[0]
    Q = covariance(method, rho, n)
    V = C @ Q @ C.T
    A = C @ X
    beta, rss, logl, W = gls(b, A, V)
    s2 = rss / (len(b) - X.shape[1])
    values = X @ beta + Q @ C.T @ W @ (b - A @ beta)
    G = X - Q @ C.T @ W @ A
    B = np.linalg.inv(A.T @ W @ A)
    cov = s2 * (Q - Q @ C.T @ W @ C @ Q + G @ B @ G.T)
    out(case, width, "rho", [rho])
    out(case, width, "loglik", [logl])
    out(case, width, "coef", beta)
    out(case, width, "coef_se", np.sqrt(s2 * np.diag(B)))
    out(case, width, "sigma", [np.sqrt(s2)])
    out(case, width, "values", values)
    out(case, width, "se", np.sqrt(np.maximum(np.diag(cov), 0)))
    return values


def denton(b, x, C):
    n, N = len(x), len(b)
    D = (np.eye(n) - np.eye(n, k=-1))[1:] @ np.diag(1 / x)
    A = D.T @ D
    # Scaled, so that both blocks are of one size.
    s = np.mean(np.abs(x)) ** 2
    K = np.block([[A * s, C.T], [C, np.zeros((N, N))]])
    return np.linalg.solve(K, np.concatenate([np.zeros(n), b]))[:n]


CASES = [
    # name, seed, years, width, beyond, before, rho of the data, integrated, kind, method, indicators
    ("chow-lin-quarters", 11, 18, 4, 6, 0, 0.7, False, "sum", "chow-lin", 1),
    ("chow-lin-months", 3003, 14, 12, 5, 3, 0.8, False, "sum", "chow-lin", 1),
    ("chow-lin-mean", 1010, 20, 4, 0, 0, 0.6, False, "mean", "chow-lin", 2),
    ("chow-lin-last", 14, 22, 4, 3, 0, 0.85, False, "last", "chow-lin", 1),
    ("chow-lin-quarters-to-months", 15, 30, 3, 4, 0, 0.75, False, "sum", "chow-lin", 1),
    ("litterman-quarters", 21, 24, 4, 5, 0, 0.6, True, "sum", "litterman", 1),
    ("litterman-months", 22, 16, 12, 0, 0, 0.8, True, "mean", "litterman", 1),
    ("litterman-last", 23, 25, 4, 2, 0, 0.5, True, "last", "litterman", 1),
    ("fernandez-quarters", 31, 15, 4, 4, 2, 0.0, True, "sum", "fernandez", 1),
    ("fernandez-months", 32, 12, 12, 7, 0, 0.0, True, "mean", "fernandez", 2),
    ("fernandez-last", 33, 12, 4, 0, 0, 0.0, True, "last", "fernandez", 1),
    ("denton-quarters", 41, 14, 4, 5, 0, 0.7, False, "sum", "denton-cholette", 1),
    ("denton-months", 42, 9, 12, 4, 2, 0.7, False, "mean", "denton-cholette", 1),
    ("denton-last", 43, 12, 4, 0, 0, 0.7, False, "last", "denton-cholette", 1),
    ("denton-plain", 44, 10, 4, 0, 0, 0.7, False, "sum", "denton-cholette", 0),
]


def main():
    print(
        f"# maker: make_disaggregation.py, timedisagg 0.0.1, tempdisagg 0.2.13, numpy {np.__version__},"
        f" scipy {scipy.__version__}"
    )
    print("series,m,what,values")
    for name, seed, years, width, beyond, before, rho, integrated, kind, method, count in CASES:
        truth, xs = data(seed, years, width, beyond, before, rho, integrated, max(1, count))
        C = conversion(years, width, len(truth), before, kind)
        b = np.round(C @ truth, 3)
        out(name, width, "y", b)
        out(name, width, "before", [before])
        for k in range(count):
            out(name, width, f"x{k + 1}", xs[:, k])
        if method == "denton-cholette":
            x = xs[:, 0] if count else np.ones(len(truth))
            out(name, width, "values", denton(b, x, C))
            continue
        X = np.column_stack([np.ones(len(truth)), xs])
        if method == "fernandez":
            regression(name, width, method, b, X, C, 0.0)
            continue
        grid = np.linspace(0.001, 0.998, 60)
        slopes = [slope(method, r, b, X, C) for r in grid]
        tops = [i for i in range(59) if slopes[i] > 0 >= slopes[i + 1]]
        if len(tops) != 1:
            sys.exit(f"{name}: {len(tops)} maxima inside the bounds")
        i = tops[0]
        best = brentq(lambda r: slope(method, r, b, X, C), grid[i], grid[i + 1], xtol=1e-14)
        regression(name, width, method, b, X, C, best)

    # Given rho and no constant: tempdisagg's own numbers.
    handler = ModelsHandler()
    truth, xs = data(51, 16, 4, 0, 0, 0.6, False)
    C = conversion(16, 4, 64, 0, "sum")
    b = np.round(C @ truth, 3)
    for name, result in [
        ("package-chow-lin", handler.chow_lin_estimation(b, xs[:, 0], C, rho=0.75)),
        ("package-fernandez", handler.fernandez_estimation(b, xs[:, 0], C)),
    ]:
        out(name, 4, "y", b)
        out(name, 4, "x1", xs[:, 0])
        out(name, 4, "values", result["y_hat"])
        out(name, 4, "coef", result["beta"])


main()
