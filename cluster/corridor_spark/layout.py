"""The columns of what comes out, for Arrow and for Spark."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
from pyspark.sql import types

Column = tuple[str, pa.DataType]

TEXT = pa.string()
NUMBER = pa.float64()
COUNT = pa.int64()

FAILURE: list[Column] = [("reason", TEXT), ("detail", TEXT)]
"""Behind the program's own columns: null in every row but those of failures."""

_SPARK: dict[pa.DataType, types.DataType] = {
    TEXT: types.StringType(),
    NUMBER: types.DoubleType(),
    COUNT: types.LongType(),
}


@dataclass(frozen=True)
class Layout:
    """The program's columns in one command, and which of them names the series."""

    columns: list[Column]
    key: str
    leading: tuple[Column, ...] = ()
    """Columns that stand before the program's own and are filled in here."""

    @property
    def all_columns(self) -> list[Column]:
        """The program's columns, those around them too."""
        return [*self.leading, *self.columns, *FAILURE]

    @property
    def arrow(self) -> pa.Schema:
        """For the batches of a task."""
        return pa.schema(self.all_columns)

    @property
    def spark(self) -> types.StructType:
        """For the data frame."""
        fields = [types.StructField(name, _SPARK[kind]) for name, kind in self.all_columns]
        return types.StructType(fields)

    def rows(self, table: pa.Table, **leading: str | None) -> list[pa.RecordBatch]:
        """Rows of the program with the columns around them."""
        count = table.num_rows
        columns = [pa.array([leading[name]] * count, kind) for name, kind in self.leading]
        columns += [column.combine_chunks() for column in table.columns]
        columns += [pa.nulls(count, kind) for _, kind in FAILURE]
        batches: list[pa.RecordBatch] = pa.Table.from_arrays(
            columns, schema=self.arrow
        ).to_batches()
        return batches

    def failures(self, failed: list[dict[str, str | None]]) -> list[pa.RecordBatch]:
        """Rows of failures; cells that are not named are null."""
        batches: list[pa.RecordBatch] = pa.Table.from_pylist(failed, schema=self.arrow).to_batches()
        return batches
