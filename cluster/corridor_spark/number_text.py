"""Numbers as the program writes them, so that a file of a result has its bytes."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
from pyspark.sql import DataFrame, types

_EXACT = 2.0**53
"""Beyond it not every whole number is a double, and the program writes an exponent."""


def shortest(number: float) -> str:
    """The shortest text that reads back to the same double."""
    text = repr(number)
    if not text.endswith(".0"):
        return text
    whole = text[:-2]
    if abs(number) <= _EXACT:
        return whole
    sign, digits = ("-", whole[1:]) if number < 0 else ("", whole)
    fraction = digits[1:].rstrip("0")
    return f"{sign}{digits[0]}{'.' if fraction else ''}{fraction}e+{len(digits) - 1}"


def as_text(frame: DataFrame) -> DataFrame:
    """The frame with all numbers as text, its rows where they were."""
    # By place: mapInArrow does not find columns with a point in their name, such as `lo-99.5`.
    names = [f"c{place}" for place in range(len(frame.columns))]
    numbers = [isinstance(field.dataType, types.DoubleType) for field in frame.schema.fields]
    by_place = frame.toDF(*names)
    texts = by_place.select(
        [
            by_place[name] if is_number else by_place[name].cast("string").alias(name)
            for name, is_number in zip(names, numbers)
        ]
    )

    def convert(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            columns = [_texts(column) for column in batch.columns]
            yield pa.RecordBatch.from_arrays(columns, names=names)

    fields = [types.StructField(name, types.StringType()) for name in names]
    return texts.mapInArrow(convert, types.StructType(fields)).toDF(*frame.columns)


def _texts(column: pa.Array) -> pa.Array:
    if not pa.types.is_floating(column.type):
        return column
    values = column.to_pylist()
    return pa.array([None if value is None else shortest(value) for value in values], pa.string())
