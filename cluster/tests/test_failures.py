"""What cannot be done is a row, the same for any number of partitions; nothing else is lost."""

from __future__ import annotations

import csv
from pathlib import Path

from pyspark.sql import SparkSession

import one_machine
from corridor_spark import Program, backtest, forecast, regress, target

SCHEMA = "unique_id string, ds string, y double"
GOOD = [
    (f"good{n:03d}", str(2000 + t), float(n + t * t % 7)) for n in range(150) for t in range(12)
]
REFUSED_ALONE = [
    ("a short", "2000", 1.0),
    ("b twice, 'line 9'", "2000", 1.0),
    ("b twice, 'line 9'", "2001", 2.0),
    ("b twice, 'line 9'", "2001", 3.0),
    ("b twice, 'line 9'", "2002", 3.0),
    ("c empty", "2000", None),
    ("c empty", "2001", None),
    ("h mixed", "2000", 1.0),
    ("h mixed", "2001-05", 2.0),
    ("h mixed", "2002", 2.0),
]
REFUSED_WHOLE = [
    (None, "2000", 1.0),
    (None, "2001", 1.0),
    ("", "2000", 1.0),
    ("=1+1", "2000", 1.0),
    ("=1+1", "2001", 1.0),
    ("d unreadable", "2000", 1.0),
    ("d unreadable", "2001", 1.0),
    ("d unreadable", "line 7", 1.0),
    ("e no period", None, 1.0),
    ("e no period", "2001", 1.0),
    ("f infinite", "2000", 1.0),
    ("f infinite", "2001", float("inf")),
    ("g line\nend", "2000", 1.0),
    ("g line\nend", "2001", 1.0),
    ("i period\nof lines", "20\n00", 1.0),
    ("j period of lines", "20\n00", 1.0),
    ("zz bell \x07", "2000", 1.0),
]
REASONS = {
    ("a short", "too_short"),
    ("b twice, 'line 9'", "duplicate_period"),
    ("c empty", "no_observation"),
    ("h mixed", "mixed_frequency"),
} | {(name, "refused") for name, _, _ in REFUSED_WHOLE}


def test_the_others_are_forecast(spark: SparkSession, program: Program, binary: str) -> None:
    frame = spark.createDataFrame([*REFUSED_WHOLE, *GOOD, *REFUSED_ALONE], SCHEMA)
    expected = one_machine.run(
        binary, "forecast", "-", "--horizon", "2", "--model", "drift,ses",
        stdin=one_machine.text(GOOD),
    )  # fmt: skip
    failed = []
    for partitions in (1, 4):
        given = forecast(
            frame, program=program, horizon=2, model="drift,ses", partitions=partitions
        ).cached()
        assert one_machine.written(given.text) == expected
        failed.append(one_machine.failures(given.failures))
        given.table.unpersist()
    assert failed[0] == failed[1]
    assert {(row[0], row[2]) for row in failed[0]} == REASONS
    assert len(failed[0]) == 2 * len(REASONS), "a row a model"
    details = {(row[0], row[1]): row[3] for row in failed[0]}
    assert details["b twice, 'line 9'", "ses"] == (
        "series 'b twice, 'line 9'', row 3: this period stands already on row 2 "
        "(keep one of them)"
    )
    assert str(details["d unreadable", "ses"]).startswith("row 3: unreadable period 'line 7'")
    assert details["c empty", "ses"] == (
        "series 'c empty', row 1: no observation has a value (leave the series out)"
    )


def test_failures_are_those_of_one_machine(
    spark: SparkSession, program: Program, binary: str, tmp_path: Path
) -> None:
    rows = [*GOOD, *REFUSED_ALONE]
    given = backtest(
        spark.createDataFrame(rows, SCHEMA), program=program, horizon=2, windows=9,
        model="drift,ses", partitions=3,
    )  # fmt: skip
    file = tmp_path / "failures.csv"
    one_machine.run(
        binary, "backtest", "-", "--horizon", "2", "--windows", "9", "--model", "drift,ses",
        "--failures", str(file), stdin=one_machine.text(rows),
    )  # fmt: skip
    one = [tuple(row)[:3] for row in list(csv.reader(file.open()))[1:]]
    found = given.failures.collect()
    assert sorted(row[:3] for row in found) == sorted(one)
    short = {(row.unique_id, row.model): row.detail for row in found if row.reason == "too_short"}
    assert short["a short", "drift"].startswith("series 'a short', drift, cutoff ")


def test_a_partition_in_which_all_fail(spark: SparkSession, program: Program) -> None:
    alone = spark.createDataFrame([("c", "2000", None), ("d", "2000", None)], SCHEMA)
    given = forecast(alone, program=program, horizon=1, model="drift", partitions=1)
    assert given.rows.count() == 0
    assert one_machine.failures(given.failures) == [
        (
            name, "drift", "no_observation",
            f"series '{name}', row 1: no observation has a value (leave the series out)",
        )
        for name in ("c", "d")
    ]  # fmt: skip
    short = spark.createDataFrame([("c", "2000", 1.0)], SCHEMA)
    failed = forecast(short, program=program, horizon=1, model="drift").failures.collect()
    assert [(row.unique_id, row.reason) for row in failed] == [("c", "too_short")]


def test_formulas_are_let_through(spark: SparkSession, program: Program) -> None:
    frame = spark.createDataFrame([("=1+1", str(2000 + t), 1.0 + t) for t in range(5)], SCHEMA)
    given = forecast(frame, program=program, horizon=1, model="drift", allow_formulas=True)
    assert [row.unique_id for row in given.rows.collect()] == ["=1+1"]


def test_long_series_before_and_after_a_refused_one(
    spark: SparkSession, program: Program, binary: str
) -> None:
    """Series longer than a batch of Arrow, and longer than the program reads at once."""
    rows = [(name, t, float(t % 17)) for name in ("a", "b", "d") for t in range(25_000)]
    bad = [("c", t, float("inf") if t == 24_000 else 1.0) for t in range(25_000)]
    frame = spark.createDataFrame([*rows, *bad], "unique_id string, ds int, y double")
    given = forecast(frame, program=program, horizon=1, model="drift", partitions=1)
    assert one_machine.written(given.text) == one_machine.run(
        binary, "forecast", "-", "--horizon", "1", "--model", "drift", stdin=one_machine.text(rows)
    )
    failed = given.failures.collect()
    assert [(row.unique_id, row.reason) for row in failed] == [("c", "refused")]
    assert failed[0].detail.startswith("row 24001: 'inf' is not a finite number")


def test_targets_and_regressions(spark: SparkSession, program: Program) -> None:
    rows = [*REFUSED_ALONE, (None, "2000", 1.0), *GOOD[:12]]
    given = target(
        spark.createDataFrame(rows, SCHEMA), program=program, level=9, by="2015", paths=100,
        partitions=2,
    )  # fmt: skip
    assert [row.series for row in given.rows.collect()] == ["good000"]
    assert {row.unique_id for row in given.failures.collect()} == {row[0] for row in rows[:-12]}
    groups = [("good", float(t), float(t * t)) for t in range(9)] + [("none", 1.0, None)]
    frame = spark.createDataFrame(groups, "g string, x double, y double")
    fits = regress(frame, "y ~ x", program=program, by="g", partitions=2)
    assert {row.group for row in fits.rows.collect()} == {"good"}
    assert [row.unique_id for row in fits.failures.collect()] == ["none"]
