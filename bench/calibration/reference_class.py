#!/usr/bin/env python3
"""How far series of a class had come within so many years (Sources/Forecasting/ReferenceRecord.swift).

usage:  python3 reference_class.py REFERENCE        prints the rows of the table, hundredths of logs; numpy only

REFERENCE is the folder of reference data; read of it: trade_growth/, training_only/, us_freight_monthly/ and
m3_yearly/train.csv.  No test part is read.  For each class, epoch (the ten years in which the base lies; `undated`
where the data name none) and horizon: base periods with a value in every year to the horizon, and the quantiles 0, .05,
.1, .2 ... .9, .95, 1 of ln(max y / base) over the years to the horizon.  A base of a series counts as 1 / bases of that
series in the epoch, so that long series do not outvote short ones; n counts series.
"""
import os
import sys

import numpy as np

import fit_mixture as data

SHARES = np.array([0, .05, .1, .2, .3, .4, .5, .6, .7, .8, .9, .95, 1])


def quantiles(values, weights):
    order = np.argsort(values, kind='stable')
    v, w = np.array(values)[order], np.array(weights)[order]
    at = (np.cumsum(w) - w / 2) / w.sum()
    return np.interp(SHARES, at, v)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    at = lambda *parts: os.path.join(sys.argv[1], *parts)
    training = lambda name: data.read(at('training_only', name, 'train.csv.gz'))
    freight = data.yearly_sums(data.read(at('us_freight_monthly', 'series_to_2022.csv')))
    sources = [
        ('nominal', [data.read(at('trade_growth', f + '.csv')) for f in ('pairs', 'national')], True),
        ('volume', [training('tourism_yearly'), freight], False),
        ('other', [training('m1_yearly'), data.read(at('m3_yearly', 'train.csv'))], False),
    ]
    for name, files, dated in sources:
        found = {}
        for file in files:
            for key, rows in file.items():
                years = [int(ds[:4]) for ds, _ in rows] if dated else list(range(len(rows)))
                y = dict(zip(years, (v for _, v in rows)))
                for base in years:
                    if y[base] <= 0:
                        continue
                    epoch = f'{base // 10 * 10}s' if dated else 'undated'
                    most = -np.inf
                    for h in range(1, 11):
                        if base + h not in y or y[base + h] <= 0:
                            break
                        most = max(most, np.log(y[base + h] / y[base]))
                        found.setdefault((epoch, h), {}).setdefault((id(file), key), []).append(most)
        for (epoch, h), series in sorted(found.items()):
            if len(series) < 30:
                continue
            values = [v for own in series.values() for v in own]
            weights = [1 / len(own) for own in series.values() for _ in own]
            print('    ' + ' '.join([name, epoch, str(h), str(len(series))]
                                    + [f'{100 * q:.0f}' for q in quantiles(values, weights)]))


main()
