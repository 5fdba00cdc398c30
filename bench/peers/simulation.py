"""The work of SpeedBench's case `paths` in numpy: simulation.py CASE PATHS REPETITIONS FOLDER

A random walk in logs: variance by an inverse chi-squared, drift by a normal number, then normal steps; the increments are
those of the committed series, gaps counted. Four courses of events, each asked for the level, the touch and a run of two.
"""
from stopwatch import arguments, measure

import csv
from pathlib import Path

import numpy as np

case, paths, repetitions, _ = arguments()
HORIZON, LEVEL, GROWTHS, BLOCK = 15, 82.0, (0, 0.02, -0.02, -0.05), 100_000
DATA = Path(__file__).resolve().parents[2] / "datasets/trade-gacc-turnover/data.csv"
with open(DATA, newline="", encoding="utf-8") as file:
    rows = [(int(row["period"]), float(row["value"])) for row in csv.DictReader(file) if row["value"]]
years, logs = np.array([row[0] for row in rows]), np.log([row[1] for row in rows])
gaps, steps = np.diff(years), np.diff(logs)
span, freedom = gaps.sum(), len(gaps) - 1
mean = steps.sum() / span
deviation = np.sqrt(((steps - mean * gaps) ** 2 / gaps).sum() / freedom)


def work():
    random = np.random.default_rng(41)
    counts = np.zeros((len(GROWTHS), 3, HORIZON), dtype=np.int64)
    for first in range(0, paths, BLOCK):
        n = min(BLOCK, paths - first)
        sigma = deviation * np.sqrt(freedom / random.chisquare(freedom, n))
        drift = mean + sigma * np.sqrt(1 / span) * random.standard_normal(n)
        walk = drift[:, None] + sigma[:, None] * random.standard_normal((n, HORIZON))
        values = np.exp(logs[-1] + np.cumsum(walk, axis=1))
        for k, growth in enumerate(GROWTHS):
            at = values * np.exp(growth * np.arange(1, HORIZON + 1)) >= LEVEL
            counts[k, 0] += at.sum(axis=0)
            counts[k, 1] += np.logical_or.accumulate(at, axis=1).sum(axis=0)
            run = at[:, 1:] & at[:, :-1]
            counts[k, 2, 1:] += np.logical_or.accumulate(run, axis=1).sum(axis=0)
    return counts[:, 1, -1] / paths


measure("numpy", np.__version__, work, repetitions)
measure("bound: numpy's normal numbers alone", np.__version__,
        lambda: [np.random.default_rng(41).standard_normal(paths * (HORIZON + 1)).mean()], repetitions)
