"""Series that were sent to the program and have no answer yet.

The program reads ahead by a bounded number of series. Those are kept here: when it refuses its
input for the sake of one series, the others are sent again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

_LINES_KEPT = 4096
"""Series whose place is known yet after their answer: failures come by another pipe than rows, and
later by what that pipe holds."""


def run_starts(ids: pa.Array) -> list[int]:
    """The rows at which another id begins; the first row is one."""
    if len(ids) == 0:
        return []
    changes = pc.not_equal(ids.slice(1), ids.slice(0, len(ids) - 1))
    return [0, *(row + 1 for row in pc.indices_nonzero(changes).to_pylist())]


@dataclass
class _Sent:
    batch: pa.RecordBatch
    line: int
    """The line of its first row in the program's input."""
    starts: list[int]
    first: int
    """The number of its first series."""


class InFlight:
    """What one run of the program has been sent."""

    def __init__(self) -> None:
        self._sent: deque[_Sent] = deque()
        self._places: dict[str, tuple[int, int]] = {}
        self._number = -1
        self._answered = -1
        self._line = 2
        self._id: str | None = None

    def add(self, batch: pa.RecordBatch) -> None:
        """Notes what is sent now: rows with an id, the rows of a series together."""
        ids = batch.column(0)
        starts = run_starts(ids)
        names = ids.take(pa.array(starts)).to_pylist()
        first = self._number if names[0] == self._id else self._number + 1
        for name, start in zip(names, starts):
            if name != self._id:
                self._number += 1
                self._places[name] = (self._number, self._line + start)
                self._id = name
        self._sent.append(_Sent(batch, self._line, starts, first))
        self._line += batch.num_rows

    def answer(self, name: str) -> None:
        """Lets go of all series up to this one, whose rows or failure came."""
        place = self._places.get(name)
        if place is None or place[0] <= self._answered:
            return
        self._answered = place[0]
        while self._sent and self._last(self._sent[0]) <= self._answered:
            self._sent.popleft()
        while self._places:
            oldest = next(iter(self._places))
            if self._places[oldest][0] >= self._answered - _LINES_KEPT:
                break
            del self._places[oldest]

    def first_line(self, name: str) -> int | None:
        """The line at which a series begins; None where that is no longer known."""
        place = self._places.get(name)
        return None if place is None else place[1]

    def at(self, line: int) -> str | None:
        """The series of a line."""
        for sent in self._sent:
            if sent.line <= line < sent.line + sent.batch.num_rows:
                return str(sent.batch.column(0)[line - sent.line].as_py())
        return None

    def unanswered(self) -> Iterator[pa.RecordBatch]:
        """The rows of the series without an answer, in their order."""
        for sent in self._sent:
            skipped = max(0, self._answered + 1 - sent.first)
            if skipped < len(sent.starts):
                yield sent.batch.slice(sent.starts[skipped])

    @staticmethod
    def _last(sent: _Sent) -> int:
        return sent.first + len(sent.starts) - 1
