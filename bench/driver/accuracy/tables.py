"""The tables of the README files, accuracy and speed, from rows of bench/results, between their markers."""
import re
from pathlib import Path

from driver import results

ROOT = Path(__file__).resolve().parents[3]
YEARLY, MONTHLY = "M3 yearly 645 series", "M3 monthly 1428 series"
MODELS = {
    "auto": "`auto`", "combination:weighted": "`combination:weighted`", "ets": "`ets`", "ets:R": "`ets:` with R's forms",
    "arima": "`arima`", "dotheta": "`dotheta`", "theta": "`theta`", "ses": "`ses`", "holt": "`holt`",
    "damped": "`damped`", "structural": "`structural`",
}
# The same model elsewhere: R's, then statsforecast's.
ELSEWHERE = {
    "ets": ("R forecast 8.20 ets", "statsforecast 2.1.1 AutoETS"),
    "ets:R": ("R forecast 8.20 ets",),
    "arima": ("R forecast 8.20 arima", "statsforecast 2.1.1 AutoARIMA"),
    "dotheta": ("statsforecast 2.1.1 DynamicOptimizedTheta",),
    "theta": ("R forecast 8.20 theta",), "ses": ("R forecast 8.20 ses",), "holt": ("R forecast 8.20 holt",),
    "damped": ("R forecast 8.20 damped",),
}
FEV = {
    "corridor auto": "`auto`", "auto_theta": "AutoTheta", "auto_ets": "AutoETS", "auto_arima": "AutoARIMA",
    "tirex": "TiRex", "timecopilot": "TimeCopilot", "timesfm-2.0": "TimesFM 2.0", "timesfm": "TimesFM",
    "chronos_bolt_base": "Chronos-Bolt base", "chronos_large": "Chronos large", "moirai_large": "Moirai large",
    "seasonal_naive": "seasonal naive",
}
METHODS = ("base", "bottom-up", "ols", "wls-struct", "wls-var", "mint-shrink", "top-down-forecast-proportions",
           "top-down-average-proportions", "top-down-proportion-averages")


class Figures:
    """The newest row of each thing that was measured."""

    def __init__(self, rows):
        self.rows = {}
        for row in rows:
            values = results.pairs(row.get("accuracy", ""))
            place = (row["area"], row["case"], row["implementation"])
            if values or row.get("unit"):
                self.rows.setdefault(place, {}).update(
                    {**values, **({row["unit"]: row["best"]} if row.get("unit") and row.get("best") else {})})

    def get(self, area, case, name, measure):
        """The number, or nothing where it was not measured."""
        text = self.rows.get((area, case, name), {}).get(measure)
        return float(text) if text else None

    def names(self, area, case):
        return [name for place_area, place_case, name in self.rows if (place_area, place_case) == (area, case)]

    def others(self, case):
        return [name for name in self.names("accuracy", case) if name.split(" ")[0] in ("R", "statsforecast", "M3")]

    def least(self, case, measure):
        """The least of the others, by name and value."""
        found = [(self.get("accuracy", case, name, measure), name) for name in self.others(case)]
        return min((value, name) for value, name in found if value is not None)


def fixed(value, digits):
    return "" if value is None else f"{value:.{digits}f}"


def share(value):
    """.850, without the zero before the point."""
    return "" if value is None else f"{value:.3f}".removeprefix("0")


def msis(value):
    return "" if value is None else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def lines(head, rows):
    return [("|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|")
            for cells in [head, ["---"] * len(head), *rows]]


def headline(figures):
    """`auto` beside the best of the others: errors of any, cover and MSIS of the one with the least MSIS."""
    rows = []
    for case, period, key in ((YEARLY, "yearly", "m3_yearly"), (MONTHLY, "monthly", "m3_monthly")):
        def of(name, measure):
            return figures.get("accuracy", case, name, measure)
        speed = figures.get("models", key, "auto", "series_per_cpu_s")
        rows.append([f"{period} `auto`", fixed(of("auto", "mase"), 3), fixed(of("auto", "smape"), 2),
                     share(of("auto", "cover80")), share(of("auto", "cover95")), msis(of("auto", "msis95")),
                     f"{speed:.0f}"])
        width, name = figures.least(case, "msis95")
        rows.append(["best of the others", fixed(figures.least(case, "mase")[0], 3),
                     fixed(figures.least(case, "smape")[0], 2), share(of(name, "cover80")), share(of(name, "cover95")),
                     msis(width), ""])
    return lines(["", "MASE", "sMAPE", "80 % covers", "95 % covers", "MSIS", "series a second"], rows)


def calibration(figures):
    rows = []
    for name, title in (("mixture", "`mixture`"), ("drift+log", "log drift with t errors"), ("naive+log", "zero drift")):
        def of(measure, digits=3):
            return fixed(figures.get("calibration", YEARLY, name, measure), digits)
        rows.append([title, f"{of('calibration_level')} / {of('calibration_touch')}",
                     f"{of('brier_level')} / {of('brier_touch')}", of("cover95"), of("msis95", 1)])
    return lines(
        ["", "calibration error, level / touch", "Brier, level / touch", "95 % interval covers", "MSIS"], rows)


