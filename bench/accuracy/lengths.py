"""Cost of every model by the length of one series: lengths.py PROGRAM [LENGTH…]

PROGRAM is the built `corridor`. The series is a random walk with a season of 12 and noise, the same each time. Rows:
model, processor seconds of each length for reading, fitting and twelve steps ahead, one worker, and the exponent of
the growth from the second last length to the last, less what a series of 50 takes; empty where the shorter of the two
takes too little to be told from starting the program.
"""
import math
import os
import random
import resource
import subprocess
import sys
import tempfile

RESOLVED = 0.02  # seconds; processor time comes in hundredths

program = sys.argv[1]
lengths = [int(a) for a in sys.argv[2:]] or [500, 5_000, 50_000, 100_000]
environment = dict(os.environ, OPENBLAS_NUM_THREADS="1")


def seconds(arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([program] + arguments, check=True, env=environment, stdout=subprocess.DEVNULL)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


with tempfile.TemporaryDirectory() as folder:
    random.seed(2)
    level, rows = 100.0, []
    for t in range(max(lengths)):
        level += random.gauss(0, 0.3)
        rows.append(f"a,{t + 1},{200 + level + 5 * math.sin(2 * math.pi * t / 12) + random.gauss(0, 1):.4f}\n")
    for n in [50] + lengths:
        with open(f"{folder}/{n}.csv", "w") as file:
            file.write("unique_id,ds,y\n" + "".join(rows[:n]))
    listed = subprocess.run([program, "models"], check=True, capture_output=True, text=True).stdout
    models = [line.split(",")[0] for line in listed.splitlines()[1:]]
    print(",".join(["model"] + [str(n) for n in lengths] + ["exponent"]))
    for model in models:
        times = [
            min(seconds(["forecast", f"{folder}/{n}.csv", "--freq", "integer", "--season", "12", "--model", model,
                         "--horizon", "12", "--jobs", "1"]) for _ in range(2))
            for n in [50] + lengths]
        low, high = (t - times[0] for t in times[-2:])
        exponent = math.log(high / low) / math.log(lengths[-1] / lengths[-2]) if low >= RESOLVED else None
        print(",".join([model] + [f"{t:.2f}" for t in times[1:]] + ["" if exponent is None else f"{exponent:.2f}"]),
              flush=True)
