"""pyfixest and wildboottest on the data of SpeedBench: clusters.py CASE SIZE REPETITIONS FOLDER"""
from stopwatch import arguments, measure, missing, numpy_kernel

import warnings

import numpy as np

case, n, repetitions, folder = arguments()
kernel = numpy_kernel()
x = np.fromfile(f"{folder}/x.bin").reshape(n, 4, order="F")
y, g = np.fromfile(f"{folder}/y.bin"), np.fromfile(f"{folder}/g.bin").astype(int)
names = [f"x{j}" for j in range(1, 5)]
warnings.simplefilter("ignore")


def frame():
    import pandas as pd
    return pd.DataFrame(x, columns=names).assign(y=y, g=g)


def with_pyfixest():
    import pyfixest
    data = frame()

    def work():
        fit = pyfixest.feols("y ~ " + " + ".join(names), data, vcov={"CRV3": "g"},
                             ssc=pyfixest.ssc(k_adj=False, G_adj=False))
        return fit.se().to_numpy()
    measure("pyfixest CRV3", pyfixest.__version__, work, repetitions, kernel)


def with_wildboottest():
    import pandas as pd
    import statsmodels.api as sm
    from importlib.metadata import version
    from wildboottest.wildboottest import wildboottest
    data = frame()
    design = sm.add_constant(data[names])

    def work():
        # One call a coefficient; p-values alone, no interval.
        return [float(np.ravel(wildboottest(
            sm.OLS(data.y, design), cluster=pd.Series(g), B=9999, param=name, weights_type="rademacher",
            impose_null=True, bootstrap_type="11", show=False, seed=1)["p-value"])[0]) for name in names]
    measure("wildboottest, p-values alone", version("wildboottest"), work, repetitions, kernel)


try:
    if case == "clusters-cr3":
        with_pyfixest()
    elif case == "clusters-wild":
        with_wildboottest()
except ImportError as error:
    missing("pyfixest" if case == "clusters-cr3" else "wildboottest", str(error))
