"""When a series reaches a level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .call import call
from .errors import error
from .frames import Frame, Given, names_any
from .options import Period, period_text, period_texts


@dataclass(frozen=True)
class Targets:
    """What `target` gives, in the kind of frame that it was given.

    Attributes:
        targets: a row a deadline, with the columns of `corridor target`.
        notes: sentences on the data.
    """

    targets: Frame
    notes: list[str] = field(default_factory=list)


def target(
    data: Frame,
    *,
    level: float | None = None,
    multiple: float | None = None,
    base: Period | None = None,
    by: Period | Sequence[Period] | None = None,
    series: str | None = None,
    horizon: int | None = None,
    model: str | None = None,
    from_: Period | None = None,
    as_of: Period | None = None,
    hold: int | None = None,
    regain: bool = False,
    total: str | None = None,
    levels: Sequence[float] | None = None,
    paths: int | None = None,
    season: int | None = None,
    freq: str | None = None,
    jobs: int | None = None,
    seed: int | None = None,
    id: str | None = None,
    time: str | None = None,
    value: str | None = None,
    unit: str | None = None,
    class_: str | None = None,
    time_format: str | None = None,
    allow_formulas: bool = False,
) -> Targets:
    """Says when one series reaches a level and with what probability, as `corridor target` does.

    Args:
        data: one row an observation: unique_id, ds, y, or the columns that id, time and value name.
        level: to reach; or multiple.
        multiple: of the value in the period base.
        base: the base period of multiple.
        by: deadlines; by default the end of the horizon.
        series: which one, where there are several.
        horizon: periods to simulate after the last observation.
        model: by default the mixture, with a season auto.
        from_: first period of the sample.
        as_of: last period of the sample: what was known then.
        hold: periods in a row that count as sustained; by default 2.
        regain: whether an earlier time at the level counts as nothing once it is lost.
        total: "year" compares calendar years' totals.
        levels: adds the median and central intervals at each deadline, percent.
        paths: to simulate; by default 100,000.
        season: periods in a season; by default from the frequency.
        freq: annual, half, quarter, month, week, day or integer; by default as the periods tell.
        jobs: workers; results do not depend on it.
        seed: of the random numbers.
        id: column of the series.
        time: column of the periods.
        value: column of the values.
        unit: column of the unit, or the unit itself.
        class_: nominal, volume or other.
        time_format: excel, dmy or mdy.
        allow_formulas: whether ids are let through that a spreadsheet would run.

    Raises:
        CorridorError: the question cannot be answered.
    """
    given = Given(data, names_any(["unique_id", "ds", "y", id, time, value]))
    answer = call(
        "corridor_target",
        given.batch,
        {
            "level": level,
            "multiple": multiple,
            "base": period_text("base", base),
            "by": period_texts("by", by),
            "series": series,
            "horizon": horizon,
            "model": model,
            "from_": period_text("from_", from_),
            "as_of": period_text("as_of", as_of),
            "hold": hold,
            "regain": regain,
            "total": total,
            "levels": levels,
            "paths": paths,
            "season": season,
            "freq": freq,
            "jobs": jobs,
            "seed": seed,
            "id": id,
            "time": time,
            "value": value,
            "unit": unit,
            "class_": class_,
            "time_format": time_format,
            "allow_formulas": allow_formulas,
        },
        ["targets"],
    )
    if answer.status != 0:
        raise error(answer.status, answer.message)
    return Targets(given.back(answer.tables["targets"]), answer.notes)
