"""Structural models by dense generalised least squares, without a Kalman filter.

y = X a + u, with a the state of the first period (flat prior) and u built from the disturbances:
cov(u) = s2_e I + sum over components of C C' q. Then, with S = cov(u) over the observed periods,
diffuse log-likelihood = -1/2 {(n - d) log 2 pi + log|S| + log|X' S^-1 X| + min (y - Xa)' S^-1 (y - Xa)},
smoothed components and forecasts by the normal equations of the joint distribution.
The likelihood is maximised by Nelder-Mead from many starts in logs of the variances, with variances
under 1e-9 of the largest tried at zero.

usage: python3 make_structural.py > structural.csv   (reads ../r/structural_series.csv)
columns: series, form, quantity, t (1-based period, or step for forecasts), value, variance
quantity: variances, loglik (at `variances`), level, slope, season, forecast (irregular included),
and best (the greatest loglik), best-forecast at the maximum.
"""
import csv
import itertools
import sys
from pathlib import Path

import numpy as np
import scipy
from scipy.optimize import minimize

HORIZON = 15


def matrices(form, m):
    k = {"level": 1, "trend": 2}.get(form, m + 1)
    T = np.zeros((k, k))
    T[0, 0] = 1
    z = np.zeros(k)
    z[0] = 1
    if k > 1:
        T[0, 1] = T[1, 1] = 1
    if form == "bsm":
        T[2, 2:] = -1
        for i in range(3, k):
            T[i, i - 1] = 1
        z[2] = 1
    return T, z


def states(form, m, total):
    """Every period's state as linear functions of the first state and of unit disturbances."""
    T, z = matrices(form, m)
    k = len(z)
    A = [np.eye(k)]
    for _ in range(total - 1):
        A.append(T @ A[-1])
    A = np.array(A)  # total x k x k
    C = []
    for i in range(min(k, 3)):
        Ci = np.zeros((total, k, total - 1))
        for s in range(total - 1):
            Ci[s + 1:, :, s] = A[: total - 1 - s, :, i]
        C.append(Ci)
    return A, C, z


def basis(y, form, m, horizon=0):
    A, C, z = states(form, m, len(y) + horizon)
    X = np.einsum("tij,i->tj", A, z)
    D = [np.einsum("tks,k->ts", Ci, z) for Ci in C]
    return A, C, X, D, [Di @ Di.T for Di in D]


def solve(y, w, parts):
    A, C, X, D, squares = parts
    seen = np.flatnonzero(~np.isnan(y))
    yo, Xo = y[seen], X[seen]
    S = w[3] * np.eye(len(X))
    for square, q in zip(squares, w[:3]):
        S = S + q * square
    So = S[np.ix_(seen, seen)]
    L = np.linalg.cholesky(So)
    Xw, yw = np.linalg.solve(L, Xo), np.linalg.solve(L, yo)
    Q, R = np.linalg.qr(Xw)
    a = np.linalg.solve(R, Q.T @ yw)
    residual = yw - Xw @ a
    d = X.shape[1]
    loglik = -0.5 * (
        (len(yo) - d) * np.log(2 * np.pi) + 2 * np.log(np.diag(L)).sum()
        + 2 * np.log(np.abs(np.diag(R))).sum() + residual @ residual)
    return dict(loglik=loglik, a=a, A=A, C=C, X=X, D=D, S=S, seen=seen, L=L, R=R, Xw=Xw,
                residual=residual)


def conditional(fit, w, rows, disturbances):
    """Mean and variance of rows.a + sum C_i disturbance_i given the observations."""
    seen, L = fit["seen"], fit["L"]
    cross = sum(q * Ci @ Di[seen].T for Ci, Di, q in zip(disturbances, fit["D"], w[:3]))
    own = sum(q * (Ci ** 2).sum(1) for Ci, q in zip(disturbances, w[:3]))
    B = np.linalg.solve(L, cross.T)  # n x total
    mean = rows @ fit["a"] + B.T @ fit["residual"]
    G = rows - B.T @ fit["Xw"]
    H = np.linalg.solve(fit["R"].T, G.T)
    return mean, own - (B ** 2).sum(0) + (H ** 2).sum(0)


