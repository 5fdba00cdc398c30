"""A data frame of observations as the program reads it: id, period and value."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types

from .errors import CorridorError

NAMES = ["unique_id", "ds", "y"]
"""The columns in the text to the program, in this order."""

ORDER = "corridor_order"
"""What the rows of a series are sorted by: the period itself, since 10 comes before 2 as text."""

_WHOLE = (types.ByteType, types.ShortType, types.IntegerType, types.LongType)
_NUMBERS = (*_WHOLE, types.FloatType, types.DoubleType, types.DecimalType)
_TIMES = (types.StringType, types.DateType, types.TimestampType, types.TimestampNTZType, *_WHOLE)
_IDS = (types.StringType, *_WHOLE)


@dataclass(frozen=True)
class Observations:
    """Observations with the columns of `NAMES`, and the types that these had."""

    frame: DataFrame
    """The columns of `NAMES`, and `ORDER` behind them."""
    id_type: types.DataType
    time_type: types.DataType

    @staticmethod
    def of(frame: DataFrame, id: str, time: str, value: str) -> Observations:
        """Finds and checks the columns; all faults in one error, before any job.

        Periods and ids become text here, by Spark's own rules: a date as `2024-01-31`, a time
        stamp in the session's time zone. A NaN is a missing value, as in pandas.
        """
        faults: list[str] = []
        id_type = _kind(frame, id, "series id", _IDS, "text or whole numbers", faults)
        time_type = _kind(frame, time, "period", _TIMES, "text, dates or whole numbers", faults)
        _kind(frame, value, "value", _NUMBERS, "numbers", faults)
        if faults or id_type is None or time_type is None:
            raise CorridorError("; ".join(faults))
        number = F.col(quoted(value)).cast("double")
        selected = frame.select(
            F.col(quoted(id)).cast("string").alias(NAMES[0]),
            # A line end would shift the lines that the program speaks of.
            F.regexp_replace(F.col(quoted(time)).cast("string"), "[\r\n]", " ").alias(NAMES[1]),
            F.when(~F.isnan(number), number).alias(NAMES[2]),
            F.col(quoted(time)).alias(ORDER),
        )
        return Observations(selected, id_type, time_type)

    def restore(self, table: DataFrame, key: str, times: list[str]) -> DataFrame:
        """Gives ids and periods of a result the types that they had in the input."""
        kinds: dict[str, types.DataType] = {key: self.id_type}
        kinds |= dict.fromkeys(times, self.time_type)
        return table.select([_restored(name, kinds.get(name)) for name in table.columns])


def _restored(name: str, kind: types.DataType | None) -> Column:
    column = F.col(quoted(name))
    if kind is None or isinstance(kind, types.StringType):
        return column
    return column.cast(kind).alias(name)


def quoted(name: str) -> str:
    """A column's name as Spark reads it, whatever points and hyphens it has."""
    return "`" + name.replace("`", "``") + "`"


def _kind(
    frame: DataFrame,
    name: str,
    what: str,
    allowed: tuple[type[types.DataType], ...],
    wanted: str,
    faults: list[str],
) -> types.DataType | None:
    fields = [field for field in frame.schema.fields if field.name == name]
    if len(fields) != 1:
        how = "stands twice" if fields else "is missing"
        faults.append(f"the column '{name}' for the {what} {how} ({', '.join(frame.columns)})")
        return None
    kind = fields[0].dataType
    if not isinstance(kind, allowed):
        faults.append(
            f"the column '{name}' for the {what} holds {kind.simpleString()}, not {wanted}"
        )
        return None
    return kind
