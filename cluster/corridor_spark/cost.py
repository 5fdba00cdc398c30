"""What a series costs, by its length and the models: only ratios count."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import Column
from pyspark.sql import functions as F

FIXED = 1e-5
"""Seconds for any series: reading, writing, a fit of a few numbers."""

MEASURED: dict[str, tuple[float, float]] = {}
"""Seconds of 100 observations, and the exponent of the growth with the length."""

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
