"""The bytes are those of one machine, for any number of partitions."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

import one_machine
from corridor_spark import Program, backtest, forecast, regress, target

SCHEMA = "unique_id string, ds string, y double"
SERIES = one_machine.panel(300)
TEXT = one_machine.text(SERIES)


@pytest.fixture(scope="module")
def panel(spark: SparkSession) -> DataFrame:
    """The rows in an order that no reader could want."""
    return spark.createDataFrame(SERIES, SCHEMA).orderBy(F.rand(7)).cache()


@pytest.mark.parametrize("partitions", [1, 2, 7])
def test_forecasts(panel: DataFrame, program: Program, binary: str, partitions: int) -> None:
    given = forecast(panel, program=program, horizon=4, model="ets,snaive", partitions=partitions)
    expected = one_machine.run(
        binary, "forecast", "-", "--horizon", "4", "--model", "ets,snaive", stdin=TEXT
    )
    assert one_machine.written(given.text) == expected


def test_spread_by_cost(panel: DataFrame, program: Program, binary: str) -> None:
    given = forecast(
        panel, program=program, horizon=2, model="theta", partitions=3, spread="cost",
        levels=[99.5], quantiles=[0.05, 0.5],
    )  # fmt: skip
    expected = one_machine.run(
        binary, "forecast", "-", "--horizon", "2", "--model", "theta", "--levels", "99.5",
        "--quantiles", "0.05,0.5", stdin=TEXT,
    )  # fmt: skip
    assert one_machine.written(given.text) == expected


def test_totals(panel: DataFrame, program: Program, binary: str) -> None:
    few = panel.where("unique_id < 's00010'")
    given = forecast(few, program=program, horizon=12, model="drift", total="year", partitions=2)
    lines = one_machine.text([row for row in SERIES if str(row[0]) < "s00010"])
    expected = one_machine.run(
        binary, "forecast", "-", "--horizon", "12", "--model", "drift", "--total", "year",
        stdin=lines,
    )  # fmt: skip
    assert one_machine.written(given.text) == expected


@pytest.mark.parametrize("partitions", [1, 5])
def test_backtests(panel: DataFrame, program: Program, binary: str, partitions: int) -> None:
    given = backtest(
        panel, program=program, horizon=3, windows=2, step=2, model="drift", partitions=partitions
    )
    expected = one_machine.run(
        binary, "backtest", "-", "--horizon", "3", "--windows", "2", "--step", "2", "--model",
        "drift", stdin=TEXT,
    )  # fmt: skip
    assert one_machine.written(given.text) == expected


def test_targets(panel: DataFrame, program: Program, binary: str) -> None:
    names = [f"s{number:05d}" for number in range(4)]
    options = [
        "--multiple",
        "1.2",
        "--base",
        "2001-12",
        "--by",
        "2003-06,2004-01",
        "--paths",
        "500",
    ]
    given = target(
        panel.where(F.col("unique_id").isin(names)), program=program, multiple=1.2, base="2001-12",
        by=["2003-06", "2004-01"], paths=500, levels=[80], partitions=3,
    )  # fmt: skip
    one = [
        one_machine.run(
            binary, "target", "-", "--series", name, *options, "--levels", "80", stdin=TEXT
        )
        for name in names
    ]
    header, *_ = one[0].splitlines(keepends=True)
    assert one_machine.written(given.text, "series") == header + "".join(
        text.removeprefix(header) for text in one
    )


def test_regressions(spark: SparkSession, program: Program, binary: str) -> None:
    rows = [
        (
            "=odd" if group == 3 else f"g{group}",
            i,
            (i * 37 % 11) + group * i / 7,
            i * 37 % 11,
            i % 3,
        )
        for group in range(5)
        for i in range(20)
    ]
    names = ["g", "i", "y", "x", "k"]
    frame = spark.createDataFrame(rows, names).orderBy(F.rand(3))
    given = regress(
        frame, "y ~ x + factor(k)", program=program, by="g", order=["i"], columns=["y", "x", "k"],
        se="hc1", partitions=3,
    )  # fmt: skip
    expected = []
    for name in sorted({str(row[0]) for row in rows}):
        group = [row for row in rows if row[0] == name]
        text = one_machine.run(
            binary, "regress", "-", "y ~ x + factor(k)", "--se", "hc1",
            stdin=one_machine.text(group, names),
        )  # fmt: skip
        header, *lines = csv.reader(io.StringIO(text))
        expected += [[name, *line] for line in lines]
    assert one_machine.written(given.text, "group") == one_machine.text(
        expected, ["group", *header]
    )


def test_one_regression_over_all_rows(spark: SparkSession, program: Program, binary: str) -> None:
    rows = [(i, i * 1.5 + (i * 31 % 17), i * 31 % 17) for i in range(50)]
    frame = spark.createDataFrame(rows, ["i", "y.1", "x"]).orderBy(F.rand(5))
    formula = "`y.1` ~ x + lag(`y.1`, 1)"
    given = regress(frame, formula, program=program, order=["i"])
    expected = one_machine.run(
        binary, "regress", "-", formula, stdin=one_machine.text(rows, ["i", "y.1", "x"])
    )
    # One task, so that the rows are in the program's order.
    found = given.text.drop("group")
    assert one_machine.text(found.collect(), found.columns) == expected


def test_parquet_in_and_out(
    panel: DataFrame, program: Program, spark: SparkSession, binary: str, tmp_path: Path
) -> None:
    panel.where("unique_id < 's00020'").write.parquet(str(tmp_path / "in"))
    given = forecast(
        spark.read.parquet(str(tmp_path / "in")), program=program, horizon=2, model="drift"
    )
    given.rows.write.parquet(str(tmp_path / "out"))
    read = spark.read.parquet(str(tmp_path / "out"))
    assert read.schema["median"].dataType.simpleString() == "double"
    assert read.count() == 40
