"""What a cluster on this machine takes, beside the program alone, with the memory of its workers.

    python3 bench/cluster_bench.py PROGRAM FOLDER CASE…

CASES: `ets:SERIES`, `arima:SERIES` and so on (yearly series of 12 to 40 values), `skew` (24 monthly
series of 1944 values among 480 of 24 by `arima`, spread by hash and by cost). Two workers of one core each.
Prints a CSV row a run; results are compared with the program's own before times count.
"""

from __future__ import annotations

import math
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]
os.environ["PYTHONPATH"] = str(HERE.parent)
os.environ["PYSPARK_PYTHON"] = sys.executable

from local_cluster import HOST, LocalCluster  # noqa: E402
from pyspark.sql import DataFrame, SparkSession  # noqa: E402

import corridor_spark  # noqa: E402
from corridor_spark.number_text import shortest  # noqa: E402
from corridor_spark.spread import Spread  # noqa: E402

Series = tuple[str, list[float]]


def yearly(count: int) -> Iterator[Series]:
    """Walks with a drift, of a fixed seed."""
    for number in range(count):
        noise = random.Random(number)
        value, drift = noise.uniform(50, 500), noise.gauss(2, 2)
        values = []
        for _ in range(noise.randint(12, 40)):
            value += drift + noise.gauss(0, 8)
            values.append(value)
        yield f"s{number:07d}", values


def skewed(short: int, long: int, length: int) -> Iterator[Series]:
    """Many series of 24 values, some of `length`, their ids among the others'."""
    every = (short + long) // long
    for number in range(short + long):
        noise = random.Random(number)
        value = 100.0
        values = []
        for t in range(24 if number % every else length):
            value += noise.gauss(0.1, 1)
            values.append(value + 8 * math.sin(t * math.pi / 6) + noise.gauss(0, 2))
        yield f"s{number:05d}", values


def write(series: Iterator[Series], path: Path, *, monthly: bool = False) -> None:
    with open(path, "w") as file:
        file.write("unique_id,ds,y\n")
        for name, values in series:
            for t, value in enumerate(values):
                period = f"{1800 + t // 12}-{t % 12 + 1:02d}" if monthly else str(1700 + t)
                file.write(f"{name},{period},{shortest(value)}\n")


class Memory:
    """The greatest resident memory of workers of Python and of programs, watched from outside."""

    def __init__(self) -> None:
        self.python = self.program = 0
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            for entry in Path("/proc").iterdir():
                if not entry.name.isdigit():
                    continue
                try:
                    command = entry.joinpath("cmdline").read_bytes()
                    pages = int(entry.joinpath("statm").read_text().split()[1])
                except OSError:
                    continue
                size = pages * os.sysconf("SC_PAGE_SIZE")
                if b"pyspark.daemon" in command:
                    self.python = max(self.python, size)
                elif b"--failures\0/dev/fd/" in command:
                    self.program = max(self.program, size)


def alone(program: str, model: str, source: Path, output: Path) -> float:
    """Seconds of the program by itself with two jobs."""
    start = time.monotonic()
    subprocess.run(
        [program, "forecast", str(source), "--sorted", "--horizon", "6", "--model", model,
         "--jobs", "2", "-o", str(output)],
        check=True,
    )  # fmt: skip
    return time.monotonic() - start


def on_cluster(
    frame: DataFrame, program: corridor_spark.Program, model: str, partitions: int | None,
    spread: Spread, folder: Path,
) -> tuple[float, Memory]:  # fmt: skip
    """Seconds from the frame to text files, and the memory of the workers."""
    with Memory() as memory:
        start = time.monotonic()
        given = corridor_spark.forecast(
            frame, program=program, horizon=6, model=model, partitions=partitions, spread=spread
        )
        given.text.write.mode("overwrite").csv(str(folder), escape='"')
        seconds = time.monotonic() - start
    return seconds, memory


def same(one: Path, folder: Path) -> bool:
    """Whether the files hold the lines of the one file, series by series in its order."""
    header, *expected = one.read_text().splitlines()
    lines = [line for part in folder.glob("part-*") for line in part.read_text().splitlines()]
    return sorted(lines, key=lambda line: line.split(",")[0]) == expected and bool(header)


def task_seconds(spark: SparkSession, group: str) -> list[float]:
    """Seconds of each task of the last stage of a group of jobs, from Spark's store of statuses."""
    context = spark.sparkContext
    tracker = context.statusTracker()
    jobs = [tracker.getJobInfo(job) for job in tracker.getJobIdsForGroup(group)]
    last = max(stage for job in jobs if job for stage in job.stageIds)
    tasks = context._jsc.sc().statusStore().taskList(last, 0, 100_000)
    return [
        tasks.apply(i).taskMetrics().get().executorRunTime() / 1000 for i in range(tasks.size())
    ]


def _warm_up(spark: SparkSession, program: corridor_spark.Program) -> None:
    """Starts the workers of Python, which a long job does once."""
    rows = [(f"s{n}", t, float(t)) for n in range(8) for t in range(5)]
    frame = spark.createDataFrame(rows, "unique_id string, ds int, y double")
    corridor_spark.forecast(frame, program=program, horizon=1, model="naive").text.collect()


def main() -> None:
    program, place, *cases = sys.argv[1:]
    folder = Path(place)
    folder.mkdir(parents=True, exist_ok=True)
    cluster = LocalCluster(folder, workers=2, cores=1)
    cluster.start()
    os.environ["SPARK_LOCAL_IP"] = HOST
    spark = (
        SparkSession.builder.master(cluster.url)
        .config("spark.driver.bindAddress", HOST)
        .config("spark.driver.host", HOST)
        .config("spark.executor.memory", "768m")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    shipped = corridor_spark.Program.ship(spark, program)
    _warm_up(spark, shipped)
    print("case,spread,seconds,alone,series,python_mb,program_mb,longest_task,mean_task", flush=True)
    try:
        for case in cases:
            model, _, size = case.partition(":")
            name = case.replace(":", "-")  # Hadoop takes no colon
            source, one = folder / f"{name}.csv", folder / f"{name}-alone.csv"
            spreads: list[Spread] = ["hash"]
            partitions = None
            if model == "skew":
                model, size, spreads, partitions = "arima", "504", ["hash", "cost"], 8
                write(skewed(480, 24, 1944), source, monthly=True)
            else:
                write(yearly(int(size)), source)
            seconds_alone = alone(program, model, source, one)
            schema = "unique_id string, ds string, y double"
            frame = spark.read.csv(str(source), header=True, schema=schema)
            for spread in spreads:
                output = folder / f"{name}-{spread}"
                spark.sparkContext.setJobGroup(output.name, case)
                seconds, memory = on_cluster(frame, shipped, model, partitions, spread, output)
                assert same(one, output), f"{case} by {spread} differs from one machine"
                tasks = task_seconds(spark, output.name)
                print(
                    f"{case},{spread},{seconds:.1f},{seconds_alone:.1f},{size},"
                    f"{memory.python / 1e6:.0f},{memory.program / 1e6:.0f},"
                    f"{max(tasks):.2f},{sum(tasks) / len(tasks):.2f}",
                    flush=True,
                )
    finally:
        spark.stop()
        cluster.stop()


if __name__ == "__main__":
    main()
