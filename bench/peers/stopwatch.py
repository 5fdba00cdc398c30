"""Times a peer as SpeedBench times ours and prints the same lines."""
import json
import os
import sys
import time

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ.setdefault(name, "1")

# Work under this is repeated inside one measurement; a peer that has taken this much is not repeated again.
LEAST_SECONDS, ENOUGH_SECONDS = 0.01, 20.0


def measure(implementation, version, work, repetitions, kernel=""):
    """The first call warms up and gives the answer; a missing or failing peer says why."""
    try:
        start = time.process_time()
        answer = work()
        first = max(time.process_time() - start, 1e-7)
    except ImportError as error:
        missing(implementation, str(error))
        return
    calls = 1 if first >= LEAST_SECONDS else int(LEAST_SECONDS / first) + 1
    seconds, spent = [], 0.0
    for _ in range(repetitions):
        start = time.process_time()
        for _ in range(calls):
            answer = work()
        spent += time.process_time() - start
        seconds.append((time.process_time() - start) / calls)
        if spent > ENOUGH_SECONDS:
            break
    tell(implementation, version, seconds, [float(value) for value in answer], kernel)


def tell(implementation, version, seconds, answer, kernel="", **more):
    print(json.dumps({"implementation": implementation, "version": version, "kernel": kernel, "seconds": seconds,
                      "answer": answer, **more}), flush=True)


def missing(implementation, why):
    print(json.dumps({"implementation": implementation, "missing": why}), flush=True)


def numpy_kernel():
    """The kernel of the OpenBLAS inside numpy, which is its own."""
    try:
        import threadpoolctl
    except ImportError:
        return ""
    return next((pool["architecture"] for pool in threadpoolctl.threadpool_info() if pool.get("architecture")), "")


def arguments():
    """Case, size, repetitions, folder."""
    return sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
