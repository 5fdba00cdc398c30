"""Every table is the program's own, to the last bit."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import corridor
from own_output import Program, assert_same, options


@pytest.mark.parametrize(
    "given",
    [
        {"horizon": 12},
        {"horizon": 12, "model": ["ets", "arima", "theta+log"], "levels": [50, 90.5]},
        {"horizon": 3, "model": "snaive", "quantiles": [0.05, 0.5]},
        {"horizon": 24, "model": "drift", "total": "year", "seed": 7},
        {"horizon": 6, "model": "ses", "allow_negative": True, "sorted": True, "jobs": 2},
        {"horizon": 6, "model": "mean", "season": 4, "holidays": ["ramadan"]},
    ],
)
def test_forecasts(program: Program, months: pd.DataFrame, given: dict[str, Any]) -> None:
    status, expected, tables, _ = program.run(
        "forecast", months, *options(given), tables=("failures", "details")
    )
    result = corridor.forecast(months, **given, details=True)
    assert status == (3 if len(result.failures) else 0)
    found = result.forecasts
    if "total" not in given:
        assert found["ds"].dtype == months["ds"].dtype
        found = found.assign(ds=found["ds"].dt.strftime("%Y-%m-%d"))
    assert_same(found, expected)
    assert_same(result.details, tables["details"])
    assert_same(result.failures.drop(columns="detail"), tables["failures"].drop(columns="detail"))


@pytest.mark.parametrize(
    "given",
    [
        {"level": 150, "by": [2024, 2027]},
        {"multiple": 1.2, "base": "2020-01", "by": "2026-06", "levels": [80], "model": "ets"},
        {"level": 1800, "total": "year", "by": 2026, "hold": 1, "regain": True, "seed": 3},
        {"level": 150, "horizon": 12, "as_of": "2021-12", "from_": "2019-01"},
    ],
)
def test_targets(program: Program, months: pd.DataFrame, given: dict[str, Any]) -> None:
    asked = {"series": "s1", "paths": 2000, **given}
    status, expected, _, said = program.run("target", months, *options(asked))
    assert status == 0, said
    assert_same(corridor.target(months, **asked).targets, expected)


@pytest.mark.parametrize(
    ("formula", "given", "tables"),
    [
        ("log(flow) ~ log(dist) + border", {}, ["tests", "predict"]),
        (
            "flow ~ log(dist) | exp^year + imp^year",
            {"family": "poisson", "se": "cluster:exp+imp"},
            [],
        ),
        ("log(flow) ~ log(dist) | exp + imp", {"se": "hc1", "level": 90}, ["fixed-effects"]),
        ("log(flow) ~ log(dist)", {"quantile": 0.5}, []),
        ("log(flow) ~ log(dist) + factor(year)", {"weights": "dist", "se": "hc3"}, ["tests"]),
    ],
)
def test_regressions(
    program: Program, trade: pd.DataFrame, formula: str, given: dict[str, Any], tables: list[str]
) -> None:
    # Truth is a number for a formula, as Arrow's bool is.
    written = trade.assign(border=trade["border"].astype(int))
    status, expected, read, said = program.run(
        "regress", written, formula, *options(given), tables=("summary", *tables)
    )
    assert status == 0, said
    wanted = {name.replace("-", "_"): True for name in tables}
    result = corridor.regress(trade, formula, **given, **wanted)
    assert_same(result.coefficients, expected)
    assert_same(result.summary, read["summary"])
    parts = {
        "tests": result.tests,
        "predict": result.predictions,
        "fixed-effects": result.fixed_effects,
    }
    for name, part in parts.items():
        if name in tables:
            assert_same(part, read[name])
        else:
            assert part is None


def test_notes_are_the_programs(program: Program, trade: pd.DataFrame) -> None:
    holed = trade.assign(dist=trade["dist"].where(trade.index % 50 != 3))
    _, _, _, said = program.run("regress", holed, "log(flow) ~ log(dist)")
    notes = corridor.regress(holed, "log(flow) ~ log(dist)").notes
    assert [f"corridor: batch.csv: {note}" for note in notes] == said.splitlines()
    assert notes and "rows left out" in notes[0]


def test_pyarrow_in_and_out(months: pd.DataFrame) -> None:
    whole = pa.Table.from_pandas(months, preserve_index=False)
    pieces = pa.concat_tables([whole.slice(0, 100), whole.slice(100)])
    expected = corridor.forecast(months, 4, model="drift").forecasts


    class Stream:
        """A frame of another library."""

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return whole.__arrow_c_stream__(requested_schema)

    for given in (whole, pieces, whole.combine_chunks().to_batches()[0], Stream()):
        found = corridor.forecast(given, 4, model="drift").forecasts
        assert isinstance(found, pa.Table)
        assert found["ds"].type == whole["ds"].type
        assert_same(found.to_pandas(), expected)
