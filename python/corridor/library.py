"""The C library: where it is, and its functions."""

from __future__ import annotations

import ctypes
import functools
import os
import shutil
from pathlib import Path

from .errors import LibraryMissing
from .structures import ArrowArray, ArrowSchema

ABI_VERSION = 1
_NAME = "libcorridor.so"


def version() -> str:
    """The version of the library."""
    text: bytes = library().corridor_version()
    return text.decode()


def _places() -> list[tuple[str, str]]:
    """Where the library may be, and why there: the first that is there is taken.

    CORRIDOR_LIBRARY is the only place where it is set: another library than the one that was asked
    for would go unnoticed.
    """
    if stated := os.environ.get("CORRIDOR_LIBRARY"):
        return [(stated, "CORRIDOR_LIBRARY")]
    package = Path(__file__).resolve().parent
    places = [(package / _NAME, "beside the package")]
    clone = package.parents[1]
    if (clone / "Package.swift").exists():
        places.append((clone / ".build" / "release" / _NAME, "the clone's build"))
    if program := shutil.which("corridor"):
        prefix = Path(program).resolve().parents[1]
        places.append((prefix / "lib" / _NAME, "of the installed program"))
    return [*((str(path), why) for path, why in places), (_NAME, "as the system finds libraries")]


@functools.cache
def library() -> ctypes.CDLL:
    """The library, loaded once.

    Raises:
        LibraryMissing: it is not there, cannot be loaded, or has another interface.
    """
    tried = []
    for place, why in _places():
        if os.path.isabs(place) and not os.path.exists(place):
            tried.append(f"{place} ({why}): not there")
            continue
        try:
            loaded = ctypes.CDLL(place)
        except OSError as fault:
            tried.append(f"{place} ({why}): {fault}")
            continue
        _declare(loaded)
        if (found := loaded.corridor_abi_version()) != ABI_VERSION:
            raise LibraryMissing(
                f"{place} ({why}) has interface {found}, this package needs {ABI_VERSION}"
            )
        return loaded
    raise LibraryMissing(
        "no C library ('make library' builds it, CORRIDOR_LIBRARY says where it is); tried:\n"
        + "\n".join(tried)
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
