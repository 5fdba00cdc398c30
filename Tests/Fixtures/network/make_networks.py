"""Makes the reference networks of Tests/LogisticsTests/Network: random networks, their least-cost flows by scipy's
HiGHS and their logit flows by cvxpy with Clarabel.

    pip install numpy scipy cvxpy clarabel
    python3 make_networks.py

The linear programmes stand here with a flow for each commodity, link, direction and period, and balances at the nodes
and of what waits: another form than that of the library, which has a tonne for each way. A price is the change of the
least cost for a tonne more of capacity, with its sign turned; it is written where it is unique, and a flow alike.
"""

import csv
import sys

import cvxpy
import numpy
import scipy
import scipy.sparse
from scipy.optimize import linprog
from scipy.sparse import lil_matrix


def text(value):
    return repr(float(value))


def network(random, periods):
    nodes = int(random.integers(3, 7))
    pairs = [(a, b) for a in range(nodes) for b in range(a + 1, nodes)]
    # A ring, so that all can be reached, and some more.
    links = [(i, (i + 1) % nodes) for i in range(nodes)]
    links += [p for p in pairs if p not in links and random.random() < 0.3][:4]
    kept = 1.0 if periods == 1 else float(random.choice([1.0, 0.8, 0.5]))
    made = {
        "nodes": nodes, "links": links, "kept": kept,
        "wait": 0.0 if periods == 1 else float(random.uniform(1, 30)),
        "cost": random.uniform(5, 60, (len(links), periods)),
        "capacity": random.uniform(1, 25, (len(links), periods)),
        "commodities": [],
    }
    for _ in range(int(random.integers(1, 5))):
        a, b = pairs[int(random.integers(len(pairs)))]
        made["commodities"].append(
            (a, b, random.uniform(2, 30, periods), float(random.uniform(60, 300))))
    return made


def least_cost(made, periods):
    """The least cost, flows and prices by link and period; NaN where they are not unique."""
    nodes, links, goods = made["nodes"], made["links"], made["commodities"]
    arcs = [(l, a, b) for l, (a, b) in enumerate(links)] + [
        (l, b, a) for l, (a, b) in enumerate(links)]
    flow = len(goods) * len(arcs) * periods
    count = flow + 2 * len(goods) * periods

    def x(k, arc, t):
        return (k * len(arcs) + arc) * periods + t

    def away(k, t):
        return flow + k * periods + t

    def waits(k, t):
        return flow + (len(goods) + k) * periods + t

    cost = numpy.zeros(count)
    equal, right = lil_matrix((len(goods) * nodes * periods, count)), []
    bounds = [(0, None)] * count
    row = 0
    for k, (start, end, demand, value) in enumerate(goods):
        for t in range(periods):
            for arc, (l, _, _) in enumerate(arcs):
                cost[x(k, arc, t)] = made["cost"][l, t]
            cost[away(k, t)] = value
            # What perishes while it waits is lost.
            cost[waits(k, t)] = made["wait"] + (1 - made["kept"]) * value
            if t == periods - 1:
                bounds[waits(k, t)] = (0, 0)
            for node in range(nodes):
                if node == end:
                    continue
                for arc, (_, a, b) in enumerate(arcs):
                    if a == node:
                        equal[row, x(k, arc, t)] = 1
                    if b == node:
                        equal[row, x(k, arc, t)] = -1
                if node == start:
                    equal[row, away(k, t)] = 1
                    equal[row, waits(k, t)] = 1
                    if t > 0:
                        equal[row, waits(k, t - 1)] = -made["kept"]
                    right.append(demand[t])
                else:
                    right.append(0)
                row += 1
    equal = equal[:row].tocsr()
    under = lil_matrix((len(links) * periods, count))
    for l in range(len(links)):
        for t in range(periods):
            for k in range(len(goods)):
                for arc, (own, _, _) in enumerate(arcs):
                    if own == l:
                        under[l * periods + t, x(k, arc, t)] = 1
    under = under.tocsr()
    room = made["capacity"].reshape(-1)
    def solve(goal, room, equal=equal, right=right, bounds=bounds):
        found = linprog(
            goal, A_ub=under, b_ub=room, A_eq=equal, b_eq=right, bounds=bounds, method="highs-ds",
            options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10})
        assert found.status == 0, found.message
        return found

    found = solve(cost, room)
    prices = -found.ineqlin.marginals
    flows = under @ found.x
    # All that is best has only what this one's prices let be: a flow is unique where it is the least and the
    # most of that.
    closed = [
        (0, 0) if reduced > 1e-8 else own for reduced, own in zip(found.lower.marginals, bounds)]
    tight = [row for row in range(len(room)) if prices[row] > 1e-8]
    for row in range(len(room)):
        goal = under[row].toarray()[0]
        ends = [
            sign * solve(
                sign * goal, room, scipy.sparse.vstack([equal, under[tight]]),
                numpy.concatenate([right, room[tight]]), closed).fun for sign in (1, -1)]
        if abs(ends[1] - ends[0]) > 1e-7:
            flows[row] = numpy.nan
        # A price is unique where more and less room are worth the same.
        step = 1e-4 * numpy.eye(len(room))[row]
        worth = [(found.fun - solve(cost, room + s).fun) / 1e-4 for s in (step, -step)]
        if abs(worth[0] + worth[1]) > 1e-5:
            prices[row] = numpy.nan
        else:
            assert abs(worth[0] - prices[row]) < 1e-5, (worth, prices[row])
    shape = (len(links), periods)
    return found.fun, flows.reshape(shape), prices.reshape(shape)


