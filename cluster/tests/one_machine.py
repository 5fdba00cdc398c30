"""What one machine writes, by the program alone, and a data frame's rows as that text."""

from __future__ import annotations

import csv
import io
import math
import subprocess
from collections.abc import Sequence

from pyspark.sql import DataFrame

Observation = tuple[str | None, str | None, float | None]

HEADER = ["unique_id", "ds", "y"]


def panel(series: int, length: int = 24) -> list[Observation]:
    """Monthly series with a trend, a season and a wobble, none like another."""
    rows: list[Observation] = []
    for number in range(series):
        for t in range(length + number % 5):
            season = math.sin(t * math.pi / 6 + number)
            wobble = ((number * 7919 + t * 104729) % 1000) / 250
            value = 50 + number % 13 + t * (number % 7) / 10 + 5 * season + wobble
            rows.append((f"s{number:05d}", f"{2000 + t // 12}-{t % 12 + 1:02d}-01", value))
    return rows


def text(rows: Sequence[Sequence[object]], header: Sequence[str] = HEADER) -> str:
    """Rows as CSV."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return sink.getvalue()


def run(binary: str, *arguments: str, stdin: str) -> str:
    """What the program writes for input whose series may fail."""
    ran = subprocess.run([binary, *arguments], input=stdin, capture_output=True, text=True)
    assert ran.returncode in (0, 3), ran.stderr
    return ran.stdout


def written(frame: DataFrame, key: str = "unique_id") -> str:
    """The CSV of a frame of texts: series in the order of their ids, in each as its rows came."""
    place = frame.columns.index(key)
    rows = sorted(frame.collect(), key=lambda row: str(row[place]).encode())
    return text(rows, frame.columns)


def failures(frame: DataFrame) -> list[tuple[str | None, ...]]:
    """The failures, sorted."""
    return sorted((tuple(row) for row in frame.collect()), key=str)
