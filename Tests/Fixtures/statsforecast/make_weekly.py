#!/usr/bin/env python3
"""Daily series with a weekly pattern and the AICc of statsforecast's automatic ARIMA of them.

The weekday plus a uniform number up to .5, no season told: of the first hundred of bench/accuracy/long_arima.py
two in which roots of the moving average have to part. usage: make_weekly.py > weekly.csv
"""
import datetime
import random

import numpy
import statsforecast
from statsforecast.arima import auto_arima_f

print(f"# made by make_weekly.py with statsforecast {statsforecast.__version__}, numpy {numpy.__version__}")
print("series,m,what,values")
random.seed(1)
for i in range(23):
    days = [datetime.date(2020, 1, 1) + datetime.timedelta(days=t) for t in range(random.randint(50, 500))]
    y = [day.weekday() + random.random() * 0.5 for day in days]
    if i in (15, 22):
        fit = auto_arima_f(numpy.array(y), period=1)
        print(f"d{i:03d},1,y," + " ".join(map(repr, y)))
        print(f"d{i:03d},1,aicc,{fit['aicc']:.12g}")
