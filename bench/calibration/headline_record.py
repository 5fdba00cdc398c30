#!/usr/bin/env python3
"""What the declared headline said of look-alikes, and how often it came (Sources/Forecasting/CalibrationRecord.swift).

usage:  python3 headline_record.py REFERENCE        prints the rows of the table; numpy and scipy only; deterministic

REFERENCE is the folder of reference data; the sets, origins and constants are those of fit_mixture.py, so the record is
of the series that the constants were chosen on, and no test part is read.  Statements: that a series stands at 1.1,
1.25, 1.5, 2, 3 times its last value or above, one to eight years ahead (six where no more is held out).  Each set
(epoch) has equal weight, each series in it too.  They are put in bins by what was said, a row a bin with 500
statements or more:

    class  bin's lower edge  statements  series  most years ahead  said (mean)  came (share)  its 95 % interval

The interval comes from 2,000 draws with replacement: of epochs where series have dates (nominal), both files at once,
since what an epoch shares moves all its series, and 1994 with 1995, which have all years but one in common; of series
where they have none.  Epochs overlap by some years all the same: the interval is rather too narrow.
"""
import os
import sys

import numpy as np

import fit_mixture as data

LEAST, DRAWS, BINS = 500, 2000, 10
SAME = {1995: 1994}


def sets(reference):
    """class, [(file, series' names, Pool, epoch or None)]"""
    at = lambda *parts: os.path.join(reference, *parts)
    training = lambda name: data.read(at('training_only', name, 'train.csv.gz'))
    held = lambda file, series, cuts, least: (
        file, names(series, cuts, least), data.Pool(data.held_out(series, cuts, 6, least), 6), None)

    def names(series, cuts, least):
        found = []
        for name, rows in series.items():
            y = [v for _, v in rows]
            found += [name for c in cuts if len(y) - c >= least and all(v > 0 for v in y[:len(y) - c])]
        return found

    dated = []
    for file in ('pairs', 'national'):
        series = data.read(at('trade_growth', file + '.csv'))
        for year in data.EPOCHS:
            one = {k: data.from_year({k: v}, year) for k, v in series.items()}
            kept = {k: o for k, o in one.items() if o and (o[0][0] > 0).all() and len(o[0][1])}
            if sum(map(bool, one.values())) > 50 and (file, year) != ('pairs', 1990):
                dated.append((file, list(kept), data.Pool([o[0] for o in kept.values()], 8), SAME.get(year, year)))
    yield 'nominal', dated
    tourism = held('tourism', training('tourism_yearly'), (4, 6, 8), 5)
    freight = data.yearly_sums(data.read(at('us_freight_monthly', 'series_to_2022.csv')))
    yield 'volume', [tourism, held('freight', freight, (4, 6, 8), 8)]
    yield 'other', [held('M1', training('m1_yearly'), (6, 8), 6), tourism,
                    held('M3', data.read(at('m3_yearly', 'train.csv')), (6, 7, 8), 7)]


def statements(groups, constants):
    """said, came, weight, series, unit of drawing; one row a statement"""
    rows, known, epochs = [], {}, {}
    for file, names, pool, epoch in groups:
        assert len(names) == len(pool.w)
        series = np.array([known.setdefault((file, name), len(known)) for name in names])
        units = series if epoch is None else np.full(len(series), epochs.setdefault(epoch, len(epochs)))
        mixture = pool.mixture(**constants)
        for h in range(pool.H):
            ok = pool.ok[:, h]
            one = (mixture[0], mixture[1][:, :, h:h + 1], mixture[2][:, :, h:h + 1], mixture[3])
            for multiple in data.MULTIPLES:
                said = 1 - data.cumulative(one, np.full((len(ok), 1), np.log(multiple)))[:, 0]
                came = pool.Y[:, h] >= np.log(multiple)
                rows.append(np.column_stack([said, came, pool.w, series, units])[ok])
    return np.vstack(rows).T


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for name, groups in sets(sys.argv[1]):
        said, came, weight, series, units = statements(groups, data.SHIPPED[name])
        units = units.astype(int)
        years = max(pool.H for _, _, pool, _ in groups)
        generator = np.random.default_rng(1)
        count = units.max() + 1
        draws = generator.multinomial(count, np.full(count, 1 / count), size=DRAWS)
        place = np.minimum((said * BINS).astype(int), BINS - 1)
        for k in range(BINS):
            at = place == k
            if at.sum() < LEAST:
                continue
            share = lambda values: (weight[at] * values[at]).sum() / weight[at].sum()
            hits = np.bincount(units[at], weight[at] * came[at], count)
            sizes = np.bincount(units[at], weight[at], count)
            drawn = draws @ sizes
            low, high = np.quantile((draws @ hits)[drawn > 0] / drawn[drawn > 0], [.025, .975])
            print('    ' + f'{name} {k / BINS:.1f} {at.sum()} {len(np.unique(series[at]))} {years} {share(said):.3f} '
                  f'{share(came):.3f} {low:.3f} {high:.3f}')


main()
