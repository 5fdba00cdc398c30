"""hierarchicalforecast on the hierarchy of SpeedBench: reconciliation.py CASE BOTTOM REPETITIONS FOLDER"""
from stopwatch import arguments, measure, numpy_kernel

from importlib.metadata import version

import numpy as np
from hierarchicalforecast.methods import BottomUp, MinTrace

case, bottom, repetitions, folder = arguments()
summing = np.fromfile(f"{folder}/summing.bin").reshape(bottom, -1).T.copy()
nodes = summing.shape[0]
base = np.fromfile(f"{folder}/base.bin").reshape(-1, nodes).T.copy()
residuals = np.fromfile(f"{folder}/residuals.bin").reshape(nodes, -1)


def work():
    if case == "bottom-up":
        found = BottomUp().fit_predict(S=summing, y_hat=base)
    else:
        method = {"ols": "ols", "wls-var": "wls_var", "mint-shrink": "mint_shrink"}[case]
        found = MinTrace(method).fit_predict(
            S=summing, y_hat=base, y_insample=residuals, y_hat_insample=np.zeros_like(residuals))
    mean = found["mean"]
    return [*mean[:4, 0], *mean[-4:, -1]]


measure("hierarchicalforecast", version("hierarchicalforecast"), work, repetitions, numpy_kernel())
