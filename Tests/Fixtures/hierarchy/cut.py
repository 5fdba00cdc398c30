"""Cuts strict.csv, strict_residuals.csv.gz, grouped.csv and itagdp*.csv out of the reference data.

usage: cut.py TOURISM ITAGDP, the folders hierarchy_tourism_small and hierarchy_itagdp; values unchanged.
"""

import csv
import gzip
import io
import sys

METHODS = {
    "bottom-up": "AutoETS/BottomUp",
    "ols": "AutoETS/MinTrace_method-ols",
    "wls-struct": "AutoETS/MinTrace_method-wls_struct",
    "wls-var": "AutoETS/MinTrace_method-wls_var",
    "mint-shrink": "AutoETS/MinTrace_method-mint_shrink",
    "top-down-forecast-proportions": "AutoETS/TopDown_method-forecast_proportions",
}


def rows(path):
    with gzip.open(path, "rt", newline="") as file:
        return list(csv.DictReader(file))


def write(name, header, table):
    # Without a time stamp, so that the same rows give the same bytes.
    packed = gzip.GzipFile("", "wb", fileobj=open(name, "wb"), mtime=0) if name.endswith("gz") else None
    with io.TextIOWrapper(packed or open(name, "wb"), newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(table)


def first_step(folder, methods):
    reconciled = rows(folder + "/reconciled.csv.gz")
    base = rows(folder + "/base_forecasts.csv.gz")
    first = min(row["ds"] for row in base)
    values = {row["unique_id"]: row["base"] for row in base if row["ds"] == first}
    return [
        [row["unique_id"], values[row["unique_id"]]] + [row[METHODS[name]] for name in methods]
        for row in reconciled
        if row["ds"] == first
    ]


folder = sys.argv[1]
names = list(METHODS)
write("strict.csv", ["unique_id", "base"] + names, first_step(folder + "/strict", names))
few = ["bottom-up", "ols", "wls-struct"]
write("grouped.csv", ["unique_id", "base"] + few, first_step(folder + "/grouped", few))
residuals = rows(folder + "/strict/residuals.csv.gz")
periods = sorted({row["ds"] for row in residuals})
table = {}
for row in residuals:
    table.setdefault(row["unique_id"], {})[row["ds"]] = row["residual"]
write(
    "strict_residuals.csv.gz",
    ["unique_id"] + periods,
    [[node] + [values[period] for period in periods] for node, values in table.items()],
)

# The Italian accounts: constraints as terms, and the last eight quarters.
accounts = sys.argv[2]
with open(accounts + "/constraints.csv", newline="") as file:
    table = list(csv.DictReader(file))
write(
    "itagdp_constraints.csv",
    ["constraint", "node", "weight"],
    [
        [k + 1, node, weight]
        for k, row in enumerate(table)
        for node, weight in row.items()
        if weight != "0"
    ],
)
with open(accounts + "/itagdp.csv", newline="") as file:
    values = list(csv.DictReader(file))
last = sorted({row["ds"] for row in values})[-8:]
write(
    "itagdp.csv",
    ["unique_id", "ds", "y"],
    [[row["unique_id"], row["ds"], row["y"]] for row in values if row["ds"] in last],
)
