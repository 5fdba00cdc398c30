"""Processor seconds of pyfixest on the data and regressions of `RegressionBench effects`, on one thread.

Reads FOLDER/NAME.bin and the lines of RegressionBench; prints
'case,ours_seconds,peer,peer_seconds,ratio,difference', the ratio ours / theirs, the difference the
largest one of coefficients and HC1 errors, relative. Ends with status 1 when one of
them is over 1e-6 of its size under tight tolerances. A peer that takes over 300 seconds is given up.
usage: python3 ppml_peers.py FOLDER OURS.csv [REPETITIONS]   needs pyfixest
"""
import csv
import os
import signal
import sys
import time
import warnings

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
import pandas as pd
import pyfixest
from pyfixest.estimation import feols, fepois

warnings.filterwarnings("ignore")
folder, ours = sys.argv[1], sys.argv[2]
repetitions = int(sys.argv[3]) if len(sys.argv) > 3 else 2
LIMIT = 300


def give_up(*_):
    raise TimeoutError(f"over {LIMIT} seconds")


signal.signal(signal.SIGALRM, give_up)


def frame(row):
    n = int(row["rows"])
    names = row["formula"].split("|")[1].split("+")
    columns = {}
    with open(os.path.join(folder, row["data"] + ".bin"), "rb") as file:
        for name in ("y", "x1", "x2"):
            columns[name] = np.fromfile(file, np.float64, n)
        for name in names:
            columns[name.strip()] = np.fromfile(file, np.int32, n)
    return pd.DataFrame(columns)


def numbers(text):
    return np.array([float(value) for value in text.split(";")])


def peer(row, data, tight):
    if row["family"] == "gaussian":
        options = {"fixef_tol": 1e-9} if tight else {}
        return feols(row["formula"], data=data, vcov="hetero", **options)
    checks = ["fe"] if row["case"].startswith("poisson_groups_only") else ["fe", "ir"]
    options = {"fixef_tol": 1e-9, "iwls_tol": 1e-10, "iwls_maxiter": 100} if tight else {}
    return fepois(row["formula"], data=data, vcov="hetero", separation_check=checks, **options)


def describe(row, tight):
    name = "feols" if row["family"] == "gaussian" else "fepois"
    checks = "" if name == "feols" else " fe" if "groups_only" in row["case"] else " fe+ir"
    return f"pyfixest {pyfixest.__version__} {name}{checks}{' tight' if tight else ''}"


failed = False
print("case,ours_seconds,peer,peer_seconds,ratio,difference", flush=True)
for row in csv.DictReader(open(ours)):
    data = frame(row)
    for tight in (False, True):
        seconds, fit = float("inf"), None
        for _ in range(repetitions if not tight else 1):
            if seconds != float("inf") and seconds > 20:
                break
            signal.alarm(LIMIT)
            start = time.process_time()
            try:
                fit = peer(row, data, tight)
                errors = fit.se().to_numpy()
            except Exception as error:
                signal.alarm(0)
                print(f"# {row['case']}: {describe(row, tight)}: {type(error).__name__}: {error}")
                fit = None
                break
            seconds = min(seconds, time.process_time() - start)
            signal.alarm(0)
        if fit is None:
            break
        theirs = fit.coef().to_numpy()
        b, se = numbers(row["coefficients"]), numbers(row["errors"])
        difference = max(np.max(np.abs(b / theirs - 1)), np.max(np.abs(se / errors - 1)))
        # At its default tolerances the peer itself is not good to 1e-6 on sparse graphs.
        failed = failed or (tight and not difference <= 1e-6)
        mine = float(row["seconds"])
        print(
            f"{row['case']},{mine:.4f},{describe(row, tight)},{seconds:.4f},"
            f"{mine / seconds:.4f},{difference:.1e}", flush=True)
sys.exit(1 if failed else 0)
