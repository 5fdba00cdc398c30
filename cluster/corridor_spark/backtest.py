"""`corridor backtest` over a data frame."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import DataFrame

from .forecast import run_batch
from .layout import NUMBER, TEXT, Column, Layout
from .observations import Observations
from .options import Value, arguments, model_list, percent_names
from .partition import BatchCommand
from .program import Program
from .result import Result
from .spread import Spread


def backtest(
    frame: DataFrame,
    *,
    program: Program,
    horizon: int,
    windows: int,
    step: int = 1,
    id: str = "unique_id",
    time: str = "ds",
    value: str = "y",
    model: str | Sequence[str] | None = None,
    levels: Sequence[float] = (80, 95),
    partitions: int | None = None,
    spread: Spread = "hash",
    jobs: int = 1,
    **options: Value,
) -> Result:
    """Rolling-origin forecasts of every series, each beside what came.

    Args:
        windows: how many cutoffs.
        step: periods between two of them.

    The others are those of `forecast`.
    """
    observations = Observations.of(frame, id, time, value)
    columns: list[Column] = [(name, TEXT) for name in ("unique_id", "cutoff", "ds", "model")]
    columns += [(name, NUMBER) for name in ("mean", "median", *percent_names(levels), "actual")]
    options |= {
        "horizon": horizon,
        "windows": windows,
        "step": step,
        "model": model_list(model),
        "levels": list(levels),
        "jobs": jobs,
    }
    return run_batch(
        observations,
        BatchCommand(
            program,
            ["backtest", "-", "--sorted", *arguments(options)],
            model_list(model),
            Layout(columns, key="unique_id"),
        ),
        times=["cutoff", "ds"],
        partitions=partitions,
        spread=spread,
    )
