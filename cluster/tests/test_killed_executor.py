"""An executor is killed in the middle of a job: Spark runs its tasks again, and nothing shows."""

from __future__ import annotations

import threading
import time

from pyspark.sql import DataFrame, SparkSession

import one_machine
from corridor_spark import Program, forecast
from local_cluster import LocalCluster


def test_nothing_is_lost_or_doubled(
    spark: SparkSession, program: Program, binary: str, cluster: LocalCluster
) -> None:
    rows = one_machine.panel(240, length=48)
    frame = spark.createDataFrame(rows, "unique_id string, ds string, y double")
    given = forecast(frame, program=program, horizon=3, model="arima", partitions=12)
    found: list[str] = []
    job = threading.Thread(target=lambda: found.append(one_machine.written(given.text)))
    job.start()
    before = _wait_for_the_middle(frame, job)
    victim = cluster.kill_one_executor()
    job.join(timeout=240)
    assert found, "the job did not end"
    assert 0 < before < 12, "it was killed in the middle"
    assert victim not in cluster.executors()
    assert found[0] == one_machine.run(
        binary, "forecast", "-", "--horizon", "3", "--model", "arima", stdin=one_machine.text(rows)
    )


def _wait_for_the_middle(frame: DataFrame, job: threading.Thread) -> int:
    """Waits until some partitions are done and others are worked on; how many are done."""
    status = frame.sparkSession.sparkContext.statusTracker()
    while job.is_alive():
        for stage in status.getActiveStageIds():
            info = status.getStageInfo(stage)
            if info and info.numTasks == 12 and info.numCompletedTasks and info.numActiveTasks:
                return int(info.numCompletedTasks)
        time.sleep(0.02)
    raise AssertionError("the job ended before its middle was seen")
