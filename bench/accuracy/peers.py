"""Series per processor second of statsforecast on a folder with train.csv: peers.py FOLDER SEASON HORIZON MODEL…"""
import sys
import time

import pandas
from statsforecast import StatsForecast
from statsforecast import models

folder, season, horizon = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
frame = pandas.read_csv(folder + "/train.csv")
# Only the order of periods counts for these models.
frame["ds"] = frame.groupby("unique_id").cumcount()
few = frame[frame.unique_id.isin(frame.unique_id.unique()[:2])]
for name in sys.argv[4:]:
    model = getattr(models, name)(season_length=season)
    forecaster = StatsForecast(models=[model], freq=1, n_jobs=1)
    forecaster.forecast(df=few, h=horizon, level=[80, 95])  # compiles
    start = time.process_time()
    forecaster.forecast(df=frame, h=horizon, level=[80, 95])
    seconds = time.process_time() - start
    print(name, frame.unique_id.nunique(), round(frame.unique_id.nunique() / seconds, 1))
