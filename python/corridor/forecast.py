"""Forecasts of many series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from .call import PARTLY_DONE, call
from .errors import error
from .frames import Frame, Given, names_any
from .wording import worded


@dataclass(frozen=True)
class Forecasts:
    """What `forecast` gives, in the kind of frame that it was given.

    Attributes:
        forecasts: unique_id, ds, model, mean, median and a pair of columns a level.
        failures: unique_id, model, reason, detail: a row a series and model without forecast.
        details: a row a fit, where asked for; else None.
        notes: sentences on the data.
    """

    forecasts: Frame
    failures: Frame
    details: Frame | None = None
    notes: list[str] = field(default_factory=list)


def forecast(
    data: Frame,
    horizon: int,
    *,
    model: str | Sequence[str] | None = None,
    levels: Sequence[float] | None = None,
    quantiles: Sequence[float] | None = None,
    season: int | None = None,
    freq: str | None = None,
    total: str | None = None,
    holidays: str | Sequence[str] | None = None,
    allow_negative: bool = False,
    details: bool = False,
    sorted: bool = False,
    jobs: int | None = None,
    seed: int | None = None,
    id: str | None = None,
    time: str | None = None,
    value: str | None = None,
    unit: str | None = None,
    class_: str | None = None,
    time_format: str | None = None,
    allow_formulas: bool = False,
) -> Forecasts:
    """Forecasts every series, as `corridor forecast` does.

    Args:
        data: one row an observation: unique_id, ds, y, or the columns that id, time and value name.
        horizon: periods to forecast.
        model: names such as "ets" or "arima:1,1,1+log"; by default "auto".
        levels: of the central intervals in percent; by default 80 and 95.
        quantiles: one-sided ones, shares over 0 and under 1.
        season: periods in a season; by default from the frequency.
        freq: annual, half, quarter, month, week, day or integer; by default as the periods tell.
        total: "horizon" or "year" for sums instead of periods.
        holidays: moving holidays whose effects are estimated.
        allow_negative: whether series of positive values may be forecast under zero.
        details: whether a table of fits is given.
        sorted: whether the rows of each series stand together: less memory.
        jobs: workers; results do not depend on it.
        seed: of the random numbers.
        id: column of the series; several, separated by commas, are joined by points.
        time: column of the periods.
        value: column of the values.
        unit: column of the unit, or the unit itself.
        class_: nominal, volume or other.
        time_format: excel, dmy or mdy.
        allow_formulas: whether ids are let through that a spreadsheet would run.

    Raises:
        CorridorError: no series could be forecast; with the `failures` where these are why.
    """
    given = Given(data, names_any(["unique_id", "ds", "y", id, time, value]))
    answer = call(
        "corridor_forecast",
        given.batch,
        {
            "horizon": horizon,
            "model": model,
            "levels": levels,
            "quantiles": quantiles,
            "season": season,
            "freq": freq,
            "total": total,
            "holidays": holidays,
            "allow_negative": allow_negative,
            "details": details,
            "sorted": sorted,
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
        ["forecasts", "failures", "details"],
    )
    failed = answer.tables.get("failures")
    failures = None if failed is None else given.back(_worded(failed))
    if answer.status not in (0, PARTLY_DONE):
        raise error(answer.status, answer.message, failures)
    fits = answer.tables.get("details")
    return Forecasts(
        given.back(
            answer.tables["forecasts"], given.period_column(time) if total is None else None
        ),
        failures,
        None if fits is None else given.back(fits),
        answer.notes,
    )


def _worded(failures: pa.RecordBatch) -> pa.RecordBatch:
    """Failures whose sentences speak of rows and arguments."""
    details = [worded(text.as_py()) for text in failures["detail"]]
    columns = [
        pa.array(details, pa.string()) if name == "detail" else failures[name]
        for name in failures.schema.names
    ]
    return pa.RecordBatch.from_arrays(columns, names=failures.schema.names)
