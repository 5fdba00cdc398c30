"""Reads the file with one peer, dates parsed, on one thread; prints the same line as CSVReadBench.

usage: python3 peers.py pandas|polars|polars-streaming FILE
"""
import os
import resource
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"
peer, path = sys.argv[1:]
if peer == "pandas":
    import pandas as pd

    start = time.process_time()
    frame = pd.read_csv(path, parse_dates=["ds"])
    rows, series, total = len(frame), frame["unique_id"].nunique(), frame["y"].sum()
else:
    import polars as pl

    start = time.process_time()
    if peer == "polars":
        frame = pl.read_csv(path, try_parse_dates=True)
        rows, series, total = len(frame), frame["unique_id"].n_unique(), frame["y"].sum()
    else:
        frame = pl.scan_csv(path, try_parse_dates=True).select(
            pl.len(), pl.col("unique_id").n_unique(), pl.col("y").sum(), pl.col("ds").max()
        ).collect(engine="streaming")
        rows, series, total = frame.row(0)[:3]
seconds = time.process_time() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{peer},{rows},{series},{total},{seconds},{os.path.getsize(path) / 1e6 / seconds},{peak}")
