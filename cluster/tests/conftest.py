"""One cluster for all tests: a master, two workers, a session."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from local_cluster import HOST, QUICK_START, LocalCluster

from corridor_spark import Program


@pytest.fixture(scope="session")
def binary() -> str:
    """The built program: CORRIDOR, on the PATH, or where the build puts it."""
    root = Path(__file__).resolve().parents[2]
    built = root / ".build" / "release" / "corridor"
    found = os.environ.get("CORRIDOR") or shutil.which("corridor") or str(built)
    assert os.access(found, os.X_OK), f"{found} is missing: build it first"
    return found


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    running = LocalCluster(tmp_path_factory.mktemp("cluster"))
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def spark(cluster: LocalCluster) -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = HOST
    session = (
        SparkSession.builder.master(cluster.url)
        .appName("corridor-tests")
        .config("spark.driver.bindAddress", HOST)
        .config("spark.driver.host", HOST)
        .config("spark.driver.memory", "512m")
        .config("spark.executor.memory", "512m")
        .config("spark.driver.extraJavaOptions", QUICK_START)
        .config("spark.executor.extraJavaOptions", QUICK_START)
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "Asia/Almaty")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


@pytest.fixture(scope="session")
def program(spark: SparkSession, binary: str) -> Program:
    return Program.ship(spark, binary)
