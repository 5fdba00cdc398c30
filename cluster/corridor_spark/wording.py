"""The program's sentences, without places in a pipe.

A line of what was sent to one task says nothing to a reader, and would differ with the number of
partitions: lines become rows of the series in the order of time.
"""

from __future__ import annotations

import re

_PLACE = re.compile(r"^(?:corridor: )?-:(?:(\d+):)? ")
_LINE = re.compile(r"\bline (\d+)\b")


def place_of(sentence: str) -> int | None:
    """The line that a sentence begins with."""
    found = _PLACE.match(sentence)
    return int(found.group(1)) if found and found.group(1) else None


def without_place(sentence: str) -> str:
    """The sentence alone."""
    return _PLACE.sub("", sentence, count=1)


def by_rows(sentence: str, name: str, first_line: int | None) -> str:
    """The sentence with rows of the series in place of lines.

    Args:
        sentence: as the program wrote it.
        name: the series' id, in which nothing is replaced.
        first_line: where the series begins; None leaves lines out.
    """
    line = place_of(sentence)
    sentence = without_place(sentence)
    start = f"series '{name}'"
    if not sentence.startswith(start):
        # A refusal, which names a cell and no other line.
        here = None if line is None or first_line is None else line - first_line + 1
        return sentence if here is None else f"row {here}: {sentence}"
    rest = sentence[len(start) :]
    if first_line is None:
        return start + _LINE.sub("another row", rest)
    rest = _LINE.sub(lambda found: f"row {int(found.group(1)) - first_line + 1}", rest)
    return start + rest if line is None else f"{start}, row {line - first_line + 1}{rest}"


def last_sentence(said: str) -> str:
    """The last line of stderr, which says why the program ended."""
    lines = said.splitlines()
    return lines[-1] if lines else ""
