"""One process a series, or a group of rows: for commands that take one at a time."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from . import wording
from .errors import ProgramFailed
from .in_flight import run_starts
from .layout import Layout
from .partition import REFUSED
from .process import Process
from .program import Program
from .text import CSVOutput, header_line, to_csv

_STATUS_REASONS = {1: "failed", 64: REFUSED, 65: REFUSED}
"""Exit statuses that the data of a series explain: options are checked before any job."""


@dataclass(frozen=True)
class EachCommand:
    """A command that is run once for each value of the first column."""

    program: Program
    arguments: list[str]
    names: list[str]
    """The header of its input; the batches have as many columns at their end."""
    layout: Layout
    needs_name: bool
    """Whether rows without a value in the first column cannot be worked on."""
    failure: dict[str, str | None]
    """What a row of failure has beside its series and reason."""

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The function of `mapInArrow`: rows sorted by group in, rows and failures out."""
        pieces = (piece for batch in batches if batch.num_rows for piece in _pieces(batch))
        for name, group in itertools.groupby(pieces, key=lambda piece: piece[0]):
            yield from self._run(name, (batch for _, batch in group))

    def _run(self, name: str | None, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        if not name and self.needs_name:
            yield from self._failed(name, REFUSED, "the series id is empty (name the series)")
            return
        output = CSVOutput(self.layout.columns)
        process = Process([self.program.on_worker(), *self.arguments])
        leading = {column: name for column, _ in self.layout.leading}
        try:
            for _, piece in process.run(self._feed(batches)):
                for table in output.add(piece):
                    yield from self.layout.rows(table, **leading)
            status, said = process.status, process.stderr
        finally:
            process.stop()
        if status == 0:
            for table in output.end():
                yield from self.layout.rows(table, **leading)
        elif status in _STATUS_REASONS:
            sentence = said.splitlines()[0].removeprefix("Error: ") if said else f"status {status}"
            detail = wording.by_rows(sentence, name or "", 2)
            yield from self._failed(name, _STATUS_REASONS[status], detail)
        else:
            raise ProgramFailed(f"corridor ended with status {status}: {said}")

    def _feed(self, batches: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
        yield header_line(self.names)
        for batch in batches:
            columns = batch.columns[-len(self.names) :]
            yield to_csv(pa.RecordBatch.from_arrays(columns, names=self.names))

    def _failed(self, name: str | None, reason: str, detail: str) -> Iterator[pa.RecordBatch]:
        row = {self.layout.key: name, "reason": reason, "detail": detail}
        yield from self.layout.failures([self.failure | row])


def _pieces(batch: pa.RecordBatch) -> Iterator[tuple[str | None, pa.RecordBatch]]:
    """The rows of each value of the first column."""
    ids = batch.column(0)
    # No text that a cell can be, so that null and empty are two groups.
    bounds = [*run_starts(ids.fill_null("\0")), batch.num_rows]
    for start, end in itertools.pairwise(bounds):
        yield ids[start].as_py(), batch.slice(start, end - start)
