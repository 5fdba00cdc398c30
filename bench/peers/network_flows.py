"""The work of SpeedBench's case `least-cost` by scipy's HiGHS: network_flows.py CASE PROGRAMMES REPETITIONS FOLDER

The matrices of each network are made once; a draw has other right sides.
"""
from stopwatch import arguments, measure

import csv
import math
from pathlib import Path

import numpy as np
import scipy
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

case, count, repetitions, _ = arguments()
FILE = Path(__file__).resolve().parents[2] / "Tests/Fixtures/network/networks.csv"


def ways(links, start, end):
    found = []

    def go(node, seen, way):
        if node == end:
            found.append(list(way))
            return
        for place, (a, b) in enumerate(links):
            other = b if a == node else a if b == node else None
            if other is not None and other not in seen:
                go(other, seen | {other}, way + [place])

    go(start, {start}, [])
    return found


def read():
    found = {}
    with open(FILE, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            made = found.setdefault(int(row["network"]), {"links": {}, "goods": {}})
            first, second = float(row["first"]), float(row["second"])
            ends, place = (int(row["from"]), int(row["to"])), int(row["place"])
            if row["kind"] == "waiting":
                made.update(periods=int(row["period"]), kept=first, wait=second)
            elif row["kind"] == "link":
                made["links"].setdefault(place, (ends, []))[1].append((first, second))
            else:
                made["goods"].setdefault(place, (ends, second, []))[2].append(first)
    return [programme(found[number]) for number in sorted(found)]


def programme(made):
    links, periods = [made["links"][place] for place in sorted(made["links"])], made["periods"]
    costs, sets, uses, demands = [], [], [], []
    for period in range(periods):
        for place in sorted(made["goods"]):
            (start, end), value, wanted = made["goods"][place]
            kept, waited = 1.0, 0.0
            for time in range(period, periods):
                for way in ways([ends for ends, _ in links], start, end):
                    uses += [(time * len(links) + l, len(costs), kept) for l in way]
                    sets.append(len(demands))
                    costs.append(kept * sum(links[l][1][time][1] for l in way) + (1 - kept) * value + waited)
                waited += kept * made["wait"]
                kept *= made["kept"]
            sets.append(len(demands))
            costs.append(value)
            demands.append(wanted[period])
    room = [links[l][1][time][0] for time in range(periods) for l in range(len(links))]
    row, column, amount = zip(*uses)
    under = csr_matrix((amount, (row, column)), shape=(len(room), len(costs)))
    equal = csr_matrix((np.ones(len(costs)), (sets, range(len(costs)))), shape=(len(demands), len(costs)))
    return np.array(costs), under, np.array(room), equal, np.array(demands)


PROGRAMMES = read()
DRAWS = max(1, count // len(PROGRAMMES))


def factor(draw):
    turned = (draw + 1) * 0.6180339887498949
    return 0.7 + 0.6 * (turned - math.floor(turned))


def work():
    answer = []
    for costs, under, room, equal, demands in PROGRAMMES:
        values = [
            linprog(costs, A_ub=under, b_ub=room, A_eq=equal, b_eq=demands * factor(draw), method="highs").fun
            for draw in range(DRAWS)]
        answer.append(values[0])
    return answer


measure("scipy HiGHS", scipy.__version__, work, repetitions)
