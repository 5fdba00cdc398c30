"""A partition of many series through one long-lived process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from . import wording
from .errors import CorridorError, ProgramFailed
from .in_flight import InFlight
from .layout import TEXT, Layout
from .observations import NAMES
from .process import Process, Stream
from .program import Program
from .text import CSVOutput, header_line, to_csv

REFUSED = "refused"
"""The reason of a series whose text the program does not read at all, such as a bad period."""

_MOST_REFUSED = 1000
"""Each refused series costs a start of the program; beyond this the column is at fault."""

_FAILURE_COLUMNS = [(name, TEXT) for name in ("unique_id", "model", "reason", "detail")]
_BAD_INPUT = 65


@dataclass(frozen=True)
class BatchCommand:
    """`forecast` or `backtest` with its options."""

    program: Program
    arguments: list[str]
    models: list[str]
    layout: Layout

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The function of `mapInArrow`: rows sorted by series in, rows and failures out."""
        return _Partition(self, batches).run()


class _Partition:
    def __init__(self, command: BatchCommand, batches: Iterator[pa.RecordBatch]) -> None:
        self._command = command
        self._source = (batch for batch in batches if batch.num_rows)
        self._in_flight = InFlight()
        self._again: list[pa.RecordBatch] = []
        self._failed: list[dict[str, str | None]] = []
        self._refused_count = 0
        self._skipped: str | None = None
        self._unsent = ""
        """The id that was last refused here, so that its further rows are no second failure."""

    def run(self) -> Iterator[pa.RecordBatch]:
        first = self._next()
        while first is not None:
            yield from self._run_once(first)
            first = self._next()
        yield from self._take_failed()

    def _run_once(self, first: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """One run of the program: to the end of the partition, or to a series that it refuses."""
        command = self._command
        self._in_flight = InFlight()
        arguments = [command.program.on_worker(), *command.arguments]
        process = Process(arguments, failures_option="--failures")
        outputs = {
            Stream.ROWS: CSVOutput(command.layout.columns),
            Stream.FAILURES: CSVOutput(_FAILURE_COLUMNS),
        }
        try:
            for stream, piece in process.run(self._feed(first)):
                # Failures are few and wait for nothing: they free what is kept of their series.
                at_least = 1 if stream is Stream.FAILURES else 1 << 18
                for table in outputs[stream].add(piece, at_least=at_least):
                    yield from self._take(stream, table)
                yield from self._take_failed()
            status, said = process.status, process.stderr
        finally:
            process.stop()
        if status < 0:
            raise ProgramFailed(f"corridor was ended by signal {-status}: {said}")
        for stream, output in outputs.items():
            for table in output.end():
                yield from self._take(stream, table)
        self._judge(status, said)

    def _feed(self, first: pa.RecordBatch) -> Iterator[bytes]:
        batch: pa.RecordBatch | None = first
        yield header_line(NAMES)
        while batch is not None:
            self._in_flight.add(batch)
            yield to_csv(batch)
            batch = self._next()

    def _next(self) -> pa.RecordBatch | None:
        """The next rows to send, of series that nothing stands against."""
        while True:
            if self._again:
                batch = self._again.pop(0)
            else:
                batch = next(self._source, None)
                if batch is None:
                    return None
                batch = self._without_unreadable(batch)
            if self._skipped is not None:
                batch = batch.filter(pc.not_equal(batch.column(0), self._skipped))
            if batch.num_rows:
                return batch

    def _without_unreadable(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Leaves out ids that cannot be sent: none, and such with line ends in them.

        Line ends are refused by the program too; here they would shift the lines that it names.
        """
        ids = batch.column(0)
        empty = pc.fill_null(pc.equal(ids, ""), True)
        broken = pc.fill_null(pc.match_substring_regex(ids, "[\r\n]"), False)
        unreadable = pc.or_(empty, broken)
        if not pc.any(unreadable).as_py():
            return batch
        for name in pc.unique(ids.filter(unreadable)).to_pylist():
            if self._unsent == repr(name):
                continue
            self._unsent = repr(name)
            what = (
                "has a control character in it (rename it)"
                if name
                else "is empty (name the series)"
            )
            self._refuse(name, f"the series id {what}")
        return batch.filter(pc.invert(unreadable))

    def _refuse(self, name: str | None, detail: str, reason: str = REFUSED) -> None:
        self._refused_count += 1
        if self._refused_count > _MOST_REFUSED:
            raise CorridorError(
                f"more than {_MOST_REFUSED} series of one partition are refused, "
                f"the last with: {detail}"
            )
        self._fail(name, detail, reason)

    def _fail(self, name: str | None, detail: str, reason: str) -> None:
        for model in self._command.models:
            self._failed.append(
                {"unique_id": name, "model": model, "reason": reason, "detail": detail}
            )

    def _take_failed(self) -> Iterator[pa.RecordBatch]:
        if self._failed:
            failed, self._failed = self._failed, []
            yield from self._command.layout.failures(failed)

    def _take(self, stream: Stream, table: pa.Table) -> Iterator[pa.RecordBatch]:
        last = table.column("unique_id")[-1].as_py()
        if stream is Stream.ROWS:
            yield from self._command.layout.rows(table)
        else:
            failed = table.to_pylist()
            for row in failed:
                place = self._in_flight.first_line(row["unique_id"])
                row["detail"] = wording.by_rows(row["detail"], row["unique_id"], place)
            yield from self._command.layout.failures(failed)
        self._in_flight.answer(last)

    def _judge(self, status: int, said: str) -> None:
        """What the end of a run means: the end of the partition, a refused series, or a fault."""
        sentence = wording.last_sentence(said)
        if status in (0, 3) or "no series could be" in sentence:
            return
        rest = list(self._in_flight.unanswered())
        if status == _BAD_INPUT and "holds no observation" in sentence:
            # Said of the whole input. One machine says of each series in a file with values:
            for batch in rest:
                for name in pc.unique(batch.column(0)).to_pylist():
                    if name != self._skipped:
                        self._skipped = name
                        detail = f"series '{name}', row 1: no observation has a value"
                        self._fail(name, f"{detail} (leave the series out)", "no_observation")
            return
        line = wording.place_of(sentence)
        name = self._in_flight.at(line) if line is not None else None
        if status != _BAD_INPUT or name is None:
            raise ProgramFailed(f"corridor ended with status {status}: {said}")
        first = self._in_flight.first_line(name)
        self._refuse(name, wording.by_rows(sentence, name, first))
        self._skipped = name
        self._again = rest + self._again
