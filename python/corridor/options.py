"""Options of the library from Python's values, those of numpy and pandas among them."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from numbers import Integral, Real
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from .errors import WrongUsage

Value: TypeAlias = Any
"""A text, a number or a truth of Python or numpy, or several texts or numbers; None is left out."""

Period: TypeAlias = str | int | datetime.date | pd.Period
"""A period: as the program writes it ("2030-Q1"), a year, a date at midnight, or one of pandas."""

# No option takes more: seeds are the widest.
_WIDEST = 2**64


def option_list(options: Mapping[str, Value]) -> list[bytes]:
    """`allow_negative=True, levels=[80, 95]` as `allow-negative=true`, `levels=80,95`.

    None and False are left out.

    Raises:
        WrongUsage: a value is neither text, number nor truth, or cannot be given to the library.
    """
    texts = {
        name: _text(name, _plain(value))
        for name, value in options.items()
        if value is not None and not _is_false(value)
    }
    return [
        f"{name.replace('_', '-').strip('-')}=".encode() + c_text(f"`{name}`", text)
        for name, text in texts.items()
    ]


def c_text(what: str, text: object) -> bytes:
    """A text as C has it.

    Raises:
        WrongUsage: it is none, or holds what C would cut it at.
    """
    if not isinstance(text, str):
        raise WrongUsage(f"{what} is a text, not {_shown(text)}")
    if "\0" in text:
        raise WrongUsage(f"{what} holds a zero byte")
    try:
        return text.encode()
    except UnicodeEncodeError as fault:
        raise WrongUsage(f"{what} is no Unicode text: {fault.reason}") from None


def period_text(name: str, value: Period | None) -> str | None:
    """A period as the program reads it; None for none.

    Raises:
        WrongUsage: it is none, or has a time of day.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, pd.Period):
        starts = value.freqstr.startswith("W")
        return value.start_time.date().isoformat() if starts else str(value)
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if isinstance(value, datetime.date) and value is not pd.NaT:
        if isinstance(value, datetime.datetime):
            if value.time() != datetime.time():
                raise WrongUsage(
                    f"`{name}`: {value} has a time of day (periods are days or longer)"
                )
            value = value.date()
        return value.isoformat()
    if isinstance(value, Real) and not _is_truth(value):
        return _number(name, value)
    raise WrongUsage(
        f"`{name}`: {_shown(value)} is no period (write 2030, '2030-Q1', '2030-05' …)"
    )


def period_texts(name: str, value: Period | Iterable[Period] | None) -> list[str] | None:
    """Periods, or one; None for none."""
    value = _plain(value)
    several = list(value) if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    texts = [period_text(name, period) for period in several]
    return [text for text in texts if text is not None] or None


def _plain(value: Value) -> Value:
    """An array of numpy as a list; what has no dimension as what it holds."""
    if isinstance(value, np.ndarray):
        return value[()] if value.ndim == 0 else list(value)
    return value


def _is_truth(value: Value) -> bool:
    return isinstance(value, (bool, np.bool_))


def _is_false(value: Value) -> bool:
    return _is_truth(value) and not value


def _text(name: str, value: Value) -> str:
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping)):
        return ",".join(_single(name, part) for part in value)
    return _single(name, value)


def _single(name: str, value: Value) -> str:
    if isinstance(value, str):
        return value
    if _is_truth(value):
        return "true" if value else "false"
    if isinstance(value, Real):
        return _number(name, value)
    raise WrongUsage(f"`{name}`: {_shown(value)} is no text, number or truth")


def _number(name: str, value: Real) -> str:
    """Digits that lose nothing: whole numbers never pass through a double."""
    if isinstance(value, Integral):
        whole = int(value)
        if not -_WIDEST < whole < _WIDEST:
            raise WrongUsage(f"`{name}`: a whole number of {whole.bit_length()} bits is too large")
        return str(whole)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise WrongUsage(f"`{name}`: {_shown(value)} is not finite")
    return str(int(number)) if number.is_integer() else repr(number)


def _shown(value: object) -> str:
    """A value and its type, briefly."""
    text = repr(value)
    return f"{text if len(text) <= 40 else text[:39] + '…'} of type {type(value).__name__}"
