"""Accuracy, intervals and speed of statsforecast on a folder with train.csv and test.csv, as AccuracyBench has them.

usage: peers.py FOLDER SEASON HORIZON MODEL…

Measures are means over series of means over horizons. The time is processor seconds of one worker for fit, forecast
and two intervals; a first run on two series compiles and is not counted.
"""
import sys
import time

import numpy
import pandas
from statsforecast import StatsForecast, models

folder, season, horizon = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
train, test = (pandas.read_csv(f"{folder}/{part}.csv") for part in ("train", "test"))
# Only the order of periods counts for these models.
train["ds"] = train.groupby("unique_id").cumcount()
few = train[train.unique_id.isin(train.unique_id.unique()[:2])]
history = {name: group.y.to_numpy() for name, group in train.groupby("unique_id")}
future = {name: group.y.to_numpy()[:horizon] for name, group in test.groupby("unique_id")}

print("model,n,mase,smape,msis95,cover80,cover95,series_per_cpu_s")
for name in sys.argv[4:]:
    model = getattr(models, name)(season_length=season)
    forecaster = StatsForecast(models=[model], freq=1, n_jobs=1)
    forecaster.forecast(df=few, h=horizon, level=[80, 95])
    start = time.process_time()
    result = forecaster.forecast(df=train, h=horizon, level=[80, 95])
    seconds = time.process_time() - start
    rows = []
    for series, forecast in result.groupby("unique_id"):
        y, actual = history[series], future[series]
        m = season if season < len(y) else 1
        unit = numpy.abs(y[m:] - y[:-m]).mean()
        unit = unit if unit > 0 else numpy.nan
        columns = [c for c in result.columns if c not in ("unique_id", "ds")]
        column = {c.removeprefix(columns[0]): forecast[c].to_numpy()[: len(actual)] for c in columns}
        error = numpy.abs(actual - column[""])
        low, high = column["-lo-95"], column["-hi-95"]
        outside = numpy.maximum(0, low - actual) + numpy.maximum(0, actual - high)
        inside = [(column[f"-lo-{p}"] <= actual) & (actual <= column[f"-hi-{p}"]) for p in (80, 95)]
        rows.append(
            [error.mean() / unit, (200 * error / (abs(actual) + abs(column[""]) + 1e-300)).mean(),
             (high - low + 40 * outside).mean() / unit, inside[0].mean(), inside[1].mean()])
    means = numpy.nanmean(numpy.array(rows), axis=0)
    print(name, len(rows), *(f"{v:.5g}" for v in [*means, len(rows) / seconds]), sep=",", flush=True)
