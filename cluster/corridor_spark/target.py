"""`corridor target` over a data frame."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .cost import Cost
from .each import EachCommand
from .layout import COUNT, NUMBER, TEXT, Column, Layout
from .observations import NAMES, ORDER, Observations
from .options import Value, arguments, percent_names
from .program import Program
from .result import Result
from .spread import Spread, spread_sorted

_TEXTS = """target deadline verdict series unit basis model class sample_start sample_end
base_period trailing_span span_5y span_10y span_peak_to_peak span_since_break crosses_break
period_p10 period_p50 period_p90 status last_period cumulative_through""".split()
_COUNTS = ["n", "horizon", "hold", "paths"]
_ORDER = """target deadline verdict series level unit basis model class n sample_start sample_end
base_period base_value horizon trailing_span required_growth trailing_growth ambition
growth_5y span_5y growth_10y span_10y growth_peak_to_peak span_peak_to_peak growth_since_break
span_since_break crosses_break p_level_at_deadline p_touch_by_deadline p_sustained p_min p_max
p_low p_high models_passed p_without_current reference_low reference_high period_p10
period_p50 period_p90 p_never status hold last_period paths fits deflator_rate
cumulative_through""".split()


def target(
    frame: DataFrame,
    *,
    program: Program,
    id: str = "unique_id",
    time: str = "ds",
    value: str = "y",
    level: float | None = None,
    multiple: float | None = None,
    base: str | None = None,
    by: str | Sequence[str] | None = None,
    model: str | None = None,
    levels: Sequence[float] = (),
    partitions: int | None = None,
    spread: Spread = "hash",
    **options: Value,
) -> Result:
    """When each series reaches a level, and with what probability: a row a series and deadline.

    Args:
        frame: observations, a row each, in any order.
        program: where the program is.
        id: the column that names the series, text or whole numbers.
        time: the column of periods.
        value: the column of values; null and NaN are missing.
        level: the level to reach, for all series alike.
        multiple: or a multiple of the value in `base`.
        base: the base period of `multiple`.
        by: deadlines.
        model: one model, or the program's own choice.
        levels: of intervals at each deadline; adds the median.
        partitions: how many; four a core unless given.
        spread: `hash`, or `cost` where some series are much longer than others.
        options: further options of the program: `horizon`, `paths`, `hold`, `seed`, `from_`, …

    Raises:
        CorridorError: where columns or options are wrong, before any job.
    """
    observations = Observations.of(frame, id, time, value)
    columns = [_column(name) for name in _ORDER]
    if levels:
        columns += [(name, NUMBER) for name in ("median", *percent_names(levels))]
    options |= {
        "level": level,
        "multiple": multiple,
        "base": base,
        "by": by,
        "model": model,
        "levels": list(levels) or None,
    }
    command = EachCommand(
        program,
        ["target", "-", *arguments({"jobs": 1} | options)],
        NAMES,
        Layout(columns, key="series"),
        needs_name=True,
        failure={"model": model},
    )
    program.check(command.arguments)
    placed = spread_sorted(
        observations.frame,
        NAMES[0],
        [ORDER],
        partitions=partitions,
        spread=spread,
        cost=Cost.of([model or "mixture"]),
    )
    table = placed.select(*NAMES).mapInArrow(command, command.layout.spark)
    return Result(observations.restore(table, "series", []), "series", F.col("model"))


def _column(name: str) -> Column:
    return name, TEXT if name in _TEXTS else COUNT if name in _COUNTS else NUMBER
