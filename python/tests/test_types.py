"""Columns of every type that is read give what the same cells as text give."""

from __future__ import annotations

import datetime
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import corridor
from own_output import assert_same

YEARS = [2010 + t for t in range(10)] * 2
IDS = ["a"] * 10 + ["b"] * 10
VALUES = [float(10 + t * t % 7 + t) for t in range(20)]


def given(ids: Any = None, ds: Any = None, y: Any = None) -> corridor.Forecasts:
    table = pa.table(
        {
            "unique_id": pa.array(IDS) if ids is None else ids,
            "ds": pa.array([str(year) for year in YEARS]) if ds is None else ds,
            "y": pa.array(VALUES) if y is None else y,
        }
    )
    return corridor.forecast(table, 3, model="ets")


def assert_like_text(found: corridor.Forecasts, but: str = "") -> None:
    drop = [but] if but else []
    assert_same(
        found.forecasts.to_pandas().drop(columns=drop),
        given().forecasts.to_pandas().drop(columns=drop),
    )


@pytest.mark.parametrize(
    "kind",
    [
        pa.string(),
        pa.large_string(),
        pa.string_view(),
        pa.dictionary(pa.int8(), pa.string()),
        pa.dictionary(pa.uint64(), pa.large_string()),
    ],
)
def test_ids(kind: pa.DataType) -> None:
    assert_like_text(given(ids=pa.array(IDS).cast(kind)))


@pytest.mark.parametrize(
    "kind",
    [
        pa.float32(), pa.float64(), pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(),
        pa.uint16(), pa.uint32(), pa.uint64(), pa.decimal128(10, 2), pa.string(),
    ],
)  # fmt: skip
def test_values(kind: pa.DataType) -> None:
    assert_like_text(given(y=pa.array(VALUES).cast(kind)))


@pytest.mark.parametrize("kind", [pa.int16(), pa.int32(), pa.int64(), pa.uint16()])
def test_years(kind: pa.DataType) -> None:
    found = given(ds=pa.array(YEARS).cast(kind))
    assert_like_text(found, but="ds")
    assert found.forecasts["ds"].type == kind
    assert found.forecasts["ds"].to_pylist() == [2020, 2021, 2022] * 2


@pytest.mark.parametrize(
    "kind",
    [
        pa.date32(), pa.date64(), pa.timestamp("s"), pa.timestamp("ms"), pa.timestamp("us"),
        pa.timestamp("ns"),
    ],
)  # fmt: skip
def test_dates(kind: pa.DataType) -> None:
    days = pa.array([datetime.date(year, 12, 31) for year in YEARS]).cast(kind)
    found = given(ds=days)
    assert found.forecasts["ds"].type == kind
    years = [value.year for value in found.forecasts["ds"].to_pylist()]
    assert years == [2020, 2021, 2022] * 2
    assert_like_text(found, but="ds")


def test_days_before_1970() -> None:
    days = [datetime.date(1960 + year - 2010, 3, 1) for year in YEARS]
    found = given(ds=pa.array(days))
    assert found.forecasts["ds"].to_pylist()[0] == datetime.date(1970, 3, 1)


def test_a_zone_is_the_wall_clock() -> None:
    days = pd.to_datetime([f"{year}-01-01" for year in YEARS]).tz_localize("Asia/Almaty")
    frame = pd.DataFrame({"unique_id": IDS, "ds": days, "y": VALUES})
    found = corridor.forecast(frame, 3, model="ets").forecasts
    assert found["ds"].dtype == frame["ds"].dtype
    assert list(found["ds"].dt.strftime("%Y-%m-%d %H"))[0] == "2020-01-01 00"


def test_periods_of_pandas() -> None:
    frame = pd.DataFrame({"unique_id": IDS, "ds": pd.PeriodIndex(YEARS, freq="Y"), "y": VALUES})
    assert_same(
        corridor.forecast(frame, 3, model="ets").forecasts, given().forecasts.to_pandas()
    )


def test_quarters_of_pandas() -> None:
    quarters = pd.period_range("2015Q1", periods=20, freq="Q")
    frame = pd.DataFrame({"unique_id": "a", "ds": quarters, "y": VALUES})
    assert list(corridor.forecast(frame, 2, model="drift").forecasts["ds"]) == ["2020Q1", "2020Q2"]


def test_null_and_nan_are_no_value() -> None:
    holed = [None if t == 4 else value for t, value in enumerate(VALUES)]
    nans = [float("nan") if value is None else value for value in holed]
    of_null = corridor.forecast(
        pa.table({"unique_id": IDS, "ds": YEARS, "y": pa.array(holed)}), 3, model="arima"
    )
    of_nan = corridor.forecast(
        pa.table({"unique_id": IDS, "ds": YEARS, "y": pa.array(nans)}), 3, model="arima"
    )
    left_out = [t for t in range(20) if t != 4]
    without = corridor.forecast(
        pa.table({name: [column[t] for t in left_out] for name, column in
                  {"unique_id": IDS, "ds": YEARS, "y": VALUES}.items()}), 3, model="arima"
    )  # fmt: skip
    for found in (of_nan, without):
        assert_same(found.forecasts.to_pandas(), of_null.forecasts.to_pandas())


def test_slices_begin_where_they_begin() -> None:
    table = pa.table(
        {"unique_id": ["x"] * 3 + IDS, "ds": [1, 2, 3] + YEARS, "y": [1.0] * 3 + VALUES}
    )
    batch = table.combine_chunks().to_batches()[0].slice(3)
    assert_same(
        corridor.forecast(batch, 3, model="ets").forecasts.to_pandas().drop(columns="ds"),
        given().forecasts.to_pandas().drop(columns="ds"),
    )


def test_ids_in_the_index() -> None:
    frame = pd.DataFrame({"ds": YEARS, "y": VALUES}, index=pd.Index(IDS, name="unique_id"))
    found = corridor.forecast(frame, 3, model="ets").forecasts
    assert_same(found.drop(columns="ds"), given().forecasts.to_pandas().drop(columns="ds"))


def test_ids_that_a_file_must_quote() -> None:
    names = [
        "with, comma", 'with "quotes"', "semi;colon",
        "ünïcode 系列", " space ", "007", "NA",
    ]  # fmt: skip
    frame = pd.DataFrame(
        [(name, 2000 + t, float(t * t)) for name in names for t in range(6)],
        columns=["unique_id", "ds", "y"],
    )
    found = corridor.forecast(frame, 1, model="drift").forecasts
    assert list(found["unique_id"]) == names


def test_columns_by_other_names_and_beside() -> None:
    frame = pd.DataFrame(
        {"country": IDS, "Year": YEARS, "exports; total": VALUES, "lists": [[1]] * 20}
    )
    found = corridor.forecast(
        frame, 3, model="ets", id="country", time="Year", value="exports; total"
    ).forecasts
    assert_same(found.drop(columns="ds"), given().forecasts.to_pandas().drop(columns="ds"))
    assert found["ds"].dtype == frame["Year"].dtype
