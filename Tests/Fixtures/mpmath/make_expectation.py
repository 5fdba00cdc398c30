"""Means of Box-Cox back-transforms of t variables, by mpmath at 30 digits.

E g(location + scale*T), g(x) = (1 + lambda*x)^(1/lambda) over -1/lambda, else 0; nu = inf is normal.
usage: python3 make_expectation.py > expectation.csv
"""
import mpmath as mp

mp.mp.dps = 30
print("# made by make_expectation.py with mpmath %s" % mp.__version__)
print("lambda,nu,location,scale,value")


def density(x, nu):
    if nu == mp.inf:
        return mp.npdf(x)
    front = mp.gamma((nu + 1) / 2) / mp.gamma(nu / 2) / mp.sqrt(nu * mp.pi)
    return front * (1 + x * x / nu) ** (-(nu + 1) / 2)


CASES = [
    ("0.5", "5", "3", "1"), ("0.5", "5", "20", "1.5"), ("0.5", "2.5", "3", "1"),
    ("0.5", "2.1", "8", "0.5"), ("0.25", "12", "4", "0.7"), ("0.25", "4.5", "10", "2"),
    ("0.1", "30", "5", "0.5"), ("1", "3", "2", "1.5"), ("1", "3", "-4", "1"),
    ("1", "8", "500", "1"), ("0.8", "40", "60", "25"), ("0.5", "inf", "3", "1"),
    ("0.5", "inf", "40", "0.01"), ("0.3", "inf", "-5", "0.5"), ("0.05", "25", "6", "0.2"),
    ("0.5", "200", "1000", "300"), ("0.9", "6", "1e4", "2"), ("0.5", "9", "-30", "2"),
]
for lam, nu, location, scale in CASES:
    l, a, s = mp.mpf(lam), mp.mpf(location), mp.mpf(scale)
    n = mp.inf if nu == "inf" else mp.mpf(nu)
    bound = (-1 / l - a) / s

    def f(x):
        return max(mp.mpf(0), 1 + l * (a + s * x)) ** (1 / l) * density(x, n)

    edges = {bound, mp.inf}
    for point in [-1e6, -1e4, -1000, -100, -30, -10, -4, -1, 0, 1, 4, 10, 30, 100, 1000, 1e4, 1e6]:
        if point > bound:
            edges.add(mp.mpf(point))
    total = mp.quad(f, sorted(edges)[:-1])
    # The algebraic tail in x = top*e^t, where it falls exponentially.
    top = sorted(edges)[-2]
    if n == mp.inf:
        tail = mp.quad(f, [top, 2 * top, mp.inf]) if top < 40 else mp.mpf(0)
    else:
        rate = n - 1 / l
        tail = mp.quad(lambda t: f(top * mp.exp(t)) * top * mp.exp(t),
                       [0] + [k / rate for k in (1, 4, 10, 25, 50, 80)])
    print(f"{lam},{nu},{location},{scale},{mp.nstr(total + tail, 20)}")
