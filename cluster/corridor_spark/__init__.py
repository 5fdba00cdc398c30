"""Corridor's forecasts, backtests, targets and regressions over Spark data frames.

The work is done by the program `corridor` on the workers, one long-lived process a partition: what
comes out are the rows that one machine would write, for any number of partitions.
"""

from .backtest import backtest
from .errors import CorridorError, ProgramFailed, ProgramMissing
from .forecast import forecast
from .program import Program
from .regress import regress
from .result import Result
from .target import target

__all__ = [
    "CorridorError",
    "Program",
    "ProgramFailed",
    "ProgramMissing",
    "Result",
    "backtest",
    "forecast",
    "regress",
    "target",
]
