"""What is wrong is said in one sentence with its code, the program's own where it has one."""

from __future__ import annotations

import datetime
import math
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import corridor
from own_output import Program


def frame(**columns: Any) -> pd.DataFrame:
    good: dict[str, Any] = {
        "unique_id": ["a"] * 12,
        "ds": [2010 + t for t in range(12)],
        "y": [10.0 + t * t % 5 for t in range(12)],
    }
    return pd.DataFrame({**good, **columns})


def refused(
    kind: type[corridor.CorridorError], data: Any, horizon: int = 3, **options: Any
) -> str:
    with pytest.raises(kind) as caught:
        corridor.forecast(data, horizon, **options)
    assert caught.value.code == kind.code
    return str(caught.value)


@pytest.mark.parametrize("missing", ["ds", "y"])
def test_missing_columns(program: Program, missing: str) -> None:
    data = frame().drop(columns=missing)
    status, _, _, said = program.run("forecast", data, "--horizon", "3")
    assert status == 65
    text = refused(corridor.BadInput, data)
    # The options that each has differ, and so does the advice: what is wrong is the same.
    sentence = said.removeprefix("corridor: batch.csv:1: ").split(" (")[0].strip()
    assert sentence and sentence in text


def test_types_that_are_not_read() -> None:
    text = refused(corridor.BadInput, frame(y=[[1.0]] * 12))
    assert "column 'y' has the type list<" in text
    text = refused(corridor.BadInput, frame(ds=[datetime.timedelta(days=t) for t in range(12)]))
    assert "column 'ds'" in text


def test_words_among_numbers() -> None:
    text = refused(corridor.BadInput, frame(y=["1"] * 5 + ["many"] + ["2"] * 6))
    assert text.startswith("row 5: ") and "many" in text


def test_infinities() -> None:
    for value in (math.inf, -math.inf):
        text = refused(corridor.BadInput, frame(y=[1.0] * 3 + [value] + [2.0] * 8))
        assert text.startswith("row 3: ") and "finite" in text


def test_times_of_day() -> None:
    times = [datetime.datetime(2020, 1, 1 + t, 12, 30) for t in range(12)]
    text = refused(corridor.BadInput, frame(ds=times))
    assert text.startswith("row 0: ") and "2020-01-01 12:30:00" in text


def test_duplicate_periods_fail_their_series_alone() -> None:
    double = frame(ds=[2010 + t - (t == 7) for t in range(12)])
    data = pd.concat([double, frame(unique_id=["b"] * 12)], ignore_index=True)
    result = corridor.forecast(data, 3, model="drift")
    assert set(result.forecasts["unique_id"]) == {"b"}
    assert list(result.failures["reason"]) == ["duplicate_period"]
    assert "row 6" in result.failures["detail"][0] and "row 7" in result.failures["detail"][0]


def test_only_failures() -> None:
    with pytest.raises(corridor.BadInput) as caught:
        corridor.forecast(frame(ds=[2010] * 12), 3)
    assert list(caught.value.failures["reason"]) == ["duplicate_period"]


def test_no_rows() -> None:
    for data in (frame().iloc[:0], pa.Table.from_pandas(frame(), preserve_index=False).slice(0, 0)):
        assert "no observation" in refused(corridor.BadInput, data)


def test_no_values() -> None:
    assert "no observation" in refused(corridor.BadInput, frame(y=[math.nan] * 12))


def test_no_columns() -> None:
    assert "no column" in refused(corridor.BadInput, pa.table({}))


def test_two_columns_of_one_name() -> None:
    data = frame()
    data.columns = pd.Index(["unique_id", "ds", "ds"])
    refused(corridor.BadInput, data)


def test_ids_that_would_run() -> None:
    text = refused(corridor.BadInput, frame(unique_id=["=1+1"] * 12))
    assert "formula" in text and "`allow_formulas`" in text
    assert len(corridor.forecast(frame(unique_id=["=1+1"] * 12), 3, allow_formulas=True).forecasts)


def test_what_is_no_frame() -> None:
    refused(corridor.BadInput, {"y": [1, 2]})


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"model": "etz"}, "etz"),
        ({"model": ["ets", "ets"]}, "twice"),
        ({"levels": [0.8]}, "share"),
        ({"quantiles": [5]}, "share"),
        ({"season": 0}, "`season`"),
        ({"freq": "fortnight"}, "fortnight"),
        ({"jobs": 0}, "`jobs`"),
        ({"total": "week"}, "`total`"),
        ({"seed": -1}, "`seed`"),
        ({"holidays": "yule"}, "yule"),
    ],
)
def test_wrong_usage(options: dict[str, Any], word: str) -> None:
    assert word in refused(corridor.WrongUsage, frame(), **options)


@pytest.mark.parametrize("horizon", [0, -1, 100_001])
def test_wrong_horizons(horizon: int) -> None:
    assert "horizon" in refused(corridor.WrongUsage, frame(), horizon=horizon)


def test_wrong_targets() -> None:
    data = frame()
    for kind, options in [
        (corridor.WrongUsage, {"by": 2030}),
        (corridor.WrongUsage, {"level": 20.0}),
        (corridor.WrongUsage, {"level": 20.0, "by": "soon"}),
        (corridor.WrongUsage, {"level": 20.0, "by": 2030, "hold": 0}),
        (corridor.WrongUsage, {"level": -1.0, "by": 2030}),
        (corridor.BadInput, {"level": 20.0, "by": 2030, "series": "b"}),
        (corridor.WrongUsage, {"level": 20.0, "by": "2030-05", "from_": "1900-05"}),
    ]:
        with pytest.raises(kind):
            corridor.target(data, paths=1000, **options)


def test_wrong_regressions() -> None:
    data = pd.DataFrame({"y": [1.0, 2.0, 4.0, 3.0], "x": [1, 2, 3, 5], "g": list("aabb")})
    for kind, formula, options in [
        (corridor.WrongUsage, "y ~ ", {}),
        (corridor.WrongUsage, "y ~ log(x", {}),
        (corridor.WrongUsage, "y ~ x", {"family": "normal"}),
        (corridor.WrongUsage, "y ~ x", {"se": "hc9"}),
        (corridor.WrongUsage, "y ~ x", {"fixed_effects": True}),
        (corridor.BadInput, "y ~ z", {}),
        (corridor.BadInput, "y ~ g", {}),
        (corridor.BadInput, "y ~ x", {"weights": "w"}),
    ]:
        with pytest.raises(kind):
            corridor.regress(data, formula, **options)
    with pytest.raises(corridor.BadInput):
        corridor.regress(data.iloc[:0], "y ~ x")
