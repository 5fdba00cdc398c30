"""Automatic ARIMA on daily series with a weekly pattern beside statsforecast: long_arima.py PROGRAM [SERIES]

SERIES (100) series of 50 to 500 days, the weekday plus a uniform number up to .5, without a season told. Needs numpy,
pandas and statsforecast. Prints processor seconds of one worker, their ratio, and on how many series our AICc is the
worse of the two by more than 1e-3 where both difference alike.
"""
import csv
import datetime
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy
import pandas
from statsforecast import StatsForecast
from statsforecast.arima import auto_arima_f
from statsforecast.models import AutoARIMA

program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100
random.seed(1)
series = {}
for i in range(count):
    length = random.randint(50, 500)
    days = [datetime.date(2020, 1, 1) + datetime.timedelta(days=t) for t in range(length)]
    series[f"d{i:03d}"] = [(day, day.weekday() + random.random() * 0.5) for day in days]
with tempfile.TemporaryDirectory() as folder:
    with open(f"{folder}/d.csv", "w") as file:
        file.write("unique_id,ds,y\n")
        for name, rows in series.items():
            file.writelines(f"{name},{day},{value}\n" for day, value in rows)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(
        [program, "forecast", f"{folder}/d.csv", "--model", "arima", "--season", "1", "--horizon", "7", "--jobs", "1",
         "--details", f"{folder}/details.csv", "-o", os.devnull], check=True)
    ours = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    with open(f"{folder}/details.csv", newline="") as file:
        details = {row["unique_id"]: row for row in csv.DictReader(file)}
values = {name: numpy.array([value for _, value in rows]) for name, rows in series.items()}
auto_arima_f(next(iter(values.values())), period=1)  # compiles
frame = pandas.DataFrame([(name, day, value) for name, rows in series.items() for day, value in rows],
                         columns=["unique_id", "ds", "y"])
frame["ds"] = pandas.to_datetime(frame.ds)
start = time.process_time()
StatsForecast(models=[AutoARIMA(season_length=1)], freq="D", n_jobs=1).forecast(df=frame, h=7, level=[80, 95])
seconds = time.process_time() - start
theirs = {name: auto_arima_f(y, period=1) for name, y in values.items()}
alike = [n for n in values if int(details[n]["form"].split(",")[1]) == theirs[n]["arma"][5]]
worse = [n for n in alike if float(details[n]["aicc"]) > theirs[n]["aicc"] + 1e-3]
print("ours_cpu_s,statsforecast_cpu_s,ratio,alike,worse_aicc")
print(f"{ours:.2f},{seconds:.2f},{seconds / ours:.1f},{len(alike)},{len(worse)}")
