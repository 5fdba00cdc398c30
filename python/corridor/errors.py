"""What goes wrong, with the code of the library and a sentence."""

from __future__ import annotations

from typing import Any


class CorridorError(Exception):
    """A call that gave no table.

    Attributes:
        code: as the program's exit status.
        failures: the series that failed, a row each, where these are why; else None.
    """

    code: int = 1

    def __init__(self, text: str, failures: Any = None) -> None:
        super().__init__(text)
        self.failures = failures


class Failed(CorridorError):
    """The work failed."""

    code = 1


class WrongUsage(CorridorError):
    """An option, a model or a formula that cannot be, whatever the data are."""

    code = 64


class BadInput(CorridorError):
    """The data are at fault."""

    code = 65


class WrongKernel(CorridorError):
    """This CPU's BLAS computes wrong results."""

    code = 70


class ForkedProcess(CorridorError, RuntimeError):
    """This process was made by fork from one that had called, whose threads it lacks."""

    code = 1


class LibraryMissing(CorridorError):
    """The C library is not where it was looked for, or is another version's."""

    code = 66


_KINDS: dict[int, type[CorridorError]] = {
    kind.code: kind for kind in (Failed, WrongUsage, BadInput, WrongKernel)
}


def error(code: int, text: str, failures: Any = None) -> CorridorError:
    """The exception of a status."""
    return _KINDS.get(code, Failed)(text, failures)