def maximise(y, form, m):
    """sigma2 is concentrated out; components masked to zero are tried in turn."""
    places = {"level": [0, 3], "trend": [0, 1, 3]}.get(form, [0, 1, 2, 3])
    scale = np.nanvar(np.diff(y))
    best = (-np.inf, None)
    parts = basis(y, form, m)

    def value(x, free):
        w = np.zeros(4)
        w[free] = np.exp(np.clip(x, -25, 5)) * scale
        try:
            return -solve(y, w, parts)["loglik"]
        except np.linalg.LinAlgError:
            return 1e10

    for count in range(1, len(places) + 1):
        for free in itertools.combinations(places, count):
            free = list(free)
            for start in (-1.0, -4.0):
                x0 = np.array([start if p != 3 else -1.0 for p in free])
                r = minimize(value, x0, args=(free,), method="Nelder-Mead",
                             options=dict(xatol=1e-7, fatol=1e-10, maxiter=2000))
                r = minimize(value, r.x, args=(free,), method="Nelder-Mead",
                             options=dict(xatol=1e-8, fatol=1e-11, maxiter=2000))
                # A larger set of components must earn its place.
                if -r.fun > best[0] + 1e-6:
                    w = np.zeros(4)
                    w[free] = np.exp(np.clip(r.x, -25, 5)) * scale
                    best = (-r.fun, w)
    return best


def main():
    series = {}
    path = Path(__file__).parent / ".." / "r" / "structural_series.csv"
    lines = [l for l in path.read_text().splitlines() if not l.startswith("#")]
    for row in csv.DictReader(lines):
        series.setdefault(row["series"], []).append(float(row["y"]) if row["y"] else np.nan)
    print(f"# maker: make_structural.py, numpy {np.__version__}, scipy {scipy.__version__}")
    print("series,form,quantity,t,value,variance")

    def out(*cells):
        print(",".join(c if isinstance(c, str) else repr(float(c)) if isinstance(c, float) else str(c)
                       for c in cells))

    cases = [("nile", "level", 1), ("nile-gaps", "level", 1), ("nile", "trend", 1),
             ("nile-gaps", "trend", 1), ("ukgas", "bsm", 4), ("ukgas-gaps", "bsm", 4),
             ("air", "bsm", 12)]
    for name, form, m in cases:
        y = np.array(series[name])
        unit = np.nanvar(np.diff(y))
        # Variances away from the maximum, so that every part of the model is at work.
        w = unit * np.array([0.3, 0.05 if form != "level" else 0, 0.1 if form == "bsm" else 0, 0.4])
        fit = solve(y, w, basis(y, form, m, HORIZON))
        for i, q in enumerate(w):
            out(name, form, "variances", i, float(q), "")
        out(name, form, "loglik", 0, float(fit["loglik"]), "")
        for i, part in enumerate(["level", "slope", "season"][: min(3, len(fit["a"]))]):
            mean, var = conditional(fit, w, fit["A"][:, i, :], [Ci[:, i, :] for Ci in fit["C"]])
            for t in range(len(y)):
                if t < 16 or t >= len(y) - 3 or np.isnan(y[t]):
                    out(name, form, part, t + 1, float(mean[t]), float(var[t]))
        mean, var = conditional(fit, w, fit["X"], fit["D"])
        for h in range(HORIZON):
            out(name, form, "forecast", h + 1, float(mean[len(y) + h]), float(var[len(y) + h] + w[3]))
        if form != "bsm" or m < 12:
            value, w = maximise(y, form, m)
            out(name, form, "best", 0, float(value), "")
            fit = solve(y, w, basis(y, form, m, HORIZON))
            mean, var = conditional(fit, w, fit["X"], fit["D"])
            for h in range(HORIZON):
                out(name, form, "best-forecast", h + 1, float(mean[len(y) + h]),
                    float(var[len(y) + h] + w[3]))
            print(name, form, value, w, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
