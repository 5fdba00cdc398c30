"""Standard errors of Longley by the quadratic spectral kernel, by mpmath at 60 digits.

R's own residuals of Longley carry about nine digits, its bandwidth fewer: reference.json is off by up to
1.2e-7. Weights as sandwich's weightsAndrews, bandwidth as bwAndrews without prewhitening, n/(n - k).
usage: python3 make_longley_kernel.py > longley_kernel.csv
"""
import csv
import mpmath as mp

mp.mp.dps = 60
with open("../regression/longley_r.csv") as file:
    rows = list(csv.DictReader(file))
names = [name for name in rows[0] if name != "Employed"]
n, k = len(rows), len(names) + 1
x = mp.matrix([[1] + [mp.mpf(row[name]) for name in names] for row in rows])
y = mp.matrix([mp.mpf(row["Employed"]) for row in rows])
inverse = (x.T * x) ** -1
residuals = y - x * (inverse * (x.T * y))
scores = [[x[t, j] * residuals[t] for t in range(n)] for j in range(k)]

top = bottom = mp.mpf(0)
for s in scores[1:]:
    before, after = s[:-1], s[1:]
    a, b = mp.fsum(before) / (n - 1), mp.fsum(after) / (n - 1)
    xx = mp.fsum((u - a) ** 2 for u in before)
    rho = mp.fsum((u - a) * (v - b) for u, v in zip(before, after)) / xx
    variance = mp.fsum((v - b - rho * (u - a)) ** 2 for u, v in zip(before, after)) / (n - 1)
    top += 4 * rho**2 * variance**2 / (1 - rho) ** 8
    bottom += variance**2 / (1 - rho) ** 4
bandwidth = mp.mpf("1.3221") * (n * top / bottom) ** (mp.mpf(1) / 5)


def weight(lag):
    if lag == 0:
        return mp.mpf(1)
    z = 6 * mp.pi * lag / (5 * bandwidth)
    return 3 / z**2 * (mp.sin(z) / z - mp.cos(z))


meat = mp.matrix(k, k)
for lag in range(n):
    w = weight(lag)
    for i in range(k):
        for j in range(k):
            value = w * mp.fsum(scores[i][t] * scores[j][t - lag] for t in range(lag, n))
            meat[i, j] += value
            if lag > 0:
                meat[j, i] += value
covariance = inverse * meat * inverse * n / (n - k)
print("# made by make_longley_kernel.py with mpmath %s" % mp.__version__)
print("term,value")
print("bandwidth," + mp.nstr(bandwidth, 17))
for j, name in enumerate(["(Intercept)"] + names):
    print(name + "," + mp.nstr(mp.sqrt(covariance[j, j]), 17))
