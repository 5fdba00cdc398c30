"""CSV to the program, from Arrow, and back."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.csv as csv


def to_csv(batch: pa.RecordBatch) -> bytes:
    """Rows as CSV without a header.

    Doubles are the shortest text that reads back to the same double, texts are quoted by RFC 4180,
    a null is an empty field.
    """
    sink = pa.BufferOutputStream()
    csv.write_csv(batch, sink, csv.WriteOptions(include_header=False))
    return bytes(sink.getvalue())


def header_line(names: list[str]) -> bytes:
    """A header, by RFC 4180."""
    return (",".join('"' + name.replace('"', '""') + '"' for name in names) + "\n").encode()


class CSVOutput:
    """A CSV that the program writes, pieces of bytes in and tables out.

    No cell has a line end in it, since the program refuses such ids: every line is a record.
    """

    def __init__(self, columns: list[tuple[str, pa.DataType]]) -> None:
        """Expects exactly these columns."""
        self._columns = columns
        self._rest = b""
        self._header: list[str] | None = None

    def add(self, piece: bytes, *, at_least: int = 1 << 18) -> Iterator[pa.Table]:
        """The rows that are whole by now, once there are enough to be worth a table."""
        self._rest += piece
        end = self._rest.rfind(b"\n") + 1
        if end < at_least or end == 0:
            return
        whole, self._rest = self._rest[:end], self._rest[end:]
        if self._header is None:
            first, _, whole = whole.partition(b"\n")
            self._header = first.decode().split(",")
            names = [name for name, _ in self._columns]
            if self._header != names:
                raise ValueError(
                    f"the program writes the columns {self._header}, expected {names}: "
                    "the program and this package are of different versions"
                )
        if whole:
            yield self._parse(whole)

    def end(self) -> Iterator[pa.Table]:
        """The rows that are left."""
        yield from self.add(b"", at_least=1)
        assert not self._rest, "the program's output ends within a line"

    def _parse(self, whole: bytes) -> pa.Table:
        return csv.read_csv(
            io.BytesIO(whole),
            read_options=csv.ReadOptions(
                column_names=[name for name, _ in self._columns],
                use_threads=False,
                block_size=len(whole) + 1,
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict(self._columns),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
