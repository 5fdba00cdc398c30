"""The vector autoregression under a Minnesota prior beside least squares, by rolling origins on shipped sets.

usage: python3 bench/accuracy/bayesian_var.py PROGRAM [DRAWS]   (Python alone; some minutes)

The sets were named before any was looked at: the trade that the project is about with its drivers, and every
other yearly subject of `datasets/` of which two series share twenty years or more, in logarithms. Origins run
from the fifteenth shared year to the last but one, horizons from one to four. All models see the same years.

  var         least squares, lags by BIC (the command's default)
  bvar        --prior minnesota, tightness weighed, lags by the marginal likelihood (its default)
  bvar-units  the same with --sum-of-coefficients auto --initial-observation auto
  drift       each variable alone: random walk with drift, Student's t

Printed: by model and horizon the mean over sets of the mean absolute error of logarithms as a ratio to
least squares, of the weighted interval score (80 and 95 %) likewise, and the coverage; then the ratios set by set.
"""
import csv
import math
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETS = {
    "exports, imports": ["trade-kazside-exports", "trade-kazside-imports"],
    "exports, China's imports, oil": ["trade-kazside-exports", "merchandise-imports-chn", "brent"],
    "exports, imports, tenge, oil": ["trade-kazside-exports", "trade-kazside-imports", "fx-kzt-usd", "brent"],
    "GDP nominal": ["gdp-current-usd-kaz", "gdp-current-usd-chn"],
    "GDP real": ["gdp-real-usd2015-kaz", "gdp-real-usd2015-chn"],
    "tenge, oil": ["fx-kzt-usd", "brent"],
    "yuan, China's imports": ["fx-cny-usd", "merchandise-imports-chn"],
    "population": ["population-kaz", "population-chn"],
}
FIRST, HORIZONS = 15, (1, 2, 3, 4)
T80 = {}


