"""The C library: where it is, and its functions."""

from __future__ import annotations

import ctypes
import functools
import os
from pathlib import Path

from .errors import LibraryMissing
from .structures import ArrowArray, ArrowSchema

ABI_VERSION = 1
_NAME = "libcorridor.so"


def version() -> str:
    """The version of the library."""
    text: bytes = library().corridor_version()
    return text.decode()


def _places() -> list[str]:
    """Where the library may be: CORRIDOR_LIBRARY alone where it is set."""
    if stated := os.environ.get("CORRIDOR_LIBRARY"):
        return [stated]
    # In a clone the package stands beside the build.
    built = Path(__file__).resolve().parents[2] / ".build" / "release" / _NAME
    return [*([str(built)] if built.exists() else []), _NAME]


@functools.cache
def library() -> ctypes.CDLL:
    """The library, loaded once.

    Raises:
        LibraryMissing: it is not there, cannot be loaded, or has another interface.
    """
    faults = []
    for place in _places():
        try:
            loaded = ctypes.CDLL(place)
        except OSError as fault:
            faults.append(str(fault))
            continue
        _declare(loaded)
        if (found := loaded.corridor_abi_version()) != ABI_VERSION:
            raise LibraryMissing(f"{place} has interface {found}, this package needs {ABI_VERSION}")
        return loaded
    raise LibraryMissing(
        "; ".join(faults) + " ('make library' builds it; CORRIDOR_LIBRARY says where it is)"
    )


def _declare(loaded: ctypes.CDLL) -> None:
    schema, array = ctypes.POINTER(ArrowSchema), ctypes.POINTER(ArrowArray)
    options, result = ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(ctypes.c_void_p)
    signatures = {
        "corridor_abi_version": (ctypes.c_int32, []),
        "corridor_version": (ctypes.c_char_p, []),
        "corridor_forecast": (ctypes.c_int32, [schema, array, options, result]),
        "corridor_target": (ctypes.c_int32, [schema, array, options, result]),
        "corridor_regress": (ctypes.c_int32, [schema, array, ctypes.c_char_p, options, result]),
        "corridor_result_message": (ctypes.c_char_p, [ctypes.c_void_p]),
        "corridor_result_notes": (ctypes.c_char_p, [ctypes.c_void_p]),
        "corridor_result_take": (
            ctypes.c_int32,
            [ctypes.c_void_p, ctypes.c_char_p, schema, array],
        ),
        "corridor_result_free": (None, [ctypes.c_void_p]),
    }
    for name, (given, taken) in signatures.items():
        try:
            function = getattr(loaded, name)
        except AttributeError:
            raise LibraryMissing(f"{loaded._name} has no {name}") from None
        function.restype, function.argtypes = given, taken
