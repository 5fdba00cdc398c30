#!/usr/bin/env python3
"""Constants of the combination (Sources/Forecasting/Combining/CombinedFit.swift) from training origins.

usage:  CombinationBench M3_YEARLY 1 6 10 12 1 > yearly.csv
        CombinationBench M3_MONTHLY 12 18 30 4 6 > monthly.csv
        python3 fit_combination.py yearly.csv monthly.csv

Deterministic, some minutes; numpy and scipy only. The files hold what the members said at rolling origins inside
the TRAINING parts (yearly: up to 12 origins a series, 6 steps; monthly: up to 4, half a year apart, 18 steps),
fitted to what stands before each; no test value is read.

RULE.  n observations, step h, members' centres c_k, least of their scales w_h, joint centre c (median):
    d_h^2 = mean_k (c_k - c)^2          s_h = (1 + G/n) sqrt((A w_h)^2 + (B d_h)^2)
    y_{T+h} ~ t_nu(c, s_h),             nu = F (n/20)^E

CHOICE.  (A, B, G, F, E) minimise, with every set of equal weight,
    J = mean over sets of  log MSIS95 + ((cover95 - .95)/.02)^2 / 20 + ((cover80 - .80)/.03)^2 / 20
from eight starts by Nelder and Mead; the shipped values are rounded, and J of both is printed so that the loss by
rounding shows. Weights of `combination:weighted` minimise the mean over sets of log MASE.
"""
import csv
import itertools
import sys

import numpy as np
from scipy.optimize import minimize
from scipy.special import stdtrit

MEMBERS = ('ets', 'arima', 'dotheta', 'drift')
SHIPPED = dict(A=0.8, B=0.8, G=12.0, F=2.9, E=0.1)


class Origins:
    """Rows of one set, one a step, each series of equal weight."""

    def __init__(self, path):
        rows = [r for r in csv.DictReader(open(path)) if float(r['unit']) > 0]
        column = lambda name: np.array([float(r[name] or 'nan') for r in rows])
        self.n, self.unit, self.actual, self.width = map(column, ('n', 'unit', 'actual', 'width'))
        self.centres = np.array([column(m) for m in MEMBERS]).T
        ids = np.array([r['unique_id'] for r in rows])
        _, place, count = np.unique(ids, return_inverse=True, return_counts=True)
        self.weight = 1 / count[place] / len(count)
        self.series = len(count)
        self.lengths, self.place = np.unique(self.n, return_inverse=True)
        self.median = np.nanmedian(self.centres, axis=1)
        self.distance = np.sqrt(np.nanmean((self.centres - self.median[:, None]) ** 2, axis=1))

    def mean(self, x):
        return float((self.weight * x).sum())

    def intervals(self, A, B, G, F, E):
        """cover95, cover80, MSIS95"""
        scale = (1 + G / self.n) * np.hypot(A * self.width, B * self.distance)
        freedom = F * (self.lengths / 20) ** E
        error = self.actual - self.median
        wide, narrow = (scale * stdtrit(freedom, p)[self.place] for p in (.975, .9))
        score = (2 * wide + 40 * np.maximum(0, np.abs(error) - wide)) / self.unit
        return self.mean(np.abs(error) <= wide), self.mean(np.abs(error) <= narrow), self.mean(score)

    def mase(self, weights):
        known = ~np.isnan(self.centres)
        w = np.where(known, weights, 0)
        centre = (np.nan_to_num(self.centres) * w).sum(1) / w.sum(1)
        return self.mean(np.abs(self.actual - centre) / self.unit)


def criterion(sets, constants):
    if min(constants) < 0 or constants[3] < .5:
        return 1e9
    total = 0
    for origins in sets:
        c95, c80, msis = origins.intervals(*constants)
        total += np.log(msis) + (((c95 - .95) / .02) ** 2 + ((c80 - .80) / .03) ** 2) / 20
    return total / len(sets)


def show(title, sets, constants):
    print(title, ' '.join(f'{k}={v:.4g}' for k, v in zip(SHIPPED, constants)), f'J={criterion(sets, constants):.5f}')
    for origins in sets:
        print('  %d series: cover95 %.4f cover80 %.4f MSIS95 %.3f' % ((origins.series,) + origins.intervals(*constants)))


def main():
    sets = [Origins(path) for path in sys.argv[1:]]
    if not sets:
        sys.exit(__doc__)
    found = []
    for start in itertools.product((.8, 1.1), (.7,), (3., 8.), (2.5, 4.), (.3,)):
        options = dict(maxiter=4000, maxfev=4000, xatol=1e-5, fatol=1e-8)
        found.append(minimize(lambda c: criterion(sets, c), start, method='Nelder-Mead', options=options))
    best = min(found, key=lambda r: r.fun)
    show('found  ', sets, best.x)
    show('shipped', sets, tuple(SHIPPED.values()))

    def loss(z):
        weights = np.exp(z - z.max())
        return np.mean([np.log(s.mase(weights / weights.sum())) for s in sets])

    fit = minimize(loss, np.zeros(len(MEMBERS)), method='Nelder-Mead', options=dict(maxiter=4000, xatol=1e-5, fatol=1e-9))
    weights = np.exp(fit.x - fit.x.max())
    weights /= weights.sum()
    even = np.full(len(MEMBERS), 1 / len(MEMBERS))
    print('weights', dict(zip(MEMBERS, weights.round(3).tolist())))
    for s in sets:
        median = s.mean(np.abs(s.actual - s.median) / s.unit)
        print(f'  {s.series} series: MASE median {median:.4f} mean {s.mase(even):.4f} weighted {s.mase(weights):.4f}')


main()