def series():
    found = {}
    for path in sorted(ROOT.glob("datasets/*/data.csv")):
        with open(path, encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if "series" in row and row.get("period", "").isdigit() and row.get("value"):
                    found.setdefault(row["series"], {})[int(row["period"])] = float(row["value"])
    return found


def shared(values):
    """The longest run of years that all have, the last of equals."""
    years = sorted(set.intersection(*(set(v) for v in values)))
    runs, start = [], 0
    for i in range(1, len(years) + 1):
        if i == len(years) or years[i] != years[i - 1] + 1:
            runs.append(years[start:i])
            start = i
    return max(runs, key=lambda r: (len(r), r[-1]))


def quantile_t(p, nu):
    """Student's quantile by bisection of the integral; few are asked for."""
    if (p, nu) not in T80:
        def cumulative(t):
            n, total, step = 2000, 0.0, t / 2000
            for i in range(n + 1):
                weight = 1 if i in (0, n) else 4 if i % 2 else 2
                total += weight * (1 + (i * step) ** 2 / nu) ** (-(nu + 1) / 2)
            scale = math.exp(math.lgamma((nu + 1) / 2) - math.lgamma(nu / 2)) / math.sqrt(nu * math.pi)
            return 0.5 + scale * total * step / 3
        low, high = 0.0, 100.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if cumulative(middle) < p else (low, middle)
        T80[p, nu] = low
    return T80[p, nu]


def drift(names, rows):
    found = {}
    for j, name in enumerate(names):
        y = [math.log(r[j]) for r in rows]
        d = [b - a for a, b in zip(y, y[1:])]
        n = len(d)
        mean = sum(d) / n
        s = math.sqrt(sum((v - mean) ** 2 for v in d) / (n - 1))
        for h in HORIZONS:
            center, scale = y[-1] + h * mean, s * math.sqrt(h + h * h / n)
            ends = [center + sign * quantile_t(p, n - 1) * scale for p in (0.9, 0.975) for sign in (-1, 1)]
            found[name, h] = [center] + ends
    return found


def corridor(program, folder, names, rows, options):
    path = Path(folder) / "y.csv"
    with open(path, "w", encoding="utf-8") as file:
        file.write("year," + ",".join(names) + "\n")
        for i, row in enumerate(rows):
            file.write(f"{1900 + i}," + ",".join(repr(v) for v in row) + "\n")
    formula = " + ".join(f"log({n})" for n in names)
    done = subprocess.run(
        [program, "var", path, formula, "--time", "year", "--horizon", "4"] + options,
        capture_output=True, text=True)
    if done.returncode:
        return done.stderr.strip()
    found = {}
    for row in csv.DictReader(done.stdout.splitlines()):
        name, h = row["variable"][4:-1], int(row["ds"]) - 1899 - len(rows)
        center = float(row.get("median") or row["mean"])
        found[name, h] = [center] + [float(row[c]) for c in ("lo-80", "hi-80", "lo-95", "hi-95")]
    return found


def score(actual, forecast):
    center, low80, high80, low95, high95 = forecast
    error, wis = abs(actual - center), abs(actual - center) / 2
    inside = []
    for alpha, low, high in ((0.2, low80, high80), (0.05, low95, high95)):
        wis += alpha / 2 * (high - low) + max(0, low - actual) + max(0, actual - high)
        inside.append(low <= actual <= high)
    return error, wis / 2.5, inside


def main():
    program, draws = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "2000"
    minnesota = ["--prior", "minnesota", "--draws", draws]
    models = {
        "var": [], "bvar": minnesota,
        "bvar-units": minnesota + ["--sum-of-coefficients", "auto", "--initial-observation", "auto"],
        "drift": None,
    }
    known, table, failures = series(), {}, []
    with tempfile.TemporaryDirectory() as folder:
        for title, ids in SETS.items():
            names = [f"x{i}" for i in range(len(ids))]
            years = shared([known[i] for i in ids])
            rows = [[known[i][y] for i in ids] for y in years]
            for end in range(FIRST, len(rows)):
                found = {
                    m: drift(names, rows[:end]) if o is None else corridor(program, folder, names, rows[:end], o)
                    for m, o in models.items()}
                failed = {m: f for m, f in found.items() if isinstance(f, str)}
                if failed:
                    failures.append((title, years[end - 1], failed))
                    continue
                for model, forecast in found.items():
                    for h in HORIZONS:
                        if end + h > len(rows):
                            continue
                        for j, name in enumerate(names):
                            table.setdefault((title, model, h), []).append(
                                score(math.log(rows[end + h - 1][j]), forecast[name, h]))
            print(f"# {title}: {len(rows)} years, {years[0]} to {years[-1]}, origins from {years[FIRST - 1]}",
                  file=sys.stderr)
    for title, year, failed in failures:
        print(f"# left out: {title}, {year}: {failed}")

    def mean(values):
        values = list(values)
        return sum(values) / len(values)
    print("model,horizon,forecasts,mae_ratio,wis_ratio,coverage_80,coverage_95")
    for model in models:
        for h in HORIZONS:
            ratios = {k: [] for k in ("error", "wis")}
            for title in SETS:
                own, base = table[title, model, h], table[title, "var", h]
                for place, key in enumerate(ratios):
                    ratios[key].append(math.log(mean(s[place] for s in own) / mean(s[place] for s in base)))
            every = [s for title in SETS for s in table[title, model, h]]
            print(f"{model},{h},{len(every)},{math.exp(mean(ratios['error'])):.3f},"
                  f"{math.exp(mean(ratios['wis'])):.3f},{mean(s[2][0] for s in every):.3f},"
                  f"{mean(s[2][1] for s in every):.3f}")
    print("\nset,years_ahead,n,var_mae,bvar,bvar_units,drift")
    for title in SETS:
        for h in HORIZONS:
            base = mean(s[0] for s in table[title, "var", h])
            ratios = [mean(s[0] for s in table[title, m, h]) / base for m in list(models)[1:]]
            print(f"\"{title}\",{h},{len(table[title, 'var', h])},{base:.4f}," + ",".join(f"{r:.3f}" for r in ratios))


main()
