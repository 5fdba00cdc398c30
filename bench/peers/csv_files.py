"""Data frames and databases on the file of SpeedBench, one thread: csv_files.py CASE MEGABYTES REPETITIONS FOLDER

Each peer runs in a process of its own, so that peak memory is its own.
"""
from stopwatch import arguments, measure, missing

import json
import os
import subprocess
import sys

case, size, repetitions, folder = arguments()
path, peer = f"{folder}/observations.csv", os.environ.get("CORRIDOR_BENCH_PEER")


def pandas():
    import pandas as pd
    if case == "csv-read":
        def work():
            frame = pd.read_csv(path, parse_dates=["ds"])
            return len(frame), frame["unique_id"].nunique(), frame["y"].sum()
    else:
        frame = pd.read_csv(path)

        def work():
            frame.to_csv(f"{folder}/written-pandas.csv", index=False)
            return ()
    return pd.__version__, work


def polars():
    import polars as pl
    if case == "csv-read":
        def work():
            frame = pl.read_csv(path, try_parse_dates=True)
            return len(frame), frame["unique_id"].n_unique(), frame["y"].sum()
    else:
        frame = pl.read_csv(path)

        def work():
            frame.write_csv(f"{folder}/written-polars.csv")
            return ()
    return pl.__version__, work


def polars_streaming():
    import polars as pl

    def work():
        return pl.scan_csv(path, try_parse_dates=True).select(
            pl.len(), pl.col("unique_id").n_unique().alias("series"), pl.col("y").sum(),
            pl.col("ds").max()).collect(engine="streaming").row(0)[:3]
    return pl.__version__, work


def duckdb():
    import duckdb as db
    connection = db.connect(config={"threads": 1})
    if case == "csv-read":
        def work():
            return connection.execute(
                "select count(*), count(distinct unique_id), sum(y), max(ds) from read_csv(?)", [path]
            ).fetchone()[:3]
    else:
        connection.execute("create table t as select * from read_csv(?, types={'ds': 'varchar'})", [path])

        def work():
            connection.execute(f"copy t to '{folder}/written-duckdb.csv' (header)")
            return ()
    return db.__version__, work


PEERS = {"pandas": pandas, "polars": polars, "duckdb": duckdb}
if case == "csv-read":
    PEERS["polars streaming"] = polars_streaming

if peer:
    try:
        version, work = PEERS[peer]()
    except ImportError as error:
        missing(peer, str(error))
    else:
        measure(peer, version, work, min(repetitions, 3))
else:
    for name in PEERS:
        child = subprocess.Popen(
            [sys.executable, __file__, *sys.argv[1:]], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "CORRIDOR_BENCH_PEER": name})
        output = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        for line in output.splitlines():
            print(json.dumps({**json.loads(line), "peak_mb": usage.ru_maxrss / 1024}), flush=True)
        if child.returncode:
            missing(name, f"it failed with status {child.returncode}")
