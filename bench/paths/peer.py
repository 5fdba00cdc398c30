"""The work of PathsBench in numpy: paths of a random walk in logs whose drift and variance are drawn from
their posterior, 15 periods, four courses, level, first touch and a run of two.

    python3 bench/paths/peer.py [PATHS]     prints paths,wall_seconds,cpu_seconds,p_touch
"""

import sys
import time

import numpy as np

paths = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
horizon, level = 15, 82.0
rng = np.random.default_rng(41)
best = (np.inf, np.inf)
for _ in range(3):
    wall, cpu = time.perf_counter(), time.process_time()
    touched = []
    blocks = [min(100_000, paths - k) for k in range(0, paths, 100_000)]
    counts = np.zeros((4, 3, horizon), dtype=np.int64)
    for n in blocks:
        sigma = 0.18 * np.sqrt(16 / rng.chisquare(16, n))
        drift = 0.06 + sigma * 0.25 * rng.standard_normal(n)
        steps = drift[:, None] + sigma[:, None] * rng.standard_normal((n, horizon))
        values = 43.8 * np.exp(np.cumsum(steps, axis=1))
        for k, growth in enumerate((0, 0.02, -0.02, -0.05)):
            at = values * np.exp(growth * np.arange(1, horizon + 1)) >= level
            counts[k, 0] += at.sum(axis=0)
            counts[k, 1] += np.logical_or.accumulate(at, axis=1).sum(axis=0)
            run = at[:, 1:] & at[:, :-1]
            counts[k, 2, 1:] += np.logical_or.accumulate(run, axis=1).sum(axis=0)
    best = (
        min(best[0], time.perf_counter() - wall),
        min(best[1], time.process_time() - cpu),
    )
print("paths,wall_seconds,cpu_seconds,p_touch")
print(f"{paths},{best[0]},{best[1]},{counts[0, 1, -1] / paths}")
