"""Harvey-Collier statistics in 40 digits: R's recursion loses up to four on these sets.

usage: python3 make_harvey_collier.py > harvey_collier.csv   (mpmath 1.3)
"""
import csv
import pathlib
from mpmath import inverse, log, matrix, mp, mpf, sqrt

mp.dps = 40
folder = pathlib.Path(__file__).parent.parent / "regression"


def statistic(x, y):
    k = len(x[0])
    start = matrix(x[:k])
    a = inverse(start.T * start)
    b = a * (start.T * matrix(y[:k]))
    w = []
    for row, value in zip(x[k:], y[k:]):
        row = matrix(row)
        ax = a * row
        f = 1 + (row.T * ax)[0]
        e = value - (row.T * b)[0]
        w.append(e / sqrt(f))
        b += ax * (e / f)
        a -= ax * ax.T / f
    mean = sum(w) / len(w)
    return abs(mean) * sqrt(len(w) / (sum((v - mean) ** 2 for v in w) / (len(w) - 1)))


print("# maker: make_harvey_collier.py, mpmath 1.3")
print("name,statistic")
rows = list(csv.DictReader(open(folder / "longley_r.csv")))
names = [c for c in rows[0] if c != "Employed"]
x = [[mpf(1)] + [mpf(r[c]) for c in names] for r in rows]
print("longley,%s" % mp.nstr(statistic(x, [mpf(r["Employed"]) for r in rows]), 17))
rows = list(csv.DictReader(open(folder / "produc.csv")))
x = [[mpf(1)] + [log(mpf(r[c])) for c in ("pcap", "pc", "emp")] + [mpf(r["unemp"])] for r in rows]
print("produc_pooled,%s" % mp.nstr(statistic(x, [log(mpf(r["gsp"])) for r in rows]), 17))