def models(figures):
    rows = []
    for name, title in MODELS.items():
        row = [title]
        for case in (YEARLY, MONTHLY):
            for measure, digits in (("mase", 3), ("smape", 2)):
                cell = fixed(figures.get("accuracy", case, name, measure), digits)
                if name == "auto":
                    cell += f" (best {fixed(figures.least(case, measure)[0], digits)})"
                elif name in ELSEWHERE:
                    theirs = [fixed(figures.get("accuracy", case, peer, measure), digits) or "–"
                              for peer in ELSEWHERE[name]]
                    cell += f" ({', '.join(theirs)})"
                row.append(cell)
        rows.append(row)
    return lines(["", "yearly MASE", "yearly sMAPE", "monthly MASE", "monthly sMAPE"], rows)


def fev(figures):
    rows = []
    for name, title in FEV.items():
        row = [title]
        for case in (YEARLY, MONTHLY):
            row.append(fixed(figures.get("accuracy, fev", case, name, "mase"), 3))
            row.append(fixed(figures.get("accuracy, fev", case, name, "wql"), 4).removeprefix("0"))
        rows.append(row)
    return lines(["", "M3 yearly: MASE", "WQL", "M3 monthly: MASE", "WQL"], rows)


def intervals(figures):
    rows = []
    for name, case, period in (("auto", YEARLY, "yearly"), ("auto", MONTHLY, "monthly"), ("ets", YEARLY, "yearly"),
                               ("ets", MONTHLY, "monthly"), ("structural", MONTHLY, "monthly")):
        def of(subject):
            got = [figures.get("accuracy", case, subject, measure) for measure in ("cover80", "cover95", "msis95")]
            return [share(got[0]), share(got[1]), msis(got[2])]
        peers = [(figures.get("accuracy", case, peer, "msis95"), peer) for peer in figures.others(case)
                 if peer.startswith("statsforecast")]
        best = min((value, peer) for value, peer in peers if value is not None)[1]
        rows.append([f"`{name}`, M3 {period}", *of(name), ", ".join(of(best)) if name == "auto" else ""])
    return lines(["", "80 %", "95 %", "MSIS", "statsforecast's least MSIS: 80 %, 95 %, MSIS"], rows)


def reconciliation(figures):
    rows = []
    for method in METHODS:
        row = [f"`{method}`"]
        for case in ("tourism_strict", "tourism_grouped"):
            distance = figures.get("reconciliation-accuracy", case, method, "greatest_difference")
            row.append(re.sub(r"e-0?", "e-", f"{distance:.0e}") if distance else "")
            row.append(fixed(figures.get("reconciliation-accuracy", case, method, "rmse"), 2))
        rows.append(row)
    return lines(["", "85 nodes, a tree", "RMSE", "425 nodes, crossed groups", "RMSE"], rows)


# The same model of statsforecast.
FASTER = {"ets": "AutoETS", "arima": "AutoARIMA", "dotheta": "DynamicOptimizedTheta"}


def speed(figures):
    """How many times as fast as statsforecast, and the MASE of both, on the simulated sets of `make bench`."""
    rows = []
    for model, peer in FASTER.items():
        row = [f"`{model}`, {peer}"]
        for period in ("yearly", "monthly", "daily"):
            def of(name, measure):
                return figures.get("forecasts", f"{model}: {period} simulated", name, measure)
            theirs = f"statsforecast {peer}"
            times = of(theirs, "cpu_s") / of("corridor", "cpu_s")
            row.append(f"{float(f'{times:.2g}'):g} × ({of('corridor', 'mase'):.3f}, {of(theirs, 'mase'):.3f})")
        rows.append(row)
    return lines(["", "yearly", "monthly", "1,000 days"], rows)


TABLES = {"headline": headline, "speed": speed, "calibration": calibration, "models": models, "fev": fev, "intervals": intervals,
          "reconciliation": reconciliation}
PAGES = ("README.md", "bench/ACCURACY.md")
PLACE = re.compile(r"^( *)<!-- accuracy: (\w+) -->\n(.*?)^ *<!-- end of accuracy -->$", re.M | re.S)


def rewritten(text, figures):
    """A page with the tables between its markers as the figures have them."""
    def table(match):
        margin, name, _ = match.groups()
        body = "\n".join(margin + line for line in TABLES[name](figures))
        return f"{margin}<!-- accuracy: {name} -->\n{body}\n{margin}<!-- end of accuracy -->"
    return PLACE.sub(table, text)


def committed():
    return [row for file in sorted(results.FOLDER.glob("*.csv")) for row in results.read(file)]
