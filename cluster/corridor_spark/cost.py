"""What a series costs, by its length and the models: only ratios count."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import Column
from pyspark.sql import functions as F

FIXED = 1e-5
"""Seconds for any series: reading, writing, a fit of a few numbers."""

MEASURED: dict[str, tuple[float, float]] = {
    "naive": (1.5e-05, 0.33),
    "snaive": (9.1e-06, 0.34),
    "drift": (6.4e-06, 0.27),
    "mean": (1.7e-05, 0.51),
    "trend": (0.00015, 0.42),
    "ses": (0.00012, 0.82),
    "holt": (0.00028, 0.90),
    "damped": (0.00063, 0.92),
    "ets": (0.0042, 0.89),
    "arima": (0.012, 1.51),
    "structural": (0.0032, 1.30),
    "theta": (0.00012, 0.91),
    "dotheta": (5.4e-05, 0.89),
    "combination": (0.018, 1.36),
    "auto": (0.022, 1.32),
    "mixture": (0.0001, 0.24),
}
"""Seconds of 100 observations, and the exponent of the growth with the length: the line through
`bench/cost_curve.py` at 24 to 1944 monthly values. Beyond, `arima` grows by less."""

_OTHER = (1.0, 1.0)


@dataclass(frozen=True)
class Cost:
    """`FIXED + Σ scale · (length / 100)^exponent` over the models."""

    terms: tuple[tuple[float, float], ...]

    @staticmethod
    def of(models: list[str]) -> Cost:
        """The cost of models by their names, forms and scales left out; `ets:MAdM+log` is `ets`."""
        names = [model.split(":")[0].split("+")[0] for model in models]
        return Cost(tuple(MEASURED.get(name, _OTHER) for name in names))

    def column(self, length: Column) -> Column:
        """The cost of each series."""
        parts = [scale * F.pow(length / 100.0, F.lit(exponent)) for scale, exponent in self.terms]
        return sum(parts, F.lit(FIXED))
