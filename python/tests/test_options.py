"""Options are Python's, numpy's or pandas' values; nothing is cut."""

from __future__ import annotations

import datetime
import decimal
import fractions
from typing import Any

import numpy as np
import pandas as pd
import pytest

import corridor
from corridor.options import option_list
from own_output import assert_same


def years() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unique_id": "a",
            "ds": [2000 + t for t in range(20)],
            "y": [10.0 + t * t % 7 + t for t in range(20)],
        }
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.int64(12), "12"),
        (np.uint64(2**64 - 1), "18446744073709551615"),
        (2**53 + 1, "9007199254740993"),
        (np.float32(90), "90"),
        (np.float64(97.5), "97.5"),
        (fractions.Fraction(1, 4), "0.25"),
        (np.array([80, 95]), "80,95"),
        (np.array([80.0, 97.5]), "80,97.5"),
        (np.array(5), "5"),
        (pd.Series([80, 95]), "80,95"),
        ((80, np.int8(95)), "80,95"),
        (np.array(["ets", "theta"]), "ets,theta"),
        (np.str_("ets"), "ets"),
        (np.bool_(True), "true"),
        (True, "true"),
    ],
)
def test_values_of_python_and_numpy(value: Any, text: str) -> None:
    assert option_list({"some_name": value}) == [f"some-name={text}".encode()]


@pytest.mark.parametrize("value", [None, False, np.bool_(False)])
def test_what_is_left_out(value: Any) -> None:
    assert option_list({"name": value}) == []


def test_a_forecast_by_numbers_of_numpy() -> None:
    given: dict[str, Any] = {"levels": np.array([80, 95]), "seed": np.uint64(5)}
    found = corridor.forecast(years(), np.int64(3), model="ets", **given)
    expected = corridor.forecast(years(), 3, model="ets", levels=[80, 95], seed=5)
    assert_same(found.forecasts, expected.forecasts)


@pytest.mark.parametrize(
    "by",
    [
        np.int64(2030), np.array([2030]), pd.Period("2030", "Y"), [pd.Period("2030", "Y")],
        np.array([2030.0]),
    ],
)  # fmt: skip
def test_deadlines(by: Any) -> None:
    expected = corridor.target(years(), level=48, by=2030, paths=1000)
    found = corridor.target(years(), level=np.float32(48), by=by, paths=np.int32(1000))
    assert_same(found.targets, expected.targets)


@pytest.mark.parametrize(
    "by",
    [
        pd.Timestamp("2030-05-01"), datetime.date(2030, 5, 1), np.datetime64("2030-05-01"),
        datetime.datetime(2030, 5, 1), pd.DatetimeIndex(["2030-05-01"]), pd.Period("2030-05", "M"),
    ],
)  # fmt: skip
def test_deadlines_that_are_dates(months: pd.DataFrame, by: Any) -> None:
    given: dict[str, Any] = {"series": "s0", "level": 160, "paths": 1000}
    expected = corridor.target(months, by="2030-05-01", **given).targets
    assert_same(corridor.target(months, by=by, **given).targets, expected)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"seed": 10**400}, "`seed`: a whole number of 1329 bits"),
        ({"seed": 10**5000}, "`seed`"),
        ({"seed": 2**64}, "`seed`"),
        ({"seed": -(10**30)}, "`seed`"),
        ({"levels": [float("inf")]}, "`levels`: inf"),
        ({"levels": [float("nan")]}, "`levels`: nan"),
        ({"levels": [10**400]}, "`levels`"),
        ({"levels": [fractions.Fraction(10**400, 3)]}, "`levels`"),
        ({"levels": [decimal.Decimal(80)]}, "Decimal"),
        ({"levels": [[80]]}, "list"),
        ({"levels": [None]}, "NoneType"),
        ({"levels": {80: 1}}, "dict"),
        ({"season": 1j}, "complex"),
        ({"model": b"ets"}, "bytes"),
        ({"freq": pd.Timestamp("2020-01-01")}, "Timestamp"),
        ({"model": "ets\0"}, "`model` holds a zero byte"),
        ({"model": ["ets", "th\0eta"]}, "`model` holds a zero byte"),
        ({"unit": "\ud800"}, "`unit` is no Unicode text"),
        ({"id": "unique_id\0"}, "`id` holds a zero byte"),
    ],
)
def test_what_is_no_option(options: dict[str, Any], word: str) -> None:
    with pytest.raises(corridor.WrongUsage) as caught:
        corridor.forecast(years(), 3, **options)
    assert word in str(caught.value)


@pytest.mark.parametrize(
    "by", [pd.NaT, pd.Timestamp("2030-05-01 12:00"), True, b"2030", 1j, ["2030", {}], "2030\0"]
)
def test_what_is_no_deadline(by: Any) -> None:
    with pytest.raises(corridor.WrongUsage, match="`by`"):
        corridor.target(years(), level=48, by=by)


@pytest.mark.parametrize("formula", ["y ~ ds\0 + log(y)", b"y ~ ds", None, 5, "y ~ ds + \ud800"])
def test_what_is_no_formula(formula: Any) -> None:
    with pytest.raises(corridor.WrongUsage, match="the formula"):
        corridor.regress(years(), formula)
