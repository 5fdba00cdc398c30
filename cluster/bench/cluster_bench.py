"""What a cluster on this machine takes, beside the program alone, with the memory of its workers.

    python3 bench/cluster_bench.py PROGRAM FOLDER CASE…

CASES: `ets:SERIES`, `arima:SERIES` and so on (yearly series of 12 to 40 values), `skew` (24 monthly
series of 1944 values among 480 of 24 by `arima`, spread by hash and by cost). Two workers of one
core each.
Prints a line a run; results are compared with the program's own before times count. Processor
seconds count: others may use the machine. `skew` sums those of the series of each partition.
"""

from __future__ import annotations

import csv
import math
import os
import random
import resource
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
from pyspark.sql import functions as F  # noqa: E402

import corridor_spark  # noqa: E402
from corridor_spark.number_text import shortest  # noqa: E402
from corridor_spark.cost import Cost  # noqa: E402
from corridor_spark.spread import Spread, spread_sorted  # noqa: E402

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


def alone(program: str, model: str, source: Path, output: Path) -> tuple[float, float]:
    """Wall and processor seconds of the program by itself with two jobs."""
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [program, "forecast", str(source), "--sorted", "--horizon", "6", "--model", model,
         "--jobs", "2", "-o", str(output)],
        check=True,
    )  # fmt: skip
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def on_cluster(
    frame: DataFrame, program: corridor_spark.Program, model: str, folder: Path
) -> tuple[float, Memory]:
    """Wall seconds from the frame to text files, and the memory of the workers."""
    with Memory() as memory:
        start = time.monotonic()
        given = corridor_spark.forecast(frame, program=program, horizon=6, model=model)
        given.text.write.mode("overwrite").csv(str(folder), escape='"')
        seconds = time.monotonic() - start
    return seconds, memory


def same(one: Path, folder: Path) -> bool:
    """Whether the files hold the lines of the one file, series by series in its order."""
    header, *expected = one.read_text().splitlines()
    lines = [line for part in folder.glob("part-*") for line in part.read_text().splitlines()]
    return sorted(lines, key=lambda line: line.split(",")[0]) == expected and bool(header)


def cpu_seconds(cluster: LocalCluster) -> tuple[float, float]:
    """Processor seconds so far of the executors' Java, and of all that they started."""
    java = ours = 0.0
    executors = set(cluster.executors())
    parents: dict[int, int] = {}
    times: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = entry.joinpath("stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
            # Its own, and that of ended children: a worker of Python waits for its programs.
            times[int(entry.name)] = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    for process, time_used in times.items():
        above = parents[process]
        while above not in executors and above in parents:
            above = parents[above]
        if process in executors:
            java += time_used
        elif above in executors:
            ours += time_used
    return java, ours


def series_seconds(program: str, model: str, source: Path, folder: Path) -> dict[str, float]:
    """Processor seconds of each series, by the program's own clock of its thread."""
    details = folder / "details.csv"
    subprocess.run(
        [program, "forecast", str(source), "--sorted", "--horizon", "6", "--model", model,
         "--jobs", "1", "--details", str(details), "--timing", "-o", str(folder / "timed.csv")],
        check=True,
    )  # fmt: skip
    with open(details) as file:
        return {row["unique_id"]: float(row["seconds"]) for row in csv.DictReader(file)}


def straggling(frame: DataFrame, seconds: dict[str, float], spread: Spread) -> list[float]:
    """Processor seconds of the series of each of eight partitions."""
    spread_out = spread_sorted(
        frame, "unique_id", ["ds"], partitions=8, spread=spread, cost=Cost.of(["arima"])
    )
    places = spread_out.select("unique_id", F.spark_partition_id().alias("place")).distinct()
    loads = [0.0] * 8
    for row in places.collect():
        loads[row.place] += seconds[row.unique_id]
    return loads


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
    schema = "unique_id string, ds string, y double"
    try:
        for case in cases:
            model, _, size = case.partition(":")
            name = case.replace(":", "-")  # Hadoop takes no colon
            source, one = folder / f"{name}.csv", folder / f"{name}-alone.csv"
            if model == "skew":
                write(skewed(480, 24, 1944), source, monthly=True)
                seconds = series_seconds(program, "arima", source, folder)
                frame = spark.read.csv(str(source), header=True, schema=schema)
                spreads: list[Spread] = ["hash", "cost"]
                for spread in spreads:
                    loads = straggling(frame, seconds, spread)
                    mean = sum(loads) / len(loads)
                    print(f"skew,{spread},longest {max(loads):.2f},mean {mean:.2f}", flush=True)
                continue
            write(yearly(int(size)), source)
            wall_alone, cpu_alone = alone(program, model, source, one)
            frame = spark.read.csv(str(source), header=True, schema=schema)
            before = cpu_seconds(cluster)
            wall, memory = on_cluster(frame, shipped, model, folder / name)
            java, ours = (b - a for a, b in zip(before, cpu_seconds(cluster)))
            assert same(one, folder / name), f"{case} differs from one machine"
            print(
                f"{case},cpu alone {cpu_alone:.1f},cpu program and Python {ours:.1f},"
                f"cpu Java {java:.1f},wall alone {wall_alone:.1f},wall {wall:.1f},"
                f"MB Python {memory.python / 1e6:.0f},MB program {memory.program / 1e6:.0f}",
                flush=True,
            )
    finally:
        spark.stop()
        cluster.stop()


if __name__ == "__main__":
    main()
