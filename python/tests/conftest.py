"""The program, and data that both it and the library get."""

from __future__ import annotations

import math
import os
from pathlib import Path

import pandas as pd
import pytest

from own_output import Program


@pytest.fixture(scope="session")
def program() -> Program:
    """The built program: CORRIDOR, or where the build puts it."""
    root = Path(__file__).resolve().parents[2]
    built = os.environ.get("CORRIDOR") or str(root / ".build" / "release" / "corridor")
    assert os.access(built, os.X_OK), f"{built} is missing: build it first"
    return Program(built)


@pytest.fixture(scope="session")
def months() -> pd.DataFrame:
    """Six series of 60 months with a season, one of them with gaps and one under zero."""
    dates = pd.date_range("2018-01-01", periods=60, freq="MS")
    rows = []
    for series in range(6):
        for t, date in enumerate(dates):
            season = math.sin(2 * math.pi * t / 12 + series)
            noise = math.sin(12.9898 * t + 78.233 * series)
            y = 100 + 20 * series + 0.7 * t + 9 * season + 3 * noise
            rows.append((f"s{series}", date, y - 150 if series == 5 else y))
    frame = pd.DataFrame(rows, columns=["unique_id", "ds", "y"])
    frame.loc[frame.index[64], "y"] = math.nan
    return frame


@pytest.fixture(scope="session")
def trade() -> pd.DataFrame:
    """Flows between twelve countries in four years."""
    rows = []
    for year in range(2019, 2023):
        for i in range(12):
            for j in range(12):
                if i == j:
                    continue
                distance = 300.0 + 180 * abs(i - j) + 7 * ((i * j) % 5)
                noise = math.sin(3.1 * i + 1.7 * j + 0.9 * year)
                flow = math.exp(9 - 0.9 * math.log(distance) + 0.1 * i + 0.05 * j + 0.3 * noise)
                rows.append((f"C{i:02}", f"C{j:02}", year, distance, j % 2 == 0, flow))
    return pd.DataFrame(rows, columns=["exp", "imp", "year", "dist", "border", "flow"])
