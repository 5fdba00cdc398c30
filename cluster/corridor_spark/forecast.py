"""`corridor forecast` over a data frame."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .cost import Cost
from .layout import NUMBER, TEXT, Column, Layout
from .observations import NAMES, ORDER, Observations
from .options import Value, arguments, model_list, number, percent_names
from .partition import BatchCommand
from .program import Program
from .result import Result
from .spread import Spread, spread_sorted


def forecast(
    frame: DataFrame,
    *,
    program: Program,
    horizon: int,
    id: str = "unique_id",
    time: str = "ds",
    value: str = "y",
    model: str | Sequence[str] | None = None,
    levels: Sequence[float] = (80, 95),
    quantiles: Sequence[float] = (),
    total: str | None = None,
    partitions: int | None = None,
    spread: Spread = "hash",
    jobs: int = 1,
    **options: Value,
) -> Result:
    """Forecasts every series of a data frame.

    Args:
        frame: observations, a row each, in any order.
        program: where the program is.
        horizon: periods to forecast.
        id: the column that names the series, text or whole numbers.
        time: the column of periods: dates, time stamps at midnight, whole numbers or text.
        value: the column of values; null and NaN are missing.
        model: one model, several, or the program's own choice.
        levels: of the central intervals in percent, two columns each.
        quantiles: shares, a column each.
        total: `horizon` or `year` for sums instead of periods; `ds` is then text.
        partitions: how many; four a core unless given. Rows do not depend on it.
        spread: `hash`, or `cost` where some series are much longer than others.
        jobs: threads of each process: as many as Spark gives a task (`spark.task.cpus`).
        options: further options of the program, by their names with `_` for `-`: `season`, `freq`,
            `holidays`, `allow_negative`, `allow_formulas`, `class_`, `seed`, …

    Raises:
        CorridorError: where columns or options are wrong, before any job.
    """
    observations = Observations.of(frame, id, time, value)
    columns: list[Column] = [("unique_id", TEXT), ("ds", TEXT), ("model", TEXT)]
    columns += [("total", NUMBER)] if total else []
    columns += [(name, NUMBER) for name in ("mean", "median", *percent_names(levels))]
    columns += [(f"q-{number(share)}", NUMBER) for share in quantiles]
    options |= {
        "horizon": horizon,
        "model": model_list(model),
        "levels": list(levels),
        "quantiles": list(quantiles) or None,
        "total": total,
        "jobs": jobs,
    }
    return run_batch(
        observations,
        BatchCommand(
            program,
            ["forecast", "-", "--sorted", *arguments(options)],
            model_list(model),
            Layout(columns, key="unique_id"),
        ),
        times=[] if total else ["ds"],
        partitions=partitions,
        spread=spread,
    )


def run_batch(
    observations: Observations,
    command: BatchCommand,
    *,
    times: list[str],
    partitions: int | None,
    spread: Spread,
) -> Result:
    """Checks the options on the driver, and lays the command over the partitions."""
    command.program.check(command.arguments)
    placed = spread_sorted(
        observations.frame,
        NAMES[0],
        [ORDER],
        partitions=partitions,
        spread=spread,
        cost=Cost.of(command.models),
    )
    table = placed.select(*NAMES).mapInArrow(command, command.layout.spark)
    return Result(observations.restore(table, "unique_id", times), "unique_id", F.col("model"))
