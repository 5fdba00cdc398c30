"""Ids, periods and values of every kind that a data frame can have."""

from __future__ import annotations

import datetime
import decimal
import math

import pytest
from pyspark.sql import SparkSession

import one_machine
from corridor_spark import Program, forecast
from corridor_spark.number_text import shortest

SCHEMA = "unique_id string, ds string, y double"
IDS = [
    "plain",
    "with, comma",
    'with "quotes"',
    "ünïcode 系列",
    "007",
    "NA",
    "null",
    " space ",
    "it's",
]


def test_ids_come_back_as_they_were(spark: SparkSession, program: Program, binary: str) -> None:
    rows = [(name, str(2000 + t), float(t * t)) for name in sorted(IDS) for t in range(6)]
    given = forecast(
        spark.createDataFrame(rows, SCHEMA), program=program, horizon=1, model="drift", partitions=3
    )
    expected = one_machine.run(
        binary, "forecast", "-", "--horizon", "1", "--model", "drift", stdin=one_machine.text(rows)
    )
    assert one_machine.written(given.text) == expected
    assert {row.unique_id for row in given.rows.collect()} == set(IDS)


@pytest.mark.parametrize(
    ("schema", "periods", "following"),
    [
        ("date", [datetime.date(2020, month, 1) for month in (1, 2, 3)], datetime.date(2020, 4, 1)),
        (
            "timestamp",
            [datetime.datetime(2020, month, 1) for month in (1, 2, 3)],
            datetime.datetime(2020, 4, 1),
        ),
        (
            "timestamp_ntz",
            [datetime.datetime(2020, month, 1) for month in (1, 2, 3)],
            datetime.datetime(2020, 4, 1),
        ),
        ("int", [1, 2, 10], 11),
        ("bigint", [1, 2, 3], 4),
        ("string", ["2020-Q1", "2020-Q2", "2020-Q3"], "2020-Q4"),
    ],
)
def test_periods_keep_their_type(
    spark: SparkSession, program: Program, schema: str, periods: list[object], following: object
) -> None:
    # Python's time stamps without a zone are of the zone of the process; Spark's text is not.
    if schema == "timestamp":
        texts = [(number, str(period), 5.0) for number, period in enumerate(periods)]
        frame = spark.createDataFrame(texts, "unique_id int, ds string, y double").selectExpr(
            "1 AS unique_id", "CAST(ds AS timestamp) AS ds", "y"
        )
    else:
        rows = [(1, period, 5.0) for period in periods]
        frame = spark.createDataFrame(rows, f"unique_id int, ds {schema}, y double")
    given = forecast(frame, program=program, horizon=1, model="naive").rows
    assert given.schema["unique_id"].dataType.simpleString() == "int"
    assert given.schema["ds"].dataType.simpleString() == schema
    found = given.selectExpr("CAST(ds AS string)", "unique_id").collect()
    assert [(row[0], row[1]) for row in found] == [(str(following), 1)]


@pytest.mark.parametrize(
    ("schema", "values"),
    [
        ("int", [1, 2, 4]),
        ("bigint", [2**53 + 1, 2**53 + 3, 2**53 + 5]),
        ("float", [0.1, 0.2, 0.4]),
        (
            "decimal(30,10)",
            [decimal.Decimal("0.1"), decimal.Decimal("0.2"), decimal.Decimal("0.4")],
        ),
        ("double", [1e-300, math.pi, 1e15]),
    ],
)
def test_values_are_sent_exactly(
    spark: SparkSession, program: Program, schema: str, values: list[float]
) -> None:
    """The naive forecast is the last value, so that what comes back is what was read."""
    rows = [("a", t, value) for t, value in enumerate(values)]
    frame = spark.createDataFrame(rows, f"unique_id string, ds int, y {schema}")
    given = forecast(frame, program=program, horizon=1, model="naive").rows.collect()
    last = frame.selectExpr("CAST(y AS double) AS y", "ds").orderBy("ds").collect()[-1]
    assert given[0].median == last.y


def test_null_and_nan_are_missing(spark: SparkSession, program: Program, binary: str) -> None:
    values = [1.0, None, 3.0, math.nan, 6.0]
    rows = [("a", str(2000 + t), value) for t, value in enumerate(values)]
    given = forecast(spark.createDataFrame(rows, SCHEMA), program=program, horizon=2, model="drift")
    empty = [(name, ds, None if y is None or math.isnan(y) else y) for name, ds, y in rows]
    expected = one_machine.run(
        binary, "forecast", "-", "--horizon", "2", "--model", "drift", stdin=one_machine.text(empty)
    )
    assert one_machine.written(given.text) == expected


def test_other_column_names(spark: SparkSession, program: Program) -> None:
    rows = [("a", 2000 + t, float(t)) for t in range(5)]
    frame = spark.createDataFrame(rows, "`my series` string, `the.year` int, `v-1` double")
    given = forecast(
        frame, program=program, horizon=1, model="drift", id="my series", time="the.year",
        value="v-1",
    )  # fmt: skip
    assert [(row.unique_id, row.ds, row.median) for row in given.rows.collect()] == [
        ("a", 2005, 5.0)
    ]


def test_an_empty_frame_and_empty_partitions(spark: SparkSession, program: Program) -> None:
    empty = forecast(spark.createDataFrame([], SCHEMA), program=program, horizon=1)
    assert empty.table.collect() == []
    rows = [("a", str(2000 + t), float(t)) for t in range(5)]
    one = forecast(
        spark.createDataFrame(rows, SCHEMA), program=program, horizon=1, model="drift", partitions=6
    )
    assert one.rows.count() == 1


def test_numbers_are_written_as_the_program_does(binary: str) -> None:
    values = [
        sign * value
        for sign in (1, -1)
        for k in range(-12, 22)
        for value in (
            10.0**k,
            1.5 * 10.0**k,
            math.pi * 10.0**k,
            2.0**k,
            2.0**53 - 1,
            2.0**53,
            2.0**53 + 2,
        )
    ]
    rows = [(f"s{i:04d}", t, value) for i, value in enumerate(values) for t in (1, 2)]
    text = one_machine.run(
        binary, "forecast", "-", "--horizon", "1", "--model", "naive", "--allow-negative",
        stdin=one_machine.text([(name, t, repr(value)) for name, t, value in rows]),
    )  # fmt: skip
    assert [line.split(",")[4] for line in text.splitlines()[1:]] == [
        shortest(value) for value in values
    ]
