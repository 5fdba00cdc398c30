"""scoringrules on the driver's hub forecasts: hub_scores.py CASE MODELS REPETITIONS FOLDER

Weighted interval scores by scoringrules, with pandas around them; their parts, the bias and the coverage with numpy after
Bracher, Ray, Gneiting & Reich (2021) and Bosse et al. (2022).
"""
from stopwatch import arguments, missing, tell

from importlib.metadata import PackageNotFoundError, version

case, models, repetitions, folder = arguments()


def main():
    import numpy as np
    import pandas as pd
    import scoringrules

    rows = pd.read_csv(f"{folder}/forecasts.csv", dtype={"output_type_id": float})
    rows = rows[rows["output_type"] == "quantile"]
    actual = pd.read_csv(f"{folder}/actual.csv")
    wide = rows.pivot(index=["model_id", "location", "target_end_date"], columns="output_type_id", values="value")
    years = wide.index.get_level_values("target_end_date").str.slice(0, 4).astype(int)
    known = actual.set_index(["series", "period"])["value"]
    y = known.loc[list(zip(wide.index.get_level_values("location"), years))].to_numpy()
    levels = wide.columns.to_numpy()
    k = len(levels) // 2
    q = wide.to_numpy()
    low, middle, high = q[:, :k], q[:, k], q[:, :k:-1]
    alpha = np.round(2 * levels[:k], 10)
    scores = pd.DataFrame({"wis": scoringrules.weighted_interval_score(
        y, middle, low, high, alpha, w_median=0.5, w_alpha=alpha / 2)})
    column = y[:, None]
    scores["dispersion"] = (alpha / 2 * (high - low)).sum(axis=1) / (k + 0.5)
    scores["underprediction"] = (
        np.maximum(0, column - high).sum(axis=1) + 0.5 * np.maximum(0, y - middle)) / (k + 0.5)
    scores["overprediction"] = (
        np.maximum(0, low - column).sum(axis=1) + 0.5 * np.maximum(0, middle - y)) / (k + 0.5)
    below = np.where(q <= column, levels, 0).max(axis=1)
    above = np.where(q >= column, levels, 1).min(axis=1)
    scores["bias"] = np.where(y == middle, 0, np.where(y < middle, 1 - 2 * below, 1 - 2 * above))
    for place, share in enumerate(alpha):
        scores[f"interval_coverage_{100 - 100 * share:g}"] = (low[:, place] <= y) & (y <= high[:, place])
    scores["ae_median"] = np.abs(y - middle)
    scores["model_id"] = wide.index.get_level_values("model_id")
    found = scores.groupby("model_id").mean()
    found.to_csv(f"{folder}/theirs.csv")
    tell("scoringrules", version("scoringrules"), [0.0],
         [float(v) for name in ("wis", "dispersion", "bias", "interval_coverage_80", "ae_median") for v in found[name]])


try:
    main()
except (ImportError, PackageNotFoundError) as error:
    missing("scoringrules", str(error))
