"""Where series go: whole, each once, and the heavy ones apart."""

from __future__ import annotations

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from corridor_spark.cost import Cost
from corridor_spark.spread import Spread, deal, spread_sorted

LENGTHS = {f"long{n}": 600 + n for n in range(6)} | {f"s{n:03d}": 5 + n % 3 for n in range(200)}
PARTITIONS = 6


@pytest.fixture(scope="module")
def frame(spark: SparkSession) -> DataFrame:
    rows = [(name, t) for name, length in LENGTHS.items() for t in range(length)] + [(None, 1)]
    return spark.createDataFrame(rows, "unique_id string, ds int")


@pytest.mark.parametrize("spread", ["hash", "cost"])
def test_series_are_whole_and_sorted(frame: DataFrame, spread: Spread) -> None:
    spread_out = spread_sorted(
        frame, "unique_id", ["ds"], partitions=PARTITIONS, spread=spread, cost=Cost.of(["arima"])
    )
    places: dict[str | None, list[tuple[int, int]]] = {}
    for row in spread_out.withColumn("place", F.spark_partition_id()).collect():
        places.setdefault(row.unique_id, []).append((row.place, row.ds))
    assert {name: len(rows) for name, rows in places.items()} == LENGTHS | {None: 1}
    for rows in places.values():
        assert rows == sorted(rows) and len({place for place, _ in rows}) == 1
    long_places = {places[name][0][0] for name in LENGTHS if name.startswith("long")}
    if spread == "cost":
        assert len(long_places) == PARTITIONS, "a long series each"


def test_the_costliest_are_dealt_first() -> None:
    heavy = [("a", 7.0), ("b", 6.0), ("c", 5.0), ("d", 4.0), ("e", 3.0)]
    places = deal(heavy, total=25.0, count=2)
    loads = [sum(cost for name, cost in heavy if places[name] == place) for place in (0, 1)]
    # Graham's rule by hand: 7 | 6, 6 + 5, 7 + 4, 11 + 3.
    assert sorted(loads) == [11.0, 14.0]


def test_cost_by_models(spark: SparkSession) -> None:
    lengths = spark.createDataFrame([(100,), (200,)], "length int")
    found = [
        row[0] for row in lengths.select(Cost.of(["ets:MAM+log"]).column(F.col("length"))).collect()
    ]
    assert found[0] == pytest.approx(0.0042 + 1e-5)
    assert found[1] == pytest.approx(0.0042 * 2**0.89 + 1e-5)