def ways(links, start, end):
    found = []

    def go(node, seen, way):
        if node == end:
            found.append(list(way))
            return
        for place, (a, b) in enumerate(links):
            other = b if a == node else a if b == node else None
            if other is None or other in seen:
                continue
            go(other, seen | {other}, way + [place])

    go(start, {start}, [])
    return found


def logit(made, weight):
    """Value, flows and prices of one period by an exponential cone programme."""
    links = made["links"]
    load = [0] * len(links)
    value = 0
    limits = []
    for start, end, demand, worth in made["commodities"]:
        routes = ways(links, start, end)
        x = cvxpy.Variable(len(routes) + 1, nonneg=True)
        costs = numpy.array([sum(made["cost"][l, 0] for l in r) for r in routes] + [worth])
        value += costs @ x - cvxpy.sum(cvxpy.entr(x / demand[0])) * demand[0] / weight
        limits.append(cvxpy.sum(x) == demand[0])
        for place, route in enumerate(routes):
            for l in route:
                load[l] = load[l] + x[place]
    caps = [load[l] <= made["capacity"][l, 0] for l in range(len(links))]
    problem = cvxpy.Problem(cvxpy.Minimize(value), limits + caps)
    problem.solve(
        solver=cvxpy.CLARABEL, tol_gap_abs=1e-11, tol_gap_rel=1e-11, tol_feas=1e-11)
    return (
        problem.value,
        [l.value if hasattr(l, "value") else 0.0 for l in load],
        [float(c.dual_value) for c in caps])


def main():
    random = numpy.random.default_rng(20261129)
    maker = (
        f"# made by make_networks.py: scipy {scipy.__version__} linprog (highs-ds), cvxpy "
        f"{cvxpy.__version__} with Clarabel, numpy {numpy.__version__}, python "
        f"{sys.version.split()[0]}\n")
    with open("networks.csv", "w") as nets, open("least_cost.csv", "w") as solved, open(
            "logit.csv", "w") as odds:
        for file in (nets, solved, odds):
            file.write(maker)
        nets, solved, odds = (csv.writer(f, lineterminator="\n") for f in (nets, solved, odds))
        nets.writerow(["network", "kind", "place", "from", "to", "period", "first", "second"])
        solved.writerow(["network", "kind", "link", "period", "flow", "price"])
        odds.writerow(["network", "weight", "kind", "link", "flow", "price"])
        for number in range(50):
            periods = 1 if number < 30 else int(random.integers(2, 6))
            made = network(random, periods)
            nets.writerow([number, "waiting", 0, 0, 0, periods, text(made["kept"]), text(made["wait"])])
            for place, (a, b) in enumerate(made["links"]):
                for t in range(periods):
                    nets.writerow([
                        number, "link", place, a, b, t, text(made["capacity"][place, t]),
                        text(made["cost"][place, t])])
            for place, (a, b, demand, value) in enumerate(made["commodities"]):
                for t in range(periods):
                    nets.writerow(
                        [number, "commodity", place, a, b, t, text(demand[t]), text(value)])
            value, flows, prices = least_cost(made, periods)
            solved.writerow([number, "value", "", "", text(value), ""])
            for l in range(len(made["links"])):
                for t in range(periods):
                    solved.writerow([
                        number, "link", l, t,
                        "" if numpy.isnan(flows[l, t]) else text(flows[l, t]),
                        "" if numpy.isnan(prices[l, t]) else text(prices[l, t])])
            if number < 20:
                weight = [0.02, 0.1, 0.5][number % 3]
                value, flows, prices = logit(made, weight)
                odds.writerow([number, weight, "value", "", text(value), ""])
                for l in range(len(made["links"])):
                    odds.writerow([number, weight, "link", l, text(flows[l]), text(prices[l])])


if __name__ == "__main__":
    main()
