"""Hub forecasts by quantiles and what others score them with.

usage: python3 make_scores.py   (scoringrules 0.10, numpy; writes forecasts.csv, actual.csv and scores.csv here)

wis is scoringrules' `weighted_interval_score` with weights alpha/2 and 1/2. Its three parts, the bias, the coverage
and the error of the median are written out below after Bracher, Ray, Gneiting & Reich (2021, PLOS Computational
Biology, equations 2 and 4) and Bosse et al. (2022, arXiv 2205.07090, section 3): the definitions that the R package
scoringutils documents. The sum of the parts is asserted to be scoringrules' value. Some actual values lie on a
quantile or on the median, some outside of all.
"""
import csv
from importlib.metadata import version
from pathlib import Path

import numpy as np
import scoringrules

here = Path(__file__).parent
random = np.random.default_rng(7)
shares = {
    "ours-drift": [0.025, 0.1, 0.5, 0.9, 0.975],
    "them-ets_AAN": [0.01, 0.025] + [round(0.05 * k, 2) for k in range(1, 20)] + [0.975, 0.99],
}
years = list(range(2018, 2026))
actual = {loc: {y: round(float(v), 3) for y, v in zip(years, 10 * k + random.normal(0, 2, len(years)).cumsum())}
          for k, loc in enumerate(["a", "b"], 1)}
rows, scored = [], []
for model, levels in shares.items():
    for loc in actual:
        for h, year in enumerate(years):
            y = actual[loc][year]
            q = np.sort(np.round(y + random.normal(0, 2) + random.normal(0, 1.5 + h / 4, len(levels)), 3))
            if h == 2:
                q += y - q[len(q) // 2]          # at the median
            if h == 3:
                q += y - q[1]                    # at a quantile
            if h == 4:
                q += y - q[-1] - 1               # over all
            q = np.round(q, 3)
            m = q[len(q) // 2]
            low, high = q[: len(q) // 2], q[::-1][: len(q) // 2]
            alpha = np.array([round(2 * t, 10) for t in levels[: len(q) // 2]])
            wis = float(scoringrules.weighted_interval_score(
                y, m, low, high, alpha, w_median=0.5, w_alpha=alpha / 2))
            k = len(low) + 0.5
            dispersion = float((alpha / 2 * (high - low)).sum() / k)
            over = float((np.maximum(0, low - y).sum() + 0.5 * max(0, m - y)) / k)
            under = float((np.maximum(0, y - high).sum() + 0.5 * max(0, y - m)) / k)
            assert abs(dispersion + over + under - wis) < 1e-12 * max(1, wis)
            if y == m:
                bias = 0.0
            elif y < m:
                bias = 1 - 2 * max([t for t, v in zip(levels, q) if v <= y], default=0)
            else:
                bias = 1 - 2 * min([t for t, v in zip(levels, q) if v >= y], default=1)
            inside = {round(100 - 100 * a, 6): float(lo <= y <= hi) for a, lo, hi in zip(alpha, low, high)}
            scored.append((model, loc, wis, dispersion, under, over, bias, abs(y - m), inside))
            end = f"{year}-12-31"
            rows.append([model, "2017-06-30", "value", loc, year - 2017, end, "median", "NA", repr(float(m))])
            order = list(zip(levels, q))
            random.shuffle(order)
            for t, v in order:
                rows.append([model, "2017-06-30", "value", loc, year - 2017, end, "quantile", repr(t), repr(float(v))])
rows.append(["ours-drift", "2017-06-30", "value", "a", 1, "2018-12-31", "mean", "NA", "3"])
rows.append(["ours-drift", "2017-06-30", "value", "a", 12, "2029-12-31", "median", "NA", "3"])
with open(here / "forecasts.csv", "w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow("model_id origin_date target location horizon target_end_date output_type output_type_id value".split())
    out.writerows(rows)
with open(here / "actual.csv", "w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["series", "period", "value"])
    out.writerows([loc, y, repr(v)] for loc in actual for y, v in actual[loc].items())
with open(here / "scores.csv", "w", newline="") as file:
    file.write(f"# made by make_scores.py with scoringrules {version('scoringrules')}, numpy {np.__version__}\n")
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["model_id", "location", "measure", "value"])
    names = ["wis", "dispersion", "underprediction", "overprediction", "bias", "ae_median"]
    for model in shares:
        for loc in ["a", "b", ""]:
            group = [s for s in scored if s[0] == model and loc in ("", s[1])]
            for place, name in enumerate(names):
                out.writerow([model, loc, name, repr(float(np.mean([s[2 + place] for s in group])))])
            for level in sorted(group[0][8]):
                value = float(np.mean([s[8][level] for s in group]))
                out.writerow([model, loc, f"interval_coverage_{level:g}", repr(value)])
