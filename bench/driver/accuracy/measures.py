"""What the accuracy tables rest on, measured anew: rows of bench/results."""
import csv
import gzip
import os
import subprocess
import tempfile
from pathlib import Path

from driver import results

M3 = {"M3 yearly 645 series": ("m3_yearly", 1, 6), "M3 monthly 1428 series": ("m3_monthly", 12, 18)}
MODELS = ("ses", "holt", "damped", "theta", "dotheta", "ets", "arima", "structural", "combination:weighted", "auto")
SCORES = {"mase": "mase", "smape": "smape", "msis_95": "msis95", "coverage_80": "cover80", "coverage_95": "cover95"}
DEMAND = {"cover_end": "cover80_end", "below_end": "below_end", "above_end": "above_end", "cover_5": "cover80_5",
          "below_5": "below_5", "above_5": "above_5", "growth_bias": "growth_bias", "carried_bias": "carried_bias",
          "cover_capacity": "cover80_capacity"}
PEERS = {"sf": "statsforecast 2.1.1", "M3": "M3 entrant"}


class Measures:
    """Runs the program and the bench products; `reference` is the folder of data that is not in the repository."""

    def __init__(self, program, benches, reference, machine, version, say):
        self.program, self.benches, self.reference = program, Path(benches), reference
        self.machine, self.version, self.say = machine, version, say

    def run(self, *arguments, **environment):
        done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True,
                              env={**os.environ, "OPENBLAS_NUM_THREADS": "1", **environment})
        if done.returncode:
            raise SystemExit(f"accuracy: {Path(arguments[0]).name} ended with {done.returncode}: "
                             f"{done.stderr.strip()[-300:]}")
        return done.stdout

    def table(self, *arguments, **environment):
        """Rows of the CSV that a program prints, up to an empty line."""
        return list(csv.DictReader(self.run(*arguments, **environment).split("\n\n")[0].splitlines()))

    def row(self, area, case, implementation, accuracy, version=None, note=""):
        return {"area": area, "case": case, "implementation": implementation, "threads": "1",
                "version": self.version if version is None else version, "machine": self.machine,
                "accuracy": results.joined(accuracy), "note": note}

    def five(self, row, names):
        return {new: results.number(float(row[old])) for old, new in names.items() if row.get(old)}

    # What needs the reference.

    def m3(self):
        """Our models on the test parts, by `corridor forecast` and `corridor score`."""
        for case, (name, season, horizon) in M3.items():
            self.say(f"{case}: {len(MODELS)} models")
            folder = self.reference / name
            with tempfile.NamedTemporaryFile(suffix=".csv") as file:
                self.run(self.program, "forecast", folder / "train.csv", "--horizon", horizon, "--season", season,
                         "--model", ",".join(MODELS), "-o", file.name)
                for row in self.table(self.program, "score", file.name, "--actual", folder / "test.csv", "--train",
                                      folder / "train.csv", "--season", season, "--by", "model"):
                    yield self.row("accuracy", case, row["model"], self.five(row, SCORES))

    def forms_of_r(self):
        """`ets` with the form that R chose for each series: likelihoods that are under R's."""
        for case, (name, season, _) in M3.items():
            self.say(f"{case}: ets with the forms of R")
            folder = self.reference / name
            with gzip.open(folder / "r_models.csv.gz", "rt", newline="") as file, \
                    tempfile.NamedTemporaryFile("w", suffix=".csv") as forms:
                forms.write("unique_id,form,loglik\n")
                for row in csv.DictReader(file):
                    if row["method"] == "ets":
                        form = row["model"].removeprefix("ETS(").removesuffix(")").replace(",", "")
                        forms.write(f"{row['unique_id']},{form},{row['loglik']}\n")
                forms.flush()
                found = self.table(self.benches / "AccuracyBench", folder, season, "ets:R", FORMS=forms.name)[0]
            accuracy = self.five(found, {"mase": "mase", "smape": "smape"})
            yield self.row("accuracy", case, "ets:R", {"likelihood_worse": found["likelihood_worse"], **accuracy})

    def peers(self):
        """Figures of R, statsforecast and the competition's entrants on the same test parts, as the reference has them."""
        names = {"mase": "mase", "smape": "smape", "msis95": "msis95", "cov80": "cover80", "cov95": "cover95"}
        cases = {name: case for case, (name, _, _) in M3.items()}
        with open(self.reference / "m3_accuracy.csv", newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["subset"] != "all":
                    continue
                head, _, rest = row["method"].replace("M3:", "M3_", 1).partition("_")
                name = f"{PEERS[head]} {rest}" if head in PEERS else f"R forecast 8.20 {row['method']}"
                yield self.row("accuracy", cases[row["set"]], name, self.five(row, names), version="")

    def fev(self):
        """`auto` beside the published zero-shot figures of autogluon/fev."""
        self.say("M3 beside autogluon/fev")
        script = Path(__file__).resolve().parents[2] / "accuracy" / "fev_table.py"
        for row in self.table("python3", script, self.program, self.reference):
            case = next(case for case, (name, _, _) in M3.items() if name == row["set"])
            yield self.row("accuracy, fev", case, row["model"],
                           {"mase": f"{float(row['MASE']):.4f}", "wql": f"{float(row['WQL']):.4f}"},
                           version=self.version if row["n"] else "", note="" if row["n"] else "as published")

    def calibration(self):
        self.say("calibration of target probabilities, 20,000 paths a series and model")
        for row in self.table(self.benches / "CalibrationBench", self.reference / "m3_yearly", 20_000):
            accuracy = {name: value for name, value in row.items() if name not in ("model", "series", "failed")}
            yield self.row("calibration", "M3 yearly 645 series", row["model"], accuracy, note="20000 paths")

    def reconciliation(self):
        for kind in ("strict", "grouped"):
            self.say(f"reconciliation, tourism {kind}")
            folder = self.reference / "hierarchy_tourism_small" / kind
            for row in self.table(self.benches / "ReconciliationBench", folder):
                yield self.row("reconciliation-accuracy", f"tourism_{kind}", row["method"], {
                    name: row[name] for name in ("greatest_difference", "rmse", "shrinkage") if row[name]},
                    note="to hierarchicalforecast 1.5.3")

    # What needs nothing.

    def demand(self):
        self.say("demand behind capacity, 300 simulated links a row")
        for worlds, more in ((300, ()), (100, ("--wobble", "0.05"))):
            for row in self.table(self.benches / "CensoredDemandBench", worlds, "--right", *more):
                if more and row["n"] != "25":
                    continue
                name = row["taken_bound"] + (" where capacity wobbles by 0.05" if more else "")
                accuracy = {new: f"{float(row[old]):g}" for old, new in DEMAND.items() if row[old]}
                yield self.row("censored-demand", f"{row['n']} periods", name, accuracy,
                               note=f"{worlds} worlds of which {row['refused']} have too few periods below capacity")

    def all(self):
        measures = [self.demand]
        if self.reference:
            measures += [self.reconciliation, self.peers, self.m3, self.forms_of_r, self.fev, self.calibration]
        for measure in measures:
            yield from measure()
