"""The library's sentences with the names that Python has: arguments, and rows of the frame."""

from __future__ import annotations

import re

NAME = "batch"
"""What the library calls the frame."""

_OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]*)")
_PLACE = re.compile(rf"^{NAME}(?::(\d+))?: ", re.MULTILINE)
_LINE = re.compile(r"\b(of|on) line (\d+)\b")
_KEYWORDS = {"class", "from"}


def _argument(found: re.Match[str]) -> str:
    name = found.group(1).replace("-", "_")
    return f"`{name}_`" if name in _KEYWORDS else f"`{name}`"


def _place(found: re.Match[str]) -> str:
    return f"row {int(found.group(1)) - 2}: " if found.group(1) else ""


def worded(text: str) -> str:
    """A message with arguments for options, and rows from 0 for lines of a file with a header."""
    text = _PLACE.sub(_place, text)
    text = _LINE.sub(lambda found: f"{found.group(1)} row {int(found.group(2)) - 2}", text)
    return _OPTION.sub(_argument, text)
