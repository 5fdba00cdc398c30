"""Corridor's forecasts, targets and regressions of data frames.

    import corridor

    result = corridor.forecast(df, 12, model="ets", levels=[80, 95])
    result.forecasts, result.failures
"""

from .errors import (
    BadInput,
    CorridorError,
    Failed,
    ForkedProcess,
    LibraryMissing,
    WrongKernel,
    WrongUsage,
)
from .forecast import Forecasts, forecast
from .library import version
from .regress import Regression, regress
from .target import Targets, target

__all__ = [
    "BadInput",
    "CorridorError",
    "Failed",
    "Forecasts",
    "ForkedProcess",
    "LibraryMissing",
    "Regression",
    "Targets",
    "WrongKernel",
    "WrongUsage",
    "forecast",
    "regress",
    "target",
    "version",
]
