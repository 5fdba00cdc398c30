"""Regressions by formula."""

from __future__ import annotations

from dataclasses import dataclass, field

from .call import call
from .errors import error
from .frames import Frame, Given, names_in
from .options import c_text

_CLUSTERED = ("cluster", "cr2", "cr3", "wild")
_TABLES = ["coefficients", "summary", "tests", "predict", "fixed-effects"]


@dataclass(frozen=True)
class Regression:
    """What `regress` gives, in the kind of frame that it was given.

    Attributes:
        coefficients: term, estimate, std_error, statistic, p_value, conf_low, conf_high.
        summary: one row about the whole fit.
        tests: of the specification and of instruments, where asked for; else None.
        predictions: a row a row in use or without response, where asked for; else None. Its `line`
            is that of a CSV file with a header: the frame's first row is line 2.
        fixed_effects: the estimate of each level, where asked for; else None.
        notes: rows and terms left out, and what the table should not be taken for.
    """

    coefficients: Frame
    summary: Frame
    tests: Frame | None = None
    predictions: Frame | None = None
    fixed_effects: Frame | None = None
    notes: list[str] = field(default_factory=list)


def regress(
    data: Frame,
    formula: str,
    *,
    family: str | None = None,
    se: str | None = None,
    weights: str | None = None,
    offset: str | None = None,
    quantile: float | None = None,
    effects: str | None = None,
    level: float | None = None,
    id: str | None = None,
    time: str | None = None,
    draws: int | None = None,
    seed: int | None = None,
    tests: bool = False,
    predict: bool = False,
    fixed_effects: bool = False,
    allow_formulas: bool = False,
) -> Regression:
    """Fits a regression, as `corridor regress` does.

    Args:
        data: one row an observation.
        formula: such as "flow ~ log(dist) | exp^year + imp^year".
        family: gaussian, poisson, gamma, negbin, binomial or probit.
        se: standard errors: iid, hc0 to hc4, hac, cluster:A+B, cr2:A, wild:A and so on.
        weights: column of weights.
        offset: column added to the linear predictor.
        quantile: to fit instead of the mean.
        effects: random or between, of the series that id names.
        level: of the intervals in percent; by default 95.
        id: column that tells series apart, for lags and hac.
        time: column of periods, for lags and the order of hac.
        draws: of se="wild:A".
        seed: of its random draws; by default 1.
        tests: whether tests are made.
        predict: whether fitted values are given.
        fixed_effects: whether the estimate of each level is given.
        allow_formulas: whether levels are let through that a spreadsheet would run.

    Raises:
        CorridorError: the regression cannot be fitted.
    """
    c_text("the formula", formula)
    kind, _, columns = str(se or "").partition(":")
    columns = columns.replace("+", ",").replace("^", ",") if kind in _CLUSTERED else ""
    given = Given(data, names_in(formula, [weights, offset, id, time, columns]))
    answer = call(
        "corridor_regress",
        given.batch,
        {
            "family": family,
            "se": se,
            "weights": weights,
            "offset": offset,
            "quantile": quantile,
            "effects": effects,
            "level": level,
            "id": id,
            "time": time,
            "draws": draws,
            "seed": seed,
            "summary": True,
            "tests": tests,
            "predict": predict,
            "fixed_effects": fixed_effects,
            "allow_formulas": allow_formulas,
        },
        _TABLES,
        formula,
    )
    if answer.status != 0:
        raise error(answer.status, answer.message)
    tables = {name: given.back(batch) for name, batch in answer.tables.items()}
    return Regression(
        tables["coefficients"],
        tables["summary"],
        tables.get("tests"),
        tables.get("predict"),
        tables.get("fixed-effects"),
        answer.notes,
    )
