"""The column of periods: as the library reads it, and `ds` in its type again."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


class PeriodType:
    """The type of a column of periods."""

    def __init__(self, arrow: pa.DataType, pandas: Any = None) -> None:
        """A type.

        Args:
            arrow: its type in Arrow.
            pandas: its dtype, where it is of a frame of pandas.
        """
        self._arrow = arrow
        self._pandas = pandas

    @property
    def is_date(self) -> bool:
        """Whether these are dates or times, whatever they are called."""
        kind = _value_type(self._arrow)
        return bool(pa.types.is_timestamp(kind) or pa.types.is_date(kind))

    def typed(self, texts: pa.ChunkedArray) -> pa.ChunkedArray:
        """The library's periods in the type, or as they are where they cannot be in it."""
        try:
            values = _cast(texts, _value_type(self._arrow))
            return _encoded(values, self._arrow) if _is_dictionary(self._arrow) else values
        except pa.ArrowException:
            return texts

    def in_pandas(self, texts: pa.ChunkedArray) -> pd.Series:
        """The library's periods in the dtype of pandas, or as they are where they cannot be."""
        if isinstance(self._pandas, pd.PeriodDtype):
            return _periods(texts.to_pandas(), self._pandas)
        typed = self.typed(texts)
        column = typed.to_pandas()
        told_by_arrow = column.dtype == self._pandas or _is_dictionary(typed.type)
        if typed is texts or told_by_arrow:
            return column
        try:
            return column.astype(self._pandas)
        except (ValueError, TypeError, pa.ArrowException):
            return column


def period_texts(periods: pd.Series) -> pd.Series:
    """Periods of pandas as the program reads them: a week is its first day."""
    if periods.dt.freq.name.startswith("W"):
        return periods.dt.start_time.dt.strftime("%Y-%m-%d")
    return periods.astype(str).where(periods.notna(), None)


def wall_clock(times: pa.ChunkedArray) -> pa.ChunkedArray:
    """Times of a zone as its clocks show them: periods are days of the wall clock.

    Where clocks skip midnight, the day begins at the first time that they show.
    """
    shown = pc.local_timestamp(times)
    days = pc.floor_temporal(shown, unit="day")
    if pc.all(pc.equal(shown, days)).as_py() is not False:
        return shown
    first = pc.equal(_instants(days, times.type.tz), times)
    return pc.if_else(first, days, shown)


def _instants(shown: pa.ChunkedArray, zone: str) -> pa.ChunkedArray:
    """The instants at which clocks show a time: the first of two, the next where there is none."""
    return pc.assume_timezone(shown, zone, ambiguous="earliest", nonexistent="latest")


def _is_dictionary(kind: pa.DataType) -> bool:
    return bool(pa.types.is_dictionary(kind))


def _value_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if _is_dictionary(kind) else kind


def _cast(texts: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_timestamp(kind) and kind.tz:
        shown = texts.cast(pa.timestamp("s")).cast(pa.timestamp(kind.unit))
        return _instants(shown, kind.tz)
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return texts.cast(pa.timestamp("s")).cast(kind)
    return texts.cast(kind)


def _encoded(values: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    """Values as a dictionary of those that come up, in their order."""
    known = pc.unique(values)
    known = known.take(pc.sort_indices(known))
    codes = pc.index_in(values, known).combine_chunks().cast(kind.index_type)
    return pa.chunked_array([pa.DictionaryArray.from_arrays(codes, known, ordered=kind.ordered)])


def _periods(texts: pd.Series, dtype: pd.PeriodDtype) -> pd.Series:
    """Periods of pandas; the texts where they are none of its frequency."""
    # Several units a period, and working days, are read with gaps between: the program's periods
    # are others.
    if dtype.freq.n != 1 or dtype.freq.name == "B":
        return texts
    codes, known = pd.factorize(texts)
    try:
        periods = pd.Series(pd.PeriodIndex(known, dtype=dtype))
    except ValueError:
        return texts
    if list(period_texts(periods)) != list(known):
        return texts
    return periods.take(codes).set_axis(texts.index)
