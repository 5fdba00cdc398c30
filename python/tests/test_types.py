"""Columns of every type that is read give what the same cells as text give."""

from __future__ import annotations

import datetime
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import corridor
from corridor.frames import one_batch
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


def periods_after(ds: Any, **options: Any) -> pd.Series:
    """The periods that a frame of pandas comes back with."""
    frame = pd.DataFrame({"unique_id": "a", "ds": ds, "y": VALUES})
    return corridor.forecast(frame, 2, model="drift", **options).forecasts["ds"]


def test_years_of_pandas() -> None:
    frame = pd.DataFrame({"unique_id": IDS, "ds": pd.PeriodIndex(YEARS, freq="Y"), "y": VALUES})
    found = corridor.forecast(frame, 3, model="ets").forecasts
    assert found["ds"].dtype == frame["ds"].dtype
    found["ds"] = found["ds"].astype(str)
    assert_same(found, given().forecasts.to_pandas())


@pytest.mark.parametrize(
    "freq",
    [
        "Y", "Y-MAR", "Q", "Q-JAN", "Q-MAR", "Q-NOV", "M", "W", "W-MON", "W-TUE", "W-WED", "W-THU",
        "W-FRI", "W-SAT", "D",
    ],
)  # fmt: skip
def test_periods_of_pandas(freq: str) -> None:
    periods = pd.period_range("2015-01-05", periods=22, freq=freq)
    found = periods_after(periods[:20])
    assert found.dtype == periods.dtype
    assert list(found) == list(periods[20:])


def test_periods_of_pandas_with_gaps() -> None:
    periods = pd.Series(pd.period_range("2015-01", periods=20, freq="M"))
    periods[3] = pd.NaT
    with pytest.raises(corridor.BadInput) as caught:
        periods_after(periods)
    assert "row 3: " in str(caught.value) and "NaT" not in str(caught.value)


@pytest.mark.parametrize(
    ("freq", "options", "texts"),
    [
        ("2M", {}, ["2018-04", "2018-05"]),
        ("7D", {}, ["2015-05-21", "2015-05-28"]),
    ],
)
def test_periods_that_come_back_as_texts(
    freq: str, options: dict[str, Any], texts: list[str]
) -> None:
    periods = pd.period_range("2015-01-01", periods=20, freq=freq)
    assert list(periods_after(periods, **options)) == texts


@pytest.mark.parametrize("ordered", [False, True])
def test_categories_of_pandas(ordered: bool) -> None:
    months = pd.date_range("2015-01-01", periods=22, freq="MS")
    for values in [months, months.strftime("%Y-%m"), pd.Index(range(2000, 2022))]:
        given_as = pd.Categorical(values[:20], ordered=ordered)
        found = periods_after(given_as)
        assert isinstance(found.dtype, pd.CategoricalDtype)
        assert found.dtype.ordered == ordered
        assert found.dtype.categories.dtype == given_as.categories.dtype
        assert list(found) == list(values[20:])


@pytest.mark.parametrize(
    "dtype", ["Int64", "Int16", "int32", "float64", "string", "string[pyarrow]", "int64[pyarrow]"]
)
def test_other_types_of_pandas(dtype: str) -> None:
    years = pd.Series(range(2000, 2020)).astype(dtype)
    found = periods_after(years)
    assert found.dtype == years.dtype
    assert [str(year)[:4] for year in found] == ["2020", "2021"]


def test_dictionaries() -> None:
    kind = pa.dictionary(pa.int8(), pa.string())
    found = given(ds=pa.array([str(year) for year in YEARS]).cast(kind))
    assert found.forecasts["ds"].type == kind
    assert found.forecasts["ds"].to_pylist() == ["2020", "2021", "2022"] * 2


@pytest.mark.parametrize("zone", ["America/Sao_Paulo", "Asia/Beirut", "America/Havana", "+05:00"])
@pytest.mark.parametrize("unit", ["s", "ns"])
def test_days_without_midnight(zone: str, unit: str) -> None:
    # Clocks went forward or back at midnight: 2018-11-04, 2018-03-25 and 2018-10-28, 2018-11-04.
    for start in ["2018-10-14", "2018-10-15", "2018-10-16", "2018-03-05", "2018-10-08"]:
        days = pd.date_range(start, periods=60, freq="D").tz_localize(
            zone, ambiguous=[True] * 60, nonexistent="shift_forward"
        )
        days = days.as_unit(unit)
        for history in (days[:20], days[40:]):
            found = periods_after(history)
            assert found.dtype == days.dtype
        assert list(periods_after(days[:20])) == list(days[20:22])
        assert list(periods_after(days[38:58])) == list(days[58:])


def test_times_that_are_no_day_of_a_zone() -> None:
    times = pd.date_range("2018-10-14 01:00", periods=20, freq="D", tz="America/Sao_Paulo")
    with pytest.raises(corridor.BadInput, match="row 0: .*time of day"):
        periods_after(times)


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


MIXED = [datetime.date(2020, 1, 1), 5, "x", {}] * 5


@pytest.mark.parametrize(
    "beside", [MIXED, [object()] * 20, [2**70] * 20, [1j] * 20, [{1, 2}] * 20, [b"x"] * 20]
)
def test_columns_beside_of_any_kind(beside: Any) -> None:
    frame = pd.DataFrame({"other": beside, "unique_id": IDS, "ds": YEARS, "y": VALUES})
    frame["a\0b"] = 1
    found = corridor.forecast(frame, 3, model="ets").forecasts
    assert_same(found.drop(columns="ds"), given().forecasts.to_pandas().drop(columns="ds"))
    with pytest.raises(corridor.BadInput, match="^column 'other' "):
        corridor.forecast(frame, 3, value="other")
    with pytest.raises(corridor.BadInput, match="^column 'other' "):
        corridor.regress(frame, "y ~ other")
    assert len(corridor.regress(frame, "y ~ ds").coefficients) == 2


def test_an_unknown_zone_beside() -> None:
    times = pa.array([0] * 20, pa.timestamp("s", "Nowhere/Land"))
    table = pa.table({"unique_id": IDS, "ds": YEARS, "y": VALUES, "stamped": times})
    assert len(corridor.forecast(table, 3, model="ets").forecasts) == 6
    with pytest.raises(corridor.BadInput, match="^column 'stamped' .*Nowhere/Land"):
        corridor.forecast(table, 3, time="stamped")


def test_rows_are_never_left_out() -> None:
    class Split:
        """A table whose chunks do not go into one."""

        schema = pa.schema([pa.field("y", pa.float64())])
        num_rows = 2

        def combine_chunks(self) -> Split:
            return self

        def cast(self, schema: pa.Schema) -> Split:
            return self

        def to_batches(self) -> list[pa.RecordBatch]:
            return [pa.RecordBatch.from_pydict({"y": [1.0]})] * 2

    with pytest.raises(corridor.BadInput, match="2 rows"):
        one_batch(Split())
