"""Sentences speak of arguments and rows, and leave the data's own names as they are."""

from __future__ import annotations

import pandas as pd
import pytest

import corridor
from corridor.wording import worded

NAME = "rail --model on line 7"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("batch:1: no column 'y' (give --value)", "no column 'y' (give `value`)"),
        ("batch:2: 'x' is not a number", "row 0: 'x' is not a number"),
        ("batch: a\nbatch:9: b (--as-of, --from)", "a\nrow 7: b (`as_of`, `from_`)"),
        ("this stands already on line 7", "this stands already on row 5"),
        ("comes again (first in line 7)", "comes again (first in row 5)"),
        ("2 rows have none: new (line 3, 12, …)", "2 rows have none: new (rows 1, 10, …)"),
        ("1 row has none: new (line 3)", "1 row has none: new (row 1)"),
        ("the header seems to be line 2: take", "the header seems to be row 0: take"),
        ("twice on line 1 and of line 1", "twice in the header and of the header"),
        (f"batch:4: series '{NAME}': give --freq", f"row 2: series '{NAME}': give `freq`"),
        ("'it's --model' and --model", "'it's --model' and `model`"),
        ("(did you mean '--x'?) --model", "(did you mean '--x'?) `model`"),
        ("series 'a\nbatch:7: b': --freq", "series 'a\nbatch:7: b': `freq`"),
        ("no column 'q' (columns: --a, of line 3)", "no column 'q' (columns: --a, of line 3)"),
        ("name one with --series: --a, b", "name one with `series`: --a, b"),
        ("the series' --model", "the series' `model`"),
    ],
)
def test_sentences(said: str, text: str) -> None:
    assert worded(said) == text


def frame(name: str = NAME) -> pd.DataFrame:
    years = range(2000, 2012)
    return pd.DataFrame({"unique_id": name, "ds": years, "y": [1.0, 2, 4, 3] * 3})


def test_a_missing_column_is_in_no_row() -> None:
    with pytest.raises(corridor.BadInput) as caught:
        corridor.forecast(frame(), 3, id="zz")
    assert str(caught.value).startswith("no column 'zz'")
    with pytest.raises(corridor.BadInput) as caught:
        corridor.regress(frame(), "y ~ zz")
    assert str(caught.value).startswith("no column 'zz'")


def test_names_in_failures_stay() -> None:
    data = pd.concat([frame().iloc[:1], frame("b")])
    failures = corridor.forecast(data, 3, model="drift").failures
    assert list(failures["unique_id"]) == [NAME]
    assert f"series '{NAME}'" in failures["detail"][0]


def test_names_in_errors_and_lists_stay() -> None:
    data = pd.concat([frame(), frame("b")])
    with pytest.raises(corridor.CorridorError) as caught:
        corridor.target(data, level=9, by=2030)
    assert NAME in str(caught.value) and "`series`" in str(caught.value)
    with pytest.raises(corridor.BadInput) as caught:
        corridor.forecast(frame().rename(columns={"y": NAME}), 3, value="zz")
    assert NAME in str(caught.value)
