"""What cheaper trade between Kazakhstan and China would do on the shipped panel of 2016, by fixed-point
iteration of Dekle, Eaton & Kortum (2008) in changes: prices of countries in excess demand rise.

    python3 make_border_cost.py > border_cost.csv           (numpy; from this folder)
"""
import csv

import numpy as np

SIGMA, DOMESTIC = 5, np.sqrt(0.23 * 1.05)
rows = [r for r in csv.DictReader(open("../../../datasets/gravity-panel/data.csv")) if r["year"] == "2016"]
flow = {(r["iso_o"], r["iso_d"]): float(r["flow_usd"]) for r in rows}
gdp = {r["iso_o"]: float(r["gdp_o"]) for r in rows}
used = sorted({c for pair in flow for c in pair})
while True:
    # The country that lacks most goes, of equals the last; one without GDP lacks its domestic flow.
    lacks = [(sum(a != b and ((a, b) not in flow or (b, a) not in flow) for b in used) + (a not in gdp), k)
             for k, a in enumerate(used) if a not in ("KAZ", "CHN")]
    if max(lacks)[0] == 0:
        break
    del used[max(lacks)[1]]
n = len(used)
trade = np.array([[DOMESTIC * gdp[a] if a == b else flow[a, b] for b in used] for a in used])
output, spending = trade.sum(1), trade.sum(0)
share, phi = trade / spending, spending / output
k, c = used.index("KAZ"), used.index("CHN")
print(f"# made by make_border_cost.py with numpy {np.__version__}")
print("cost,countries,kaz_welfare,chn_welfare,kaz_to_chn,chn_to_kaz")
for cost in (-0.0135, -0.027):
    change, q = np.ones((n, n)), np.zeros(n)
    change[k, c] = change[c, k] = 1 + cost
    for _ in range(100000):
        new = share * (change * np.exp(q)[:, None]) ** (1 - SIGMA)
        index = new.sum(0)
        new = new / index
        y = output * np.exp(q)
        e = phi * y * y.sum() / (phi * y).sum()
        excess = np.log((new * e).sum(1) / y)
        q += excess / SIGMA
        if np.abs(excess).max() < 1e-14:
            break
    welfare = np.exp(q) / index ** (1 / (1 - SIGMA)) - 1
    after = new * e * output.sum() / y.sum()
    print(",".join(repr(float(v)) if i != 1 else str(v) for i, v in enumerate(
        (cost, n, welfare[k], welfare[c], after[k, c] / trade[k, c] - 1, after[c, k] / trade[c, k] - 1))))
