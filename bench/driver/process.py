"""Runs one program and says what it used, by wait4."""
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass

# Every library that starts threads of its own is held to one.
ONE_THREAD = {name: "1" for name in (
    "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "POLARS_MAX_THREADS",
    "NUMBA_NUM_THREADS", "NIXTLA_NUM_THREADS")}


@dataclass
class Used:
    status: int
    output: str
    errors: str
    cpu: float
    wall: float
    peak_mb: float


def run(arguments, limit=900, environment=None):
    """Processor seconds, wall seconds and peak memory of a child with one thread; killed after `limit` seconds."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        child = subprocess.Popen(
            [str(argument) for argument in arguments], stdout=output, stderr=errors,
            env={**os.environ, **ONE_THREAD, **(environment or {})})
        status = None
        while True:
            # Without a pause of its own: a poll would add to the shortest times.
            done, code, usage = os.wait4(child.pid, 0 if limit is None else os.WNOHANG)
            if done:
                status = os.waitstatus_to_exitcode(code)
                break
            if time.perf_counter() - start > limit:
                child.kill()
                limit = None
                continue
            time.sleep(min(0.05, (time.perf_counter() - start) / 50))
        wall = time.perf_counter() - start
        child.returncode = status
        output.seek(0)
        errors.seek(0)
        return Used(status, output.read(), errors.read(), usage.ru_utime + usage.ru_stime, wall,
                    usage.ru_maxrss / 1024)
