"""What a command gives: rows and failures, of one pass over the data."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from .number_text import as_text


@dataclass(frozen=True)
class Result:
    """Rows and failures of one command.

    Nothing is computed before Spark is asked for rows. `rows` and `failures` are views of `table`:
    where both are wanted, write `table` or call `cached`, or the work is done twice.
    """

    table: DataFrame
    """All rows; those of failures have `reason` and `detail`, the others have null there."""
    key: str
    """The column that names the series."""
    model: Column
    """What a failure is said of beside the series: its model."""

    def cached(self) -> Result:
        """The same, kept by Spark from its first use on."""
        return replace(self, table=self.table.persist())

    @property
    def rows(self) -> DataFrame:
        """What the program writes: its columns, and a row for each of its rows."""
        return self.table.where(F.col("reason").isNull()).drop("reason", "detail")

    @property
    def text(self) -> DataFrame:
        """`rows` with numbers as the text that the program writes, for files with its bytes."""
        return as_text(self.rows)

    @property
    def failures(self) -> DataFrame:
        """What could not be done, as `corridor … --failures` writes it."""
        return self.table.where(F.col("reason").isNotNull()).select(
            F.col(self.key).alias("unique_id"), self.model.alias("model"), "reason", "detail"
        )
