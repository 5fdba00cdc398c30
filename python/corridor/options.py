"""Options of the library from Python's values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Value = str | int | float | bool | Sequence[str] | Sequence[float] | None


def option_list(options: Mapping[str, Value]) -> list[bytes]:
    """`allow_negative=True, levels=[80, 95]` as `allow-negative=true`, `levels=80,95`.

    None and False are left out.
    """
    return [
        f"{name.replace('_', '-').strip('-')}={_text(value)}".encode()
        for name, value in options.items()
        if value is not None and value is not False
    ]


def _text(value: str | int | float | Sequence[str] | Sequence[float]) -> str:
    if value is True:
        return "true"
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    return ",".join(_text(part) for part in value)
