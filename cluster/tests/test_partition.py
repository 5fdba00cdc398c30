"""One partition by itself, without Spark: what streams, and what ends it."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pytest

from corridor_spark import CorridorError, Program
from corridor_spark.layout import NUMBER, TEXT, Layout
from corridor_spark.partition import BatchCommand

COLUMNS = [(name, TEXT) for name in ("unique_id", "ds", "model")]
COLUMNS += [(name, NUMBER) for name in ("mean", "median", "lo-80", "hi-80", "lo-95", "hi-95")]


@pytest.fixture(scope="module")
def command(binary: str) -> BatchCommand:
    arguments = ["forecast", "-", "--sorted", "--horizon", "1", "--model", "naive", "--jobs", "1"]
    program = Program.installed(binary)
    return BatchCommand(program, arguments, ["naive"], Layout(COLUMNS, key="unique_id"))


def batch(rows: list[tuple[str | None, str, float]]) -> pa.RecordBatch:
    columns = list(zip(*rows))
    return pa.RecordBatch.from_arrays(
        [pa.array(c) for c in columns], names=["unique_id", "ds", "y"]
    )


def test_rows_come_while_input_is_read(command: BatchCommand) -> None:
    """Neither all of the input nor all of the output is ever held: pipes are much smaller."""
    sent = 0

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal sent
        for number in range(100):
            sent += 1
            rows = [(f"s{number:03d}-{i:04d}", str(t), 1.0) for i in range(1000) for t in (1, 2)]
            yield batch(rows)

    ahead: list[int] = []
    total = 0
    for out in command(batches()):
        total += out.num_rows
        ahead.append(sent - total // 1000)
    assert total == 100_000
    assert max(ahead) < 20, "batches of input that were not answered yet"


def test_it_can_be_left_in_the_middle(command: BatchCommand) -> None:
    """As `limit` does: nothing waits for ever."""
    rows = [(f"s{i:06d}", str(t), 1.0) for i in range(50_000) for t in (1, 2)]
    running = command(iter([batch(rows)]))
    assert next(running).num_rows > 0
    running.close()  # type: ignore[attr-defined]


def test_a_column_at_fault_ends_the_job(command: BatchCommand) -> None:
    rows = [(f"s\n{i}", "1", 1.0) for i in range(1001)]
    with pytest.raises(CorridorError, match="more than 1000 series .* control character"):
        list(command(iter([batch(rows)])))
    assert sum(out.num_rows for out in command(iter([batch(rows[:1000])]))) == 1000


def test_a_series_over_many_batches(command: BatchCommand) -> None:
    pieces = [batch([("a", str(10 * n + t), float(n)) for t in range(10)]) for n in range(30)]
    given = pa.Table.from_batches(
        command(iter([*pieces, batch([("b", "1", 4.0), ("b", "2", 5.0)])]))
    )
    assert given.select(["unique_id", "ds", "median"]).to_pylist() == [
        {"unique_id": "a", "ds": "300", "median": 29.0},
        {"unique_id": "b", "ds": "3", "median": 5.0},
    ]
