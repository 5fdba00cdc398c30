"""What is wrong with a request is one sentence before any job, where it can be known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession

from corridor_spark import (
    CorridorError,
    Program,
    ProgramMissing,
    backtest,
    forecast,
    regress,
    target,
)


@pytest.fixture(scope="module")
def frame(spark: SparkSession) -> DataFrame:
    """A frame that fails as soon as anything is computed of it."""
    rows = spark.range(5).selectExpr(
        "CAST(raise_error('a job has run') AS string) AS unique_id",
        "DATE'2020-01-01' AS ds",
        "1.0D AS y",
        "array(1) AS list",
    )
    return rows


Call = Callable[[DataFrame, Program], object]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda f, p: forecast(f, program=p, horizon=1, model="etz"), "unknown model 'etz'"),
        (lambda f, p: forecast(f, program=p, horizon=0), "horizon"),
        (lambda f, p: forecast(f, program=p, horizon=1, freq="monthly"), "freq"),
        (lambda f, p: forecast(f, program=p, horizon=1, colour="red"), "colour"),
        (lambda f, p: forecast(f, program=p, horizon=1, levels=[0]), "level"),
        (lambda f, p: forecast(f, program=p, horizon=1, partitions=0), "0 partitions"),
        (lambda f, p: forecast(f, program=p, horizon=1, spread="even"), "unknown spread 'even'"),
        (
            lambda f, p: forecast(f.drop("y"), program=p, horizon=1, id="series"),
            r"'series' for the series id is missing.*; .*'y' for the value is missing",
        ),
        (lambda f, p: forecast(f, program=p, horizon=1, value="ds"), "'ds' .* holds date, not num"),
        (lambda f, p: forecast(f, program=p, horizon=1, time="y"), "'y' .* holds double, not text"),
        (lambda f, p: backtest(f, program=p, horizon=1, windows=0), "windows"),
        (lambda f, p: target(f, program=p, by="2030"), "give either --level or --multiple"),
        (lambda f, p: target(f, program=p, level=5, model="etz", by="2030"), "unknown model 'etz'"),
        (lambda f, p: regress(f, "y ~ z", program=p, columns=["y"]), "no column 'z'"),
        (lambda f, p: regress(f, "y ~ ", program=p, columns=["y"]), "formula|expected|end"),
        (lambda f, p: regress(f, "y ~ 1", program=p), "'list' holds array<int>"),
        (lambda f, p: regress(f, "y ~ 1", program=p, columns=["y"], by="g"), "'g' is missing"),
        (lambda f, p: regress(f, "y ~ 1", program=p, columns=["y"], se="hc9"), "hc9"),
    ],
)
def test_before_any_job(frame: DataFrame, program: Program, call: Call, sentence: str) -> None:
    with pytest.raises(CorridorError, match=sentence) as raised:
        call(frame, program)
    assert "\n" not in str(raised.value)


def test_a_program_that_is_not_there(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(ProgramMissing, match="no program at '.*corridor'"):
        Program.ship(spark, tmp_path / "corridor")
    text = tmp_path / "text"
    text.write_text("no program")
    with pytest.raises(ProgramMissing, match="cannot be run"):
        Program.installed(text)


def test_a_program_that_the_workers_lack(
    spark: SparkSession, binary: str, program: Program, tmp_path: Path
) -> None:
    rows = [("a", 2000 + t, 1.0) for t in range(5)]
    frame = spark.createDataFrame(rows, "unique_id string, ds int, y double")
    elsewhere = Program.installed(tmp_path / "corridor", driver_path=binary)
    with pytest.raises(Exception, match="no program at"):
        forecast(frame, program=elsewhere, horizon=1).rows.collect()
    there = Program.installed(binary)
    assert forecast(frame, program=there, horizon=1, model="naive").rows.count() == 1


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("echo 'unique_id,surprise'; echo 'a,1'; cat >/dev/null", "of different versions"),
        ("head -c 10 >/dev/null; echo 'corridor: out of luck' >&2; kill -9 $$", "signal 9: .*luck"),
        ("cat >/dev/null; echo 'corridor: the disk is gone' >&2; exit 73", "73: .*disk is gone"),
    ],
)
def test_a_program_that_breaks(
    spark: SparkSession, binary: str, program: Program, tmp_path: Path, script: str, sentence: str
) -> None:
    """What it said on stderr reaches the user, and what it did not do is not passed off as done."""
    broken = tmp_path / "corridor"
    broken.write_text(f"#!/bin/sh\n{script}\n")
    broken.chmod(0o755)
    rows = [("a", 2000 + t, 1.0) for t in range(5)]
    frame = spark.createDataFrame(rows, "unique_id string, ds int, y double")
    with pytest.raises(Exception, match=sentence):
        forecast(
            frame, program=Program.installed(broken, driver_path=binary), horizon=1
        ).rows.collect()
