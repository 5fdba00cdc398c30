"""Data frames to batches and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
import pyarrow as pa

from .errors import BadInput
from .periods import PeriodType, period_texts, wall_clock

Frame = Any
"""A data frame of pandas, a table or batch of pyarrow, or what gives itself as an Arrow stream."""

# What pyarrow raises where values cannot be of one type: its own faults, and Python's.
_CONVERSIONS = (pa.ArrowException, ValueError, TypeError, OverflowError)


class _NotRead(Exception):
    """A column that is not read, and why."""


class Given:
    """The frame of a call as a batch, and how to give results back in its kind."""

    def __init__(self, data: Frame, needed: Callable[[str], bool]) -> None:
        """Reads the frame.

        Args:
            data: the frame.
            needed: whether a column must be read; others that are not read are left out.

        Raises:
            BadInput: it is no frame, or a needed column cannot be read.
        """
        self._is_pandas = isinstance(data, pd.DataFrame)
        self._periods: dict[str, PeriodType] = {}
        columns = {}
        for name, column in _columns(data):
            try:
                given = _arrow(name, column)
                columns[name] = _readable(given)
            except (_NotRead, *_CONVERSIONS) as fault:
                if needed(name):
                    raise BadInput(f"column '{name}' {_why(fault)}") from fault
                continue
            pandas = column.dtype if isinstance(column, pd.Series) else None
            self._periods[name] = PeriodType(given.type, pandas)
        self.batch = one_batch(pa.table(columns))

    def back(self, batch: pa.RecordBatch, period: str | None = None) -> Frame:
        """A table of the library in the kind of frame that was given.

        Args:
            batch: what the library gave.
            period: the column of the given frame whose type `ds` has.
        """
        table = pa.Table.from_batches([batch])
        wanted = self._periods.get(period) if period is not None else None
        if wanted is None or "ds" not in table.column_names:
            return table.to_pandas() if self._is_pandas else table
        place, texts = table.column_names.index("ds"), table["ds"]
        if not self._is_pandas:
            return table.set_column(place, "ds", wanted.typed(texts))
        frame = table.to_pandas()
        frame["ds"] = wanted.in_pandas(texts)
        return frame

    def period_column(self, time: str | None) -> str | None:
        """The column of periods: as it is named, `ds`, or the only one of dates."""
        if time is not None:
            return time
        if "ds" in self._periods:
            return "ds"
        dates = [name for name, kind in self._periods.items() if kind.is_date]
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


def _columns(data: Frame) -> list[tuple[str, Any]]:
    """Names and columns, of pandas or pyarrow."""
    if isinstance(data, pd.DataFrame):
        # Nixtla's frames may have the ids in the index.
        if any(name is not None for name in data.index.names):
            try:
                data = data.reset_index()
            except ValueError as fault:
                raise BadInput(f"the index cannot be columns: {fault}") from fault
        names = [str(name) for name in data.columns]
        columns: list[Any] = [data.iloc[:, place] for place in range(len(names))]
    else:
        table = _table(data)
        names, columns = table.column_names, table.columns
    _require_distinct(names)
    return list(zip(names, columns, strict=True))


def _table(data: Frame) -> pa.Table:
    try:
        if isinstance(data, pa.RecordBatch):
            return pa.Table.from_batches([data])
        if isinstance(data, pa.Table):
            return data
        if hasattr(data, "__arrow_c_stream__"):
            return pa.table(data)
    except _CONVERSIONS as fault:
        raise BadInput(f"the frame is no Arrow table: {fault}") from fault
    raise BadInput(f"{type(data).__name__} is no data frame: give one of pandas or a pyarrow table")


def _arrow(name: str, column: Any) -> pa.ChunkedArray:
    if "\0" in name:
        raise _NotRead("has a zero byte in its name")
    if not isinstance(column, pd.Series):
        return column
    if isinstance(column.dtype, pd.PeriodDtype):
        column = period_texts(column)
    array = pa.array(column, from_pandas=True)
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])


def _why(fault: Exception) -> str:
    if isinstance(fault, _NotRead):
        return str(fault)
    return f"cannot be read: {'; '.join(str(part) for part in fault.args)}"


def _readable(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column in a type that the library reads."""
    kind = column.type
    types = pa.types
    if types.is_timestamp(kind) and kind.tz:
        return wall_clock(column)
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
    if not read:
        raise _NotRead(f"has the type {kind}, which is not read")
    return column


def one_batch(table: pa.Table) -> pa.RecordBatch:
    """All chunks in one; texts over 2 GiB need 64-bit offsets.

    Raises:
        BadInput: no array can hold a column.
    """
    batches = table.combine_chunks().to_batches()
    if len(batches) > 1:
        large = [
            pa.field(field.name, pa.large_string()) if _holds_texts(field.type) else field
            for field in table.schema
        ]
        batches = table.cast(pa.schema(large)).combine_chunks().to_batches()
    if not batches:
        return pa.RecordBatch.from_arrays(
            [pa.array([], field.type) for field in table.schema], schema=table.schema
        )
    if len(batches) > 1:
        raise BadInput(f"the frame's {table.num_rows} rows do not fit into one batch (give fewer)")
    return batches[0]


def _holds_texts(kind: pa.DataType) -> bool:
    """Texts, also those of a dictionary, with 32-bit offsets."""
    return bool(pa.types.is_string(kind.value_type if pa.types.is_dictionary(kind) else kind))
