"""Random small data sets with their separated rows by linear programming (scipy's HiGHS).

A row with y = 0 is separated when some z in the column space is 0 where y > 0, not negative where
y = 0, and positive there: maximise sum(t), 0 <= t <= 1, t <= z. Regressors are small integers, so
that no row is a near miss. Writes random.csv: python make_random.py (numpy 2.4, scipy 1.17).
"""
import numpy as np
from scipy.optimize import linprog

rng = np.random.default_rng(20240607)


def separated(y, columns):
    x = np.column_stack(columns)
    zero = y == 0
    k, m = x.shape[1], zero.sum()
    if m == 0:
        return np.zeros(len(y), int)
    result = linprog(
        np.r_[np.zeros(k), -np.ones(m)],
        A_ub=np.hstack([-x[zero], np.eye(m)]), b_ub=np.zeros(m),
        A_eq=np.hstack([x[~zero], np.zeros(((~zero).sum(), m))]), b_eq=np.zeros((~zero).sum()),
        bounds=[(None, None)] * k + [(0, 1)] * m)
    assert result.status == 0
    mask = np.zeros(len(y), int)
    mask[np.where(zero)[0][result.x[k:] > 1e-6]] = 1
    return mask


with open("random.csv", "w") as out:
    out.write("case,y,x1,x2,x3,id1,id2,separated\n")
    for case in range(60):
        n = int(rng.integers(12, 60))
        y = np.where(rng.random(n) < rng.uniform(0.3, 0.8), 0, rng.integers(1, 9, n))
        y[0] = 1
        xs = [rng.integers(-2, 6, n) * (rng.random(n) < rng.uniform(0.1, 0.9)) for _ in range(3)]
        if case % 3 == 0:
            xs[2] = xs[0] - 2 * xs[1]
        ids = [rng.integers(1, int(rng.integers(3, 12)), n) for _ in range(2)]
        dummies = [(i == level).astype(float) for i in ids for level in np.unique(i)]
        mask = separated(y, [x.astype(float) for x in xs] + dummies)
        for row in range(n):
            values = [case, y[row], *(x[row] for x in xs), ids[0][row], ids[1][row], mask[row]]
            out.write(",".join(str(int(v)) for v in values) + "\n")
