"""Processor seconds of a series by its length, model by model, and the line through them.

    python3 bench/cost_curve.py PROGRAM [LENGTH…]

Monthly series with a trend, a season and noise. The two constants of each model go to
`corridor_spark/cost.py`; only their ratios count.
"""

from __future__ import annotations

import csv
import io
import math
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

MODELS = ["naive", "snaive", "drift", "mean", "trend", "ses", "holt", "damped", "ets", "arima",
          "structural", "theta", "dotheta", "combination", "auto", "mixture"]  # fmt: skip
LENGTHS = [24, 72, 216, 648, 1944]


def panel(length: int, count: int) -> str:
    """Noise of a fixed seed, so that two runs do the same work."""
    noise = random.Random(length)
    lines = ["unique_id,ds,y"]
    for number in range(count):
        level = 100.0
        for t in range(length):
            level += 0.1 + noise.gauss(0, 1)
            value = level + 8 * math.sin(t * math.pi / 6) + noise.gauss(0, 2)
            lines.append(f"s{number:04d},{1800 + t // 12}-{t % 12 + 1:02d},{value!r}")
    return "\n".join(lines) + "\n"


def seconds(program: str, length: int) -> dict[str, float]:
    """Means over series, by model."""
    count = max(4, min(60, 6000 // length))
    with tempfile.TemporaryDirectory() as folder:
        details = Path(folder, "details.csv")
        subprocess.run(
            [program, "forecast", "-", "--horizon", "12", "--jobs", "1", "--sorted", "--timing",
             "--model", ",".join(MODELS), "--details", str(details), "-o", str(Path(folder, "f"))],
            input=panel(length, count), text=True, check=False, capture_output=True,
        )  # fmt: skip
        found: dict[str, list[float]] = defaultdict(list)
        for row in csv.DictReader(io.StringIO(details.read_text())):
            found[row["model"]].append(float(row["seconds"]))
    return {model: sum(times) / len(times) for model, times in found.items()}


def line(points: list[tuple[int, float]]) -> tuple[float, float]:
    """Scale at 100 observations and exponent, by least squares on logarithms."""
    x = [math.log(length / 100) for length, _ in points]
    y = [math.log(max(time, 1e-7)) for _, time in points]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    exponent = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / sum(
        (a - mean_x) ** 2 for a in x
    )
    return math.exp(mean_y - exponent * mean_x), exponent


def main() -> None:
    program, *lengths = sys.argv[1:]
    curves: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for length in map(int, lengths or LENGTHS):
        for model, time in seconds(program, length).items():
            curves[model].append((length, time))
    print("model,scale,exponent," + ",".join(str(length) for length in lengths or LENGTHS))
    for model, points in curves.items():
        scale, exponent = line(points)
        cells = [f"{time:.3g}" for _, time in points]
        print(",".join([model.split("+")[0], f"{scale:.3g}", f"{exponent:.2f}", *cells]))


if __name__ == "__main__":
    main()
