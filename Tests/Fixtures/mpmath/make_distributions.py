"""Reference values of the distributions, by mpmath at 40 digits.

usage: python3 make_distributions.py > distributions.csv
"""
import mpmath as mp

mp.mp.dps = 40
print("# made by make_distributions.py with mpmath %s" % mp.__version__)
print("function,a,b,x,value")


def emit(name, a, b, x, value):
    print(f"{name},{a},{b},{x},{mp.nstr(value, 20)}")


def t_cdf(x, nu):
    x, nu = mp.mpf(x), mp.mpf(nu)
    tail = mp.betainc(nu / 2, mp.mpf(1) / 2, 0, nu / (nu + x * x), regularized=True) / 2
    return tail if x < 0 else 1 - tail


for x in ["-8", "-3.5", "-1.96", "-0.3", "0", "0.7", "2.5", "5"]:
    emit("normal_cdf", 0, 0, x, mp.ncdf(mp.mpf(x)))
for p in ["1e-12", "0.001", "0.025", "0.2", "0.5", "0.8", "0.975", "0.9999"]:
    emit("normal_quantile", 0, 0, p, mp.sqrt(2) * mp.erfinv(2 * mp.mpf(p) - 1))
for nu in ["1", "2", "3", "4.5", "7", "16", "30", "200"]:
    for x in ["-20", "-4", "-1.2", "-0.01", "0.5", "2", "9", "150"]:
        emit("t_cdf", nu, 0, x, t_cdf(x, nu))
for nu in ["1", "2", "3", "4.5", "7", "16", "200"]:
    for p in ["1e-6", "0.025", "0.1", "0.4", "0.6", "0.9", "0.975"]:
        target = mp.mpf(p)
        start = mp.sqrt(2) * mp.erfinv(2 * target - 1)
        low, high = mp.mpf(-10) ** 12, mp.mpf(10) ** 12
        low = -mp.mpf(10) ** 12
        for _ in range(220):
            middle = (low + high) / 2
            if t_cdf(middle, nu) < target:
                low = middle
            else:
                high = middle
        emit("t_quantile", nu, 0, p, (low + high) / 2)
for nu in ["1", "3", "10", "50"]:
    for x in ["0.01", "0.5", "3", "12", "80"]:
        emit("chi2_cdf", nu, 0, x, mp.gammainc(mp.mpf(nu) / 2, 0, mp.mpf(x) / 2, regularized=True))
for nu in ["1", "2", "8", "50"]:
    for x in ["0.01", "0.5", "3", "12", "80", "400"]:
        emit("chi2_upper", nu, 0, x, mp.gammainc(mp.mpf(nu) / 2, mp.mpf(x) / 2, regularized=True))
for a, b in [("0.5", "0.5"), ("2", "3"), ("10", "0.5"), ("40", "60")]:
    for x in ["0.001", "0.2", "0.5", "0.9", "0.999"]:
        emit("incomplete_beta", a, b, x, mp.betainc(mp.mpf(a), mp.mpf(b), 0, mp.mpf(x), regularized=True))
for nu1, nu2 in [("1", "10"), ("4", "7"), ("12", "60")]:
    for x in ["0.2", "1", "3.5", "12"]:
        f, a, b = mp.mpf(x), mp.mpf(nu1), mp.mpf(nu2)
        emit("f_upper", nu1, nu2, x, mp.betainc(b / 2, a / 2, 0, b / (b + a * f), regularized=True))
