"""The library's sentences with the names that Python has: arguments, and rows of the frame."""

from __future__ import annotations

import re

NAME = "batch"
"""What the library calls the frame."""

# What the data are called stays as it is: sentences quote it, or end in a list of it. A quote opens
# a name after a space and closes it before one, so that names may hold apostrophes.
_DATA = r"(?<![^\s(])'[\s\S]*?'(?![^\s,.;:?)])|(?<=\(columns: )[^\n]*|(?<=with --series: )[^\n]*"
_PARTS = re.compile(
    rf"(?P<data>{_DATA})"
    rf"|^{NAME}(?::(?P<place>\d+))?: "
    r"|\b(?P<where>of|on|in|be) line (?P<line>\d+)\b"
    r"|\(line (?P<lines>\d+(?:, \d+)*)"
    r"|(?<![\w-])--(?P<option>[a-z][a-z-]*)",
    re.MULTILINE,
)
_KEYWORDS = {"class", "from"}
_IN_HEADER = {"on": "in the header"}


def worded(text: str) -> str:
    """A message with arguments for options, and rows from 0 for lines of a file with a header."""
    return _PARTS.sub(_part, text)


def _part(found: re.Match[str]) -> str:
    if found["data"] is not None:
        return found[0]
    if found["option"]:
        name = found["option"].replace("-", "_")
        return f"`{name}_`" if name in _KEYWORDS else f"`{name}`"
    if found["line"]:
        row = _row(found["line"])
        where = found["where"]
        return f"{where} row {row}" if row else _IN_HEADER.get(where, f"{where} the header")
    if found["lines"]:
        lines = found["lines"].split(", ")
        return f"({'rows' if len(lines) > 1 else 'row'} {', '.join(_row(line) for line in lines)}"
    # The header is no row: what is missing in it is missing in the frame.
    row = _row(found["place"] or "1")
    return f"row {row}: " if row else ""


def _row(line: str) -> str:
    """The row that a line of a file with a header is; nothing for the header."""
    return str(int(line) - 2) if int(line) > 1 else ""
