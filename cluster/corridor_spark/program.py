"""Where the program `corridor` is, on the driver and on the workers."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pyspark import SparkFiles
from pyspark.sql import SparkSession

from .errors import CorridorError, ProgramMissing


@dataclass(frozen=True)
class Program:
    """The program as the driver and the workers find it.

    Make one by `ship`, which sends the program and this package with the job, or by `installed`,
    for workers that have both.
    """

    local: str
    """Its path on the driver, where options are checked."""
    shipped: str | None = None
    """Its name among the files of the job; None where the workers have it at `remote`."""
    remote: str | None = None
    """Its path on the workers."""

    @staticmethod
    def ship(spark: SparkSession, path: str | os.PathLike[str]) -> Program:
        """Sends the program and this package to all workers, now and to those that come later.

        The workers need the same kind of system as the driver, and the libraries that the program
        is linked with.
        """
        local = _runnable(os.fspath(path))
        spark.sparkContext.addFile(local)
        _ship_package(spark)
        return Program(local=local, shipped=os.path.basename(local))

    @staticmethod
    def installed(
        path: str | os.PathLike[str], driver_path: str | os.PathLike[str] | None = None
    ) -> Program:
        """The program at one path on every worker, with this package installed there.

        `driver_path` is the driver's own one, where that stands elsewhere.
        """
        remote = os.fspath(path)
        return Program(local=_runnable(os.fspath(driver_path or remote)), remote=remote)

    def on_worker(self) -> str:
        """The path to run in a task."""
        if self.shipped is not None:
            return _runnable(SparkFiles.get(self.shipped))
        return _runnable(self.remote or self.local)

    def check(self, arguments: list[str], header: str = "") -> None:
        """Lets the program itself judge options, on the driver, over a file without rows.

        Raises:
            CorridorError: with the program's own sentence, when it refuses them.
        """
        ran = subprocess.run([self.local, *arguments], input=header, capture_output=True, text=True)
        said = ran.stderr.strip()
        if any(text in said for text in ("the file is empty", "no rows after the header")):
            return
        if ran.returncode != 0:
            raise CorridorError(_first_sentence(said) or f"corridor ended with {ran.returncode}")


def _first_sentence(said: str) -> str:
    first = said.splitlines()[0] if said else ""
    for start in ("Error: ", "corridor: ", "-:1: "):
        first = first.removeprefix(start)
    return first


def _runnable(path: str) -> str:
    """The path made absolute: tasks run in folders of their own."""
    if not os.path.isfile(path):
        raise ProgramMissing(f"no program at '{path}' (build it, or give its path)")
    if not os.access(path, os.X_OK):
        raise ProgramMissing(f"'{path}' cannot be run (set its executable bit)")
    return os.path.abspath(path)


def _ship_package(spark: SparkSession) -> None:
    """Sends this package, so that tasks can import it where it is not installed."""
    package = Path(__file__).resolve().parent
    # Executors that come later ask for it, so that it stays as long as the driver does.
    folder = Path(tempfile.mkdtemp(prefix="corridor-spark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    content = folder / "content"
    shutil.copytree(package, content / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    archive = shutil.make_archive(str(folder / package.name), "zip", content)
    spark.sparkContext.addPyFile(archive)
