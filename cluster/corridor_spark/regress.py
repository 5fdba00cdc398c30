"""`corridor regress` over the groups of a data frame."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types

from .cost import Cost
from .each import EachCommand
from .errors import CorridorError
from .layout import NUMBER, TEXT, Layout
from .observations import quoted
from .options import Value, arguments
from .program import Program
from .result import Result
from .spread import Spread, spread_sorted

_GROUP = "group"
_COLUMNS = ["estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]
_READABLE = (
    types.NumericType,
    types.StringType,
    types.BooleanType,
    types.DateType,
    types.TimestampType,
    types.TimestampNTZType,
)


def regress(
    frame: DataFrame,
    formula: str,
    *,
    program: Program,
    by: str | None = None,
    order: Sequence[str] = (),
    columns: Sequence[str] | None = None,
    family: str = "gaussian",
    partitions: int | None = None,
    spread: Spread = "hash",
    **options: Value,
) -> Result:
    """A regression for each group, or one over all rows: a row a group and term.

    Args:
        frame: a row an observation.
        formula: as `corridor regress` takes it.
        program: where the program is.
        by: the column of groups; None for one regression, in one task, whose worker holds in the
            program 8 bytes a number of the columns in use.
        order: columns that rows of a group are sorted by. Lags follow it, and the last digits of
            sums do: the order that gives one machine's bytes is that of its file.
        columns: those that are sent; all of the frame unless given. Fewer travel faster.
        family: `gaussian`, `poisson` and so on.
        partitions: how many; four a core unless given.
        spread: `hash`, or `cost` where some groups have many more rows than others.
        options: further options of the program: `se`, `weights`, `offset`, `id`, `time`, …

    Raises:
        CorridorError: where columns, formula or options are wrong, before any job.
    """
    sent = list(columns if columns is not None else (n for n in frame.columns if n != by))
    _check(frame, [*sent, *order, *([by] if by else [])], sent)
    command = EachCommand(
        program,
        ["regress", "-", formula, *arguments(options | {"family": family})],
        sent,
        Layout(
            [("term", TEXT), *((name, NUMBER) for name in _COLUMNS)],
            key=_GROUP,
            leading=((_GROUP, TEXT),),
        ),
        needs_name=False,
        failure={},
    )
    program.check(command.arguments, ",".join(sent) + "\n")
    group = F.col(quoted(by)).cast("string") if by else F.lit(None).cast("string")
    # By place: mapInArrow does not find columns with a point in their name.
    sort_names = [f"order_{place}" for place in range(len(order))]
    cell_names = [f"cell_{place}" for place in range(len(sent))]
    placed = frame.select(
        group.alias(_GROUP),
        *(F.col(quoted(name)).alias(alias) for name, alias in zip(order, sort_names)),
        *(_cell(frame, name).alias(alias) for name, alias in zip(sent, cell_names)),
    )
    spread_out = spread_sorted(
        placed,
        _GROUP,
        sort_names or cell_names,
        partitions=partitions if by else 1,
        spread=spread if by else "hash",
        cost=Cost(((1.0, 1.0),)),
    )
    cells = spread_out.select(_GROUP, *cell_names)
    table = cells.mapInArrow(command, command.layout.spark)
    return Result(table, _GROUP, F.lit(family))


def _check(frame: DataFrame, wanted: list[str], sent: list[str]) -> None:
    """All faults of the columns in one error."""
    faults = [
        f"the column '{name}' is missing ({', '.join(frame.columns)})"
        for name in dict.fromkeys(wanted)
        if name not in frame.columns
    ]
    faults += [
        f"the column '{field.name}' holds {field.dataType.simpleString()}, which no cell of CSV "
        "holds (choose others by columns=)"
        for field in frame.schema.fields
        if field.name in sent and not isinstance(field.dataType, _READABLE)
    ]
    if faults:
        raise CorridorError("; ".join(faults))


def _cell(frame: DataFrame, name: str) -> Column:
    """A column as its cells are written: NaN is a missing value, dates are text."""
    kind = frame.schema[name].dataType
    column = F.col(quoted(name))
    if isinstance(kind, types.FractionalType):
        number = column.cast("double")
        return F.when(~F.isnan(number), number)
    if isinstance(kind, (types.DateType, types.TimestampType, types.TimestampNTZType)):
        return column.cast("string")
    return column
