"""The rows are those of one machine, for any number of partitions."""

from __future__ import annotations

import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

import one_machine
from corridor_spark import Program, backtest, forecast, regress, target

SERIES = one_machine.panel(300)
SCHEMA = "unique_id string, ds string, y double"
TEXT = one_machine.text(SERIES, ["unique_id", "ds", "y"])
NUMBERS = ["mean", "median", "lo-80", "hi-80", "lo-95", "hi-95"]


@pytest.mark.parametrize("partitions", [1, 2, 7, 300])
def test_forecasts(spark: SparkSession, program: Program, binary: str, partitions: int) -> None:
    frame = spark.createDataFrame(SERIES, SCHEMA).orderBy(F.rand(7))
    given = forecast(frame, program=program, horizon=4, model="ets,snaive", partitions=partitions)
    expected = one_machine.table(
        binary, "forecast", "-", "--horizon", "4", "--model", "ets,snaive", stdin=TEXT
    )
    assert one_machine.numbers(one_machine.cells(given.rows), NUMBERS) == one_machine.numbers(
        expected, NUMBERS
    )
    assert given.failures.count() == 0
