"""The interface itself: what is released, what is refused, threads, memory."""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pyarrow as pa
import pytest

import corridor
from corridor.library import library
from corridor.structures import ArrayRelease, ArrowArray, ArrowSchema, SchemaRelease
from own_output import Program, assert_same, table


class Exported:
    """A batch whose releases are counted."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self.schema, self.array = ArrowSchema(), ArrowArray()
        batch._export_to_c(ctypes.addressof(self.array), ctypes.addressof(self.schema))
        self.released: list[str] = []
        # The exporter's own callbacks stay in copies of its structures.
        own_schema = ArrowSchema.from_buffer_copy(self.schema)
        own_array = ArrowArray.from_buffer_copy(self.array)

        def release_schema(place: object) -> None:
            self.released.append("schema")
            own_schema.release(ctypes.byref(own_schema))
            place.contents.release = SchemaRelease()  # type: ignore[attr-defined]

        def release_array(place: object) -> None:
            self.released.append("array")
            own_array.release(ctypes.byref(own_array))
            place.contents.release = ArrayRelease()  # type: ignore[attr-defined]

        self._kept = (SchemaRelease(release_schema), ArrayRelease(release_array))
        self.schema.release, self.array.release = self._kept

    def call(self, function: str, *options: str, formula: str | None = None) -> tuple[int, str]:
        """Status and message; the result is freed."""
        listed = (ctypes.c_char_p * (len(options) + 1))(*(text.encode() for text in options), None)
        result = ctypes.c_void_p()
        formulas = [] if formula is None else [formula.encode()]
        status = getattr(library(), function)(
            ctypes.byref(self.schema), ctypes.byref(self.array), *formulas, listed,
            ctypes.byref(result),
        )  # fmt: skip
        message = library().corridor_result_message(result).decode()
        library().corridor_result_free(result)
        return status, message


def batch(rows: int = 12) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(
        {
            "unique_id": ["a"] * rows,
            "ds": [2010 + t for t in range(rows)],
            "y": [10.0 + t * t % 5 for t in range(rows)],
        }
    )


@pytest.mark.parametrize(
    ("function", "formula", "options", "status"),
    [
        ("corridor_forecast", None, ["horizon=3", "model=drift"], 0),
        ("corridor_forecast", None, ["horizon=3", "model=none"], 64),
        ("corridor_forecast", None, [], 64),
        ("corridor_forecast", None, ["horizon"], 64),
        ("corridor_forecast", None, ["horizon=3", "horizon=4"], 64),
        ("corridor_forecast", None, ["horizon=3", "horizont=4"], 64),
        ("corridor_forecast", None, ["horizon=3", "value=z"], 65),
        ("corridor_target", None, ["level=20", "by=2030", "paths=1000"], 0),
        ("corridor_target", None, ["level=20", "by=never"], 64),
        ("corridor_regress", "y ~ ds", [], 0),
        ("corridor_regress", "y ~ nothing", [], 65),
    ],
)
def test_a_batch_is_released_once(
    function: str, formula: str | None, options: list[str], status: int
) -> None:
    given = Exported(batch())
    assert given.call(function, *options, formula=formula)[0] == status
    assert sorted(given.released) == ["array", "schema"]
    # What was moved is marked as such.
    assert not given.schema.release and not given.array.release


def test_a_released_batch_is_refused() -> None:
    given = Exported(batch())
    given.call("corridor_forecast", "horizon=3", "model=drift")
    status, message = given.call("corridor_forecast", "horizon=3", "model=drift")
    assert status == 65 and "released" in message
    assert len(given.released) == 2


def test_no_result_wanted_no_batch_given() -> None:
    given = Exported(batch())
    options = (ctypes.c_char_p * 3)(b"horizon=3", b"model=drift", None)
    schema, array = ctypes.byref(given.schema), ctypes.byref(given.array)
    assert library().corridor_forecast(schema, array, options, None) == 0
    assert len(given.released) == 2
    assert library().corridor_forecast(None, None, options, None) == 65
    assert library().corridor_regress(None, None, None, None, None) == 65
    library().corridor_result_free(None)


def _shift(array: ArrowArray) -> None:
    array.children[0].contents.length = 5


def _no_buffer(array: ArrowArray) -> None:
    array.children[2].contents.buffers[1] = None


def _few_buffers(array: ArrowArray) -> None:
    array.children[0].contents.n_buffers = 2


def _negative(array: ArrowArray) -> None:
    array.length = -1


def _far(array: ArrowArray) -> None:
    array.offset = 2**62


def _children(array: ArrowArray) -> None:
    array.n_children = 2


def _offsets(array: ArrowArray) -> None:
    place = array.children[0].contents.buffers[1]
    ctypes.cast(place, ctypes.POINTER(ctypes.c_int32))[3] = -7


@pytest.mark.parametrize(
    "spoil", [_shift, _no_buffer, _few_buffers, _negative, _far, _children, _offsets]
)
def test_arrays_that_are_none(spoil: Callable[[ArrowArray], None]) -> None:
    fresh = pa.RecordBatch.from_arrays(
        [pa.array(column.to_pylist(), column.type) for column in batch().columns],
        names=["unique_id", "ds", "y"],
    )
    given = Exported(fresh)
    spoil(given.array)
    status, message = given.call("corridor_forecast", "horizon=3")
    assert status == 65 and message.startswith("batch: ")
    assert len(given.released) == 2


@pytest.mark.parametrize(("bits", "status"), [(0xFFFF, 0), (0xFFEF, 65)])
def test_rows_whose_nulls_are_not_counted(bits: int, status: int) -> None:
    given = Exported(batch())
    validity = ctypes.c_uint16(bits)
    given.array.null_count = -1
    kept = given.array.buffers[0]
    given.array.buffers[0] = ctypes.addressof(validity)
    given.array.n_buffers = 1
    try:
        found, message = given.call("corridor_forecast", "horizon=3", "model=drift")
    finally:
        assert kept is None
    assert found == status, message
    assert ("null" in message) == (status == 65)


def test_a_zero_byte_ends_no_message() -> None:
    given = Exported(
        pa.RecordBatch.from_pydict(
            {"unique_id": ["a\0b"] * 3, "ds": [2000, 2000, 2001], "y": [1.0, 2.0, 3.0]}
        )
    )
    status, message = given.call("corridor_forecast", "horizon=3", "model=drift")
    assert status == 65
    assert "\0" not in message and message.rstrip().endswith(")") or "␀" in message


def test_types_that_are_not_read_in_c() -> None:
    other = pa.RecordBatch.from_pydict({"unique_id": ["a"], "ds": [2000], "y": [[1.0]]})
    status, message = Exported(other).call("corridor_forecast", "horizon=3")
    assert status == 65 and "column 'y' has the Arrow type '+l'" in message
    zoned = pa.RecordBatch.from_arrays(
        [pa.array([0], pa.timestamp("s", "Asia/Almaty"))], names=["ds"]
    )
    status, message = Exported(zoned).call("corridor_forecast", "horizon=3")
    assert status == 65 and "Asia/Almaty" in message


def test_codes_outside_of_a_dictionary() -> None:
    codes = pa.DictionaryArray.from_arrays(pa.array([0, 9], pa.int8()), ["a"], safe=False)
    wrong = pa.RecordBatch.from_arrays([codes, pa.array([1, 2]), pa.array([1.0, 2.0])],
                                       names=["unique_id", "ds", "y"])  # fmt: skip
    status, message = Exported(wrong).call("corridor_forecast", "horizon=3")
    assert status == 65 and "dictionary" in message


def test_tables_are_taken_once_and_outlive_the_result() -> None:
    given = Exported(batch())
    options = (ctypes.c_char_p * 3)(b"horizon=3", b"model=drift", None)
    result = ctypes.c_void_p()
    loaded = library()
    loaded.corridor_forecast(
        ctypes.byref(given.schema), ctypes.byref(given.array), options, ctypes.byref(result)
    )
    schema, array = ArrowSchema(), ArrowArray()
    places = (ctypes.byref(schema), ctypes.byref(array))
    assert loaded.corridor_result_take(result, b"targets", *places) == 64
    assert loaded.corridor_result_take(result, b"forecasts", *places) == 0
    assert loaded.corridor_result_take(result, b"forecasts", *places) == 64
    loaded.corridor_result_free(result)
    taken = pa.RecordBatch._import_from_c(ctypes.addressof(array), ctypes.addressof(schema))
    taken.validate(full=True)
    assert taken.num_rows == 3


def test_threads_at_once_give_the_same(months: pd.DataFrame) -> None:
    expected = corridor.forecast(months, 6, model=["ets", "theta"])
    target = corridor.target(months, series="s0", level=160, by=2026, paths=2000).targets

    def work(place: int) -> None:
        if place % 3 == 0:
            found = corridor.target(months, series="s0", level=160, by=2026, paths=2000)
            assert_same(found.targets, target)
            return
        result = corridor.forecast(months, 6, model=["ets", "theta"], jobs=1 + place % 4)
        assert_same(result.forecasts, expected.forecasts)
        assert_same(result.failures, expected.failures)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(48)))


def _resident() -> Iterator[int]:
    """Bytes of the process in memory, now and then again."""
    page = os.sysconf("SC_PAGE_SIZE")
    while True:
        with open("/proc/self/statm") as file:
            yield int(file.read().split()[1]) * page


def test_memory_stays_flat() -> None:
    wide = pa.RecordBatch.from_pydict(
        {
            "unique_id": [f"s{t // 12}" for t in range(2400)],
            "ds": [2010 + t % 12 for t in range(2400)],
            "y": [10.0 + t * t % 5 for t in range(2400)],
        }
    )
    resident = _resident()
    bad = wide.set_column(2, "y", pa.array(["x"] * 2400))

    def calls(count: int) -> None:
        for _ in range(count):
            corridor.forecast(wide, 3, model="drift")
            with pytest.raises(corridor.BadInput):
                corridor.forecast(bad, 3, model="drift")

    calls(100)
    before = next(resident)
    calls(1000)
    # A leak of one batch a call would be 60 MB and more.
    assert next(resident) - before < 8 << 20


def test_the_example_in_c(program: Program) -> None:
    example = os.environ.get("CORRIDOR_EXAMPLE")
    assert example, "CORRIDOR_EXAMPLE names the compiled forecast_example.c"
    done = subprocess.run([example], capture_output=True, text=True, check=True)
    rows = [
        ("ab"[i // 12], 2012 + i % 12, 100 + 3 * (i % 12) + (i % 3) * 1.5 + 40 * (i // 12))
        for i in range(24)
    ]
    _, expected, _, _ = program.run(
        "forecast", pd.DataFrame(rows, columns=["unique_id", "ds", "y"]),
        "--horizon", "5", "--model", "ets", "--levels", "80",
    )  # fmt: skip
    assert_same(table(done.stdout), expected)


def test_versions() -> None:
    assert library().corridor_abi_version() == 1
    assert corridor.version()


def test_line_ends_in_texts_are_no_rows() -> None:
    frame = pd.DataFrame(
        {
            "y": [float(i * i % 7) for i in range(30)],
            "x": [float(i) for i in range(30)],
            "note": ["a\nb" if i % 4 == 2 else "plain" for i in range(30)],
        }
    )
    result = corridor.regress(frame, "y ~ x", predict=True)
    assert list(result.predictions["line"]) == list(range(2, 32))
    frame["x"] = frame["x"].astype(object)
    frame.loc[10, "x"] = "bad"
    with pytest.raises(corridor.BadInput, match="row 10"):
        corridor.regress(frame.astype({"x": str}), "y ~ x")
