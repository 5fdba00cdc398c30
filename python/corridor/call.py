"""One call of the library."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from .errors import ForkedProcess
from .library import library
from .options import Value, c_text, option_list
from .structures import ArrowArray, ArrowSchema
from .wording import NAME, worded

PARTLY_DONE = 3

_caller: int | None = None
"""The process that called first."""


def require_own_threads() -> None:
    """Refuses the child of a process that called: it would wait for workers that only that one has.

    Raises:
        ForkedProcess: this is such a child.
    """
    global _caller
    if _caller is None:
        _caller = os.getpid()
    if _caller != os.getpid():
        raise ForkedProcess(
            "this process was made by fork from one that had called corridor, whose workers"
            " it lacks (choose the start method 'spawn' or 'forkserver' of multiprocessing)"
        )


@dataclass(frozen=True)
class Answer:
    """What a call gave."""

    status: int
    message: str
    notes: list[str]
    tables: dict[str, pa.RecordBatch]


def call(
    function: str,
    batch: pa.RecordBatch,
    options: Mapping[str, Value],
    tables: Sequence[str],
    formula: str | None = None,
) -> Answer:
    """Calls a function with a batch; other threads of Python run meanwhile.

    Args:
        function: its name in the library.
        batch: the data; the library lets go of them before it returns.
        options: by the names of Python's arguments.
        tables: which tables to take.
        formula: of a regression.

    Raises:
        CorridorError: an option or the process cannot be; what the data are is in the status.
    """
    texts = option_list({**options, "name": NAME})
    formulas = [] if formula is None else [c_text("the formula", formula)]
    loaded = library()
    require_own_threads()
    listed = (ctypes.c_char_p * (len(texts) + 1))(*texts, None)
    result = ctypes.c_void_p()
    schema, array = ArrowSchema(), ArrowArray()
    batch._export_to_c(ctypes.addressof(array), ctypes.addressof(schema))
    status: int = getattr(loaded, function)(
        ctypes.byref(schema), ctypes.byref(array), *formulas, listed, ctypes.byref(result)
    )
    try:
        message: bytes = loaded.corridor_result_message(result)
        notes: bytes = loaded.corridor_result_notes(result)
        return Answer(
            status,
            worded(message.decode()),
            [line for line in worded(notes.decode()).split("\n") if line],
            {name: taken for name in tables if (taken := _take(loaded, result, name)) is not None},
        )
    finally:
        loaded.corridor_result_free(result)


def _take(loaded: ctypes.CDLL, result: ctypes.c_void_p, name: str) -> pa.RecordBatch | None:
    schema, array = ArrowSchema(), ArrowArray()
    found = loaded.corridor_result_take(
        result, name.encode(), ctypes.byref(schema), ctypes.byref(array)
    )
    if found != 0:
        return None
    return pa.RecordBatch._import_from_c(ctypes.addressof(array), ctypes.addressof(schema))
