"""Which rows go to which partition: those of a series together, sorted.

By a hash of the id alone, a few long series that meet in one partition let the whole job wait for
it. By cost, the heaviest series are dealt out, each to the partition that has the least so far.
"""

from __future__ import annotations

import heapq
from typing import Literal

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .cost import Cost
from .errors import CorridorError

Spread = Literal["hash", "cost"]

_MOST_DEALT = 100_000
"""Series dealt out one by one at most: they are collected on the driver."""

_HEAVY_SHARE = 0.05
"""A series is dealt out when it costs more than this share of a partition's mean."""

_PARTITION = "corridor_partition"


def usual_partitions(frame: DataFrame) -> int:
    """Four a core: the last ones to end are then small beside the whole."""
    return 4 * frame.sparkSession.sparkContext.defaultParallelism


def spread_sorted(
    frame: DataFrame,
    key: str,
    order: list[str],
    *,
    partitions: int | None,
    spread: Spread,
    cost: Cost,
) -> DataFrame:
    """The rows of each series in one partition, sorted by series and `order` in it."""
    if spread not in ("hash", "cost"):
        raise CorridorError(f"unknown spread '{spread}' (hash or cost)")
    count = usual_partitions(frame) if partitions is None else partitions
    if count < 1:
        raise CorridorError(f"{count} partitions (1 at least)")
    if spread == "hash":
        dealt = frame.repartition(count, key)
    else:
        dealt = _by_cost(frame, key, count, cost)
    return dealt.sortWithinPartitions(key, *order)


def _by_cost(frame: DataFrame, key: str, count: int, cost: Cost) -> DataFrame:
    """Runs one small job, which counts the rows of each series."""
    costs = (
        frame.where(F.col(key).isNotNull())
        .groupBy(key)
        .count()
        .select(key, cost.column(F.col("count")).alias("cost"))
    )
    total = float(costs.agg(F.coalesce(F.sum("cost"), F.lit(0.0))).collect()[0][0])
    heavy = (
        costs.where(F.col("cost") > _HEAVY_SHARE * total / count)
        .orderBy(F.col("cost").desc(), key)
        .limit(_MOST_DEALT)
        .collect()
    )
    places = deal([(row[0], row[1]) for row in heavy], total, count)
    hashed = F.pmod(F.xxhash64(F.col(key)), F.lit(count)).cast("int")
    if not places:
        placed = frame.withColumn(_PARTITION, hashed)
    else:
        table = frame.sparkSession.createDataFrame(
            list(places.items()), f"{key} string, {_PARTITION} int"
        )
        joined = frame.join(F.broadcast(table), key, "left")
        placed = joined.withColumn(_PARTITION, F.coalesce(F.col(_PARTITION), hashed))
    return placed.repartitionById(count, _PARTITION).select(*frame.columns)


def deal(heavy: list[tuple[str, float]], total: float, count: int) -> dict[str, int]:
    """Each series, the costliest first, to the partition with the least cost so far.

    What is not dealt out is hashed, an even share to each partition. Source: Graham (1969), longest
    processing time first: at most 4/3 of the best spread.
    """
    even = (total - sum(cost for _, cost in heavy)) / count
    loads = [(even, place) for place in range(count)]
    places: dict[str, int] = {}
    for name, cost in sorted(heavy, key=lambda series: (-series[1], series[0])):
        load, place = heapq.heappop(loads)
        places[name] = place
        heapq.heappush(loads, (load + cost, place))
    return places
