"""What one machine writes, by the program alone, and a data frame's rows as that text."""

from __future__ import annotations

import csv
import io
import math
import subprocess
from collections.abc import Sequence

from pyspark.sql import DataFrame

Observation = tuple[str | None, str | None, float | None]


def panel(series: int, length: int = 24, start: int = 0) -> list[Observation]:
    """Monthly series with a trend, a season and a wobble, none like another."""
    rows: list[Observation] = []
    for number in range(start, start + series):
        for t in range(length + number % 5):
            season = math.sin(t * math.pi / 6 + number)
            wobble = ((number * 7919 + t * 104729) % 1000) / 250
            value = 50 + number % 13 + t * (number % 7) / 10 + 5 * season + wobble
            rows.append((f"s{number:05d}", f"{2000 + t // 12}-{t % 12 + 1:02d}-01", value))
    return rows


def text(rows: Sequence[Sequence[object]], header: Sequence[str]) -> str:
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return sink.getvalue()


def run(binary: str, *arguments: str, stdin: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([binary, *arguments], input=stdin, capture_output=True, text=True)


def table(binary: str, *arguments: str, stdin: str) -> list[list[str | None]]:
    """The rows that the program writes, its header first; empty cells are None."""
    ran = run(binary, *arguments, stdin=stdin)
    assert ran.returncode in (0, 3), ran.stderr
    return [[cell or None for cell in row] for row in csv.reader(io.StringIO(ran.stdout))]


def cells(frame: DataFrame, key: str = "unique_id") -> list[list[str | None]]:
    """A frame as such rows, series in the order of their ids, in each as they came."""
    place = frame.columns.index(key)
    rows = sorted(frame.collect(), key=lambda row: str(row[place]))
    return [list(frame.columns), *([_cell(value) for value in row] for row in rows)]


def numbers(rows: list[list[str | None]], columns: Sequence[str]) -> list[list[object]]:
    """Rows with the cells of these columns as numbers: their texts differ by language."""
    places = [rows[0].index(name) for name in columns]
    result: list[list[object]] = [list(rows[0])]
    for row in rows[1:]:
        changed: list[object] = list(row)
        for place in places:
            cell = row[place]
            changed[place] = None if cell is None else float(cell)
        result.append(changed)
    return result


def _cell(value: object) -> str | None:
    return None if value is None or value == "" else repr(value) if isinstance(value, float) else str(value)
