"""statsforecast on FOLDER/train.csv: forecasts.py MODEL SEASON HORIZON FOLDER, forecasts beside the data."""
from stopwatch import tell

import sys
import time

import pandas as pd
import statsforecast
from statsforecast import StatsForecast, models

model, season, horizon, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
PEERS = {"ets": "AutoETS", "arima": "AutoARIMA", "theta": "Theta", "dotheta": "DynamicOptimizedTheta",
         "auto": "AutoTheta"}
ENOUGH_SECONDS = 10
name = PEERS[model]
train = pd.read_csv(f"{folder}/train.csv")
few = train[train.unique_id.isin(train.unique_id.unique()[:2])]
forecaster = StatsForecast(models=[getattr(models, name)(season_length=season)], freq=1, n_jobs=1)
forecaster.forecast(df=few, h=horizon, level=[80, 95])
seconds = []
while len(seconds) < 3 and sum(seconds) < ENOUGH_SECONDS:
    start = time.process_time()
    result = forecaster.forecast(df=train, h=horizon, level=[80, 95])
    seconds.append(time.process_time() - start)
result.to_csv(f"{folder}/statsforecast.csv", index=False)
tell(f"statsforecast {name}", statsforecast.__version__, seconds, [], file="statsforecast.csv")
