"""tempdisagg and timedisagg on the files of the driver: disaggregation.py CASE SERIES REPETITIONS FOLDER

tempdisagg's Fernandez at its own matrices; timedisagg's Chow-Lin of greatest likelihood. Neither has a constant.
"""
from stopwatch import arguments, missing, tell

import csv
from importlib.metadata import PackageNotFoundError, version

case, series, repetitions, folder = arguments()
package = "tempdisagg" if case == "fernandez" else "timedisagg"


def main():
    import contextlib
    import io

    import numpy as np
    import pandas as pd
    if case == "fernandez":
        from tempdisagg.model.models_handler import ModelsHandler
        handler = ModelsHandler()
    else:
        from timedisagg.td import TempDisagg
    years = pd.read_csv(f"{folder}/years.csv").groupby("unique_id", sort=False)["y"]
    quarters = pd.read_csv(f"{folder}/quarters.csv").groupby("unique_id", sort=False)
    values = []
    with open(f"{folder}/theirs.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["unique_id", "ds", "value"])
        for (name, y), (_, x) in zip(years, quarters):
            if case == "fernandez":
                conversion = np.kron(np.eye(len(y)), np.ones(4))
                found = handler.fernandez_estimation(y.to_numpy(), x["y"].to_numpy(), conversion)["y_hat"]
            else:
                frame = pd.DataFrame({
                    "index": np.repeat(np.arange(len(y)), 4), "grain": np.tile(np.arange(4), len(y)),
                    "X": x["y"].to_numpy(), "y": np.repeat(y.to_numpy(), 4)})
                with contextlib.redirect_stdout(io.StringIO()):
                    found = TempDisagg("sum", truncated_rho=0)(frame)["y_hat"]
            found = np.ravel(found)
            values.extend(found)
            writer.writerows((name, ds, value) for ds, value in zip(x["ds"], found))
    tell(package, version(package), [0.0], values[:8] + values[-8:])


try:
    main()
except (ImportError, PackageNotFoundError) as error:
    missing(package, str(error))
