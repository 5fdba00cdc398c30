"""Places in a pipe become rows of a series, and nothing of the user's own text changes."""

from __future__ import annotations

import pytest

from corridor_spark.wording import by_rows


@pytest.mark.parametrize(
    ("sentence", "name", "first_line", "expected"),
    [
        ("-: series 'a', ets: 4 needed", "a", 7, "series 'a', ets: 4 needed"),
        (
            "-:10: series 'line 9': twice, on line 9 (drop one)", "line 9", 8,
            "series 'line 9', row 3: twice, on row 2 (drop one)",
        ),
        ("-:10: series 'a': as on line 9", "a", None, "series 'a': as on another row"),
        ("corridor: -:4: unreadable period 'line 3'", "a", 3, "row 2: unreadable period 'line 3'"),
        ("corridor: -:4: unreadable period", "a", None, "unreadable period"),
    ],
)  # fmt: skip
def test_by_rows(sentence: str, name: str, first_line: int | None, expected: str) -> None:
    assert by_rows(sentence, name, first_line) == expected
