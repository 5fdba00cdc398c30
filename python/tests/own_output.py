"""The program's own output, read so that no digit is lost."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

TEXTS = {
    "unique_id", "ds", "model", "reason", "detail", "form", "parameters", "series", "unit", "basis",
    "deadline", "last_period", "base_period", "sample_start", "sample_end",
    "period_p10", "period_p50", "period_p90",
}  # fmt: skip


class Program:
    """Runs the program over frames."""

    def __init__(self, path: str) -> None:
        self._path = path

    def run(
        self, command: str, frame: pd.DataFrame, *arguments: str, tables: tuple[str, ...] = ()
    ) -> tuple[int, pd.DataFrame, dict[str, pd.DataFrame], str]:
        """Status, the table of stdout, those that options name files for, and stderr."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "batch.csv")
            frame.to_csv(file, index=False)
            outputs = {name: Path(folder, f"{name}.csv") for name in tables}
            named = [part for name, path in outputs.items() for part in (f"--{name}", str(path))]
            done = subprocess.run(
                [self._path, command, "batch.csv", *arguments, *named],
                cwd=folder, capture_output=True, text=True, check=False,
            )  # fmt: skip
            written = {name: path for name, path in outputs.items() if path.exists()}
            read = {name: table(path.read_text()) for name, path in written.items()}
        return done.returncode, table(done.stdout), read, done.stderr


def table(text: str) -> pd.DataFrame:
    """CSV with numbers correctly rounded, texts as they are, and nothing for an empty cell."""
    if not text:
        return pd.DataFrame()
    return pd.read_csv(
        io.StringIO(text), float_precision="round_trip", dtype=dict.fromkeys(TEXTS, str),
        keep_default_na=False, na_values=[""],
    )  # fmt: skip


def assert_same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Column by column, to the last bit."""
    assert list(found.columns) == list(expected.columns)
    assert len(found) == len(expected)
    for name in expected.columns:
        for place, (a, b) in enumerate(zip(found[name], expected[name], strict=True)):
            if pd.isna(a) or pd.isna(b):
                assert pd.isna(a) and pd.isna(b), (name, place, a, b)
            else:
                assert a == b, (name, place, a, b)


def options(given: Mapping[str, object]) -> list[str]:
    """Python's arguments as the program's."""
    words = []
    for name, value in given.items():
        option = "--" + name.strip("_").replace("_", "-")
        if value is True:
            words.append(option)
        elif isinstance(value, list):
            words += [option, ",".join(str(part) for part in value)]
        else:
            words += [option, str(value)]
    return words
