"""statsmodels' DynamicFactorMQ on the series of SpeedBench: nowcast.py CASE MONTHS REPETITIONS FOLDER"""
from stopwatch import arguments, measure, numpy_kernel

import warnings
from importlib.metadata import version

import numpy as np
import pandas as pd
from statsmodels.tsa.statespace.dynamic_factor_mq import DynamicFactorMQ

warnings.simplefilter("ignore")
case, _, repetitions, folder = arguments()
months = np.fromfile(f"{folder}/months.bin").reshape(-1, 10)
quarters = np.fromfile(f"{folder}/quarters.bin").reshape(-1, 2)
given = np.fromfile(f"{folder}/parameters.bin")
monthly = pd.DataFrame(months, index=pd.period_range("2000-01", periods=len(months), freq="M"),
                       columns=[f"m{i}" for i in range(10)])
quarterly = pd.DataFrame(quarters, index=pd.period_range("2000Q1", periods=len(quarters), freq="Q"),
                         columns=["q0", "q1"])


def work():
    if case == "nowcast-em":
        # Ours standardises.
        model = DynamicFactorMQ(monthly, endog_quarterly=quarterly, factors=1, factor_orders=1, standardize=True)
        return [model.fit_em(maxiter=500, tolerance=1e-6, em_initialization=False).llf]
    model = DynamicFactorMQ(monthly, endog_quarterly=quarterly, factors=1, factor_orders=1, standardize=False)
    found = model.smooth(given)
    signal = found.filter_results.design[10, :, 0] @ found.smoothed_state[:, -1]
    return [found.llf, signal, *found.smoothed_state[0, -6:]]


measure("statsmodels", version("statsmodels"), work, repetitions, numpy_kernel())
