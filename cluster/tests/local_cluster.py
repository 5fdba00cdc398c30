"""A standalone cluster on this machine: a master and workers as processes of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pyspark

HOST = "127.0.0.1"

QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""For Java machines that live for a minute: compiling less starts them sooner."""


def free_port() -> int:
    with socket.socket() as held:
        held.bind((HOST, 0))
        return int(held.getsockname()[1])


class LocalCluster:
    """Started by `start`, ended by `stop`: each process by its id."""

    def __init__(self, folder: Path, workers: int = 2, cores: int = 1, memory: str = "1g") -> None:
        self._folder = folder
        self._workers = workers
        self._cores = cores
        self._memory = memory
        self._started: list[subprocess.Popen[bytes]] = []
        self.url = ""

    def start(self) -> None:
        port = free_port()
        self.url = f"spark://{HOST}:{port}"
        self._run("master.Master", "--host", HOST, "--port", str(port), "--webui-port", "0")
        _wait("the master", lambda: _listens(port))
        for number in range(self._workers):
            self._run(
                "worker.Worker", "--host", HOST, "--port", str(free_port()), "--webui-port", "0",
                "--cores", str(self._cores), "--memory", self._memory,
                "--work-dir", str(self._folder / f"worker-{number}"), self.url,
            )  # fmt: skip

    def stop(self) -> None:
        """Workers end their executors when they are asked to."""
        for process in reversed(self._started):
            process.terminate()
        for process in self._started:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def executors(self) -> list[int]:
        """The process ids of running executors, all of them children of our workers."""
        workers = {process.pid for process in self._started}
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                parent = int(entry.joinpath("stat").read_text().rsplit(")", 1)[1].split()[1])
                command = entry.joinpath("cmdline").read_bytes()
            except (OSError, IndexError):
                continue
            if parent in workers and b"CoarseGrainedExecutorBackend" in command:
                found.append(int(entry.name))
        return sorted(found)

    def kill_one_executor(self) -> int:
        victim = self.executors()[0]
        os.kill(victim, signal.SIGKILL)
        return victim

    def _run(self, role: str, *arguments: str) -> None:
        home = Path(pyspark.__file__).parent
        name = f"{role}-{len(self._started)}"
        with open(self._folder / f"{name}.log", "wb") as log:
            self._started.append(
                subprocess.Popen(
                    [home / "bin" / "spark-class", f"org.apache.spark.deploy.{role}", *arguments],
                    stdout=log,
                    stderr=log,
                    env=os.environ
                    | {
                        "SPARK_HOME": str(home),
                        "SPARK_LOCAL_IP": HOST,
                        "SPARK_DAEMON_MEMORY": "256m",
                        "SPARK_DAEMON_JAVA_OPTS": QUICK_START,
                    },
                )
            )


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _wait(what: str, is_there) -> None:  # type: ignore[no-untyped-def]
    for _ in range(600):
        if is_there():
            return
        time.sleep(0.1)
    raise RuntimeError(f"{what} did not start")
