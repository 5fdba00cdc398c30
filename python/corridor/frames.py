"""Data frames to batches and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .errors import BadInput

Frame = Any
"""A data frame of pandas, a table or batch of pyarrow, or what gives itself as an Arrow stream."""


class Given:
    """The frame of a call as a batch, and how to give results back in its kind."""

    def __init__(self, data: Frame, needed: Callable[[str], bool]) -> None:
        """Reads the frame.

        Args:
            data: the frame.
            needed: whether a column must be read; others of types that are not read are left out.

        Raises:
            BadInput: it is no frame, or a needed column has a type that is not read.
        """
        self._is_pandas = isinstance(data, pd.DataFrame)
        table = _table(data)
        names = table.column_names
        _require_distinct(names)
        columns = {}
        for name in names:
            column = _readable(table[name])
            if column is not None:
                columns[str(name)] = column
            elif needed(str(name)):
                kind = table[name].type
                raise BadInput(f"column '{name}' has the type {kind}, which is not read")
        self.types = {name: column.type for name, column in columns.items()}
        self.zones = {
            name: table[name].type.tz
            for name in columns
            if pa.types.is_timestamp(table[name].type) and table[name].type.tz
        }
        self.batch = _one_batch(pa.table(columns))

    def back(self, batch: pa.RecordBatch, period: str | None = None) -> Frame:
        """A table of the library in the kind of frame that was given.

        Args:
            batch: what the library gave.
            period: the column of the given frame whose type `ds` has.
        """
        table = pa.Table.from_batches([batch])
        if period is not None and "ds" in table.column_names:
            place = table.column_names.index("ds")
            table = table.set_column(place, "ds", self._typed(table["ds"], period))
        return table.to_pandas() if self._is_pandas else table

    def _typed(self, text: pa.ChunkedArray, period: str) -> pa.ChunkedArray:
        """Periods in the type of the frame's own, where they can be."""
        wanted = self.types.get(period)
        if wanted is None or pa.types.is_dictionary(wanted):
            return text
        try:
            if pa.types.is_timestamp(wanted) or pa.types.is_date(wanted):
                typed = text.cast(pa.timestamp("s")).cast(wanted)
                zone = self.zones.get(period)
                return typed if zone is None else pc.assume_timezone(typed, zone)
            if pa.types.is_integer(wanted):
                return text.cast(wanted)
        except pa.ArrowInvalid:
            pass
        return text

    def period_column(self, time: str | None) -> str | None:
        """The column of periods: as it is named, `ds`, or the only one of dates."""
        if time is not None:
            return time
        if "ds" in self.types:
            return "ds"
        dates = [
            name
            for name, kind in self.types.items()
            if pa.types.is_timestamp(kind) or pa.types.is_date(kind)
        ]
        return dates[0] if len(dates) == 1 else None


def names_any(names: Iterable[str | None]) -> Callable[[str], bool]:
    """Whether a column is among these; several may stand in one text, separated by commas."""
    wanted = {part for name in names if name is not None for part in str(name).split(",")}
    return wanted.__contains__


def names_in(formula: str, others: Iterable[str | None]) -> Callable[[str], bool]:
    """Whether a formula or the others speak of a column."""
    among = names_any(others)
    return lambda name: among(name) or bool(
        re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", formula)
    )


def _require_distinct(names: list[Any]) -> None:
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise BadInput(f"two columns are named '{twice}' (rename one)")


def _table(data: Frame) -> pa.Table:
    try:
        if isinstance(data, pd.DataFrame):
            # Nixtla's frames may have the ids in the index.
            if any(name is not None for name in data.index.names):
                data = data.reset_index()
            _require_distinct(list(data.columns))
            data = data.assign(
                **{
                    name: _period_text(data[name])
                    for name in data.columns
                    if isinstance(data[name].dtype, pd.PeriodDtype)
                }
            )
            return pa.Table.from_pandas(data, preserve_index=False)
        if isinstance(data, pa.RecordBatch):
            return pa.Table.from_batches([data])
        if isinstance(data, pa.Table):
            return data
        if hasattr(data, "__arrow_c_stream__"):
            return pa.table(data)
    except (pa.ArrowInvalid, pa.ArrowTypeError, ValueError) as fault:
        raise BadInput(f"the frame is no Arrow table: {fault}") from fault
    raise BadInput(f"{type(data).__name__} is no data frame: give one of pandas or a pyarrow table")


def _period_text(periods: pd.Series) -> pd.Series:
    """A week as its first day, as the program knows weeks by date."""
    if periods.dt.freq.name.startswith("W"):
        return periods.dt.start_time
    return periods.astype(str)


def _readable(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """The column in a type that the library reads; None for others."""
    kind = column.type
    types = pa.types
    if types.is_timestamp(kind) and kind.tz:
        # Periods are those of the wall clock.
        return pc.local_timestamp(column)
    if types.is_dictionary(kind):
        plain = types.is_string(kind.value_type) or types.is_large_string(kind.value_type)
        return column if plain else _readable(column.cast(kind.value_type))
    if types.is_decimal(kind):
        return column.cast(pa.float64())
    if types.is_float16(kind):
        return column.cast(pa.float32())
    if types.is_string_view(kind):
        return column.cast(pa.large_string())
    read = (
        types.is_string(kind)
        or types.is_large_string(kind)
        or types.is_integer(kind)
        or types.is_floating(kind)
        or types.is_boolean(kind)
        or types.is_date(kind)
        or types.is_timestamp(kind)
        or types.is_null(kind)
    )
    return column if read else None


def _one_batch(table: pa.Table) -> pa.RecordBatch:
    """All chunks in one; texts over 2 GiB need 64-bit offsets."""
    batches = table.combine_chunks().to_batches()
    if len(batches) > 1:
        large = [
            pa.field(field.name, pa.large_string()) if pa.types.is_string(field.type) else field
            for field in table.schema
        ]
        batches = table.cast(pa.schema(large)).combine_chunks().to_batches()
    if not batches:
        return pa.RecordBatch.from_arrays(
            [pa.array([], field.type) for field in table.schema], schema=table.schema
        )
    return batches[0]
