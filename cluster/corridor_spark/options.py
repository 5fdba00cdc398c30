"""Options of the program from Python's values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Value = str | int | float | bool | Sequence[str] | Sequence[float] | None


def arguments(options: Mapping[str, Value]) -> list[str]:
    """`allow_negative=True, levels=[80, 95]` as `--allow-negative --levels 80,95`.

    None and False are left out.
    """
    given: list[str] = []
    for name, value in options.items():
        if value is None or value is False:
            continue
        option = "--" + name.replace("_", "-").strip("-")
        if value is True:
            given.append(option)
        else:
            # With a sign of equality: a value may begin with a hyphen.
            given.append(f"{option}={_text(value)}")
    return given


def percent_names(levels: Sequence[float]) -> list[str]:
    """`lo-80`, `hi-80` and so on."""
    return [f"{side}-{number(level)}" for level in levels for side in ("lo", "hi")]


def number(value: float) -> str:
    """The shortest text of a number, whole ones without a point."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def model_list(model: str | Sequence[str] | None) -> list[str]:
    """The models of a request; what the program takes without one where none is named."""
    if model is None:
        return ["auto"]
    return model.split(",") if isinstance(model, str) else list(model)


def _text(value: str | int | float | Sequence[str] | Sequence[float]) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return number(value)
    return ",".join(_text(part) for part in value)
