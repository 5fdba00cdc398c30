"""First-passage probabilities of a Gaussian random walk in discrete time, by quadrature.

The walk starts at 0 and moves by N(mu, sigma^2) a step. The density of walks that have not yet
reached L is carried forward by Gauss-Legendre quadrature on [L - width, L]:
f_1(x) = phi(x), f_{k+1}(x) = integral f_k(u) phi(x - u) du over u < L.
touch_h = 1 - integral f_h over x < L.

usage: python3 make_first_passage.py > first_passage.csv
"""
import numpy as np
from scipy.stats import norm
import scipy

print("# made by make_first_passage.py with numpy %s, scipy %s" % (np.__version__, scipy.__version__))
print("mu,sigma,level,h,touch,at_level")
for mu, sigma, level in [(0.05, 0.1, 0.3), (0.0, 0.15, 0.2), (-0.02, 0.2, 0.5), (0.1, 0.08, 0.627)]:
    width = abs(level) + 12 * sigma * np.sqrt(15) + 15 * abs(mu)
    pieces, order = 60, 20
    nodes, weights = np.polynomial.legendre.leggauss(order)
    edges = np.linspace(level - width, level, pieces + 1)
    x = np.concatenate([(a + b) / 2 + (b - a) / 2 * nodes for a, b in zip(edges, edges[1:])])
    w = np.concatenate([(b - a) / 2 * weights for a, b in zip(edges, edges[1:])])
    kernel = norm.pdf(x[:, None] - x[None, :], mu, sigma)
    f = norm.pdf(x, mu, sigma)
    for h in range(1, 16):
        if h > 1:
            f = kernel @ (w * f)
        if h in (1, 2, 3, 6, 11, 15):
            at = norm.sf(level, h * mu, sigma * np.sqrt(h))
            print(f"{mu},{sigma},{level},{h},{1 - np.sum(w * f):.10f},{at:.10f}")
