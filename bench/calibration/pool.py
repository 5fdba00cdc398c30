#!/usr/bin/env python3
"""Is a pool of distributions no worse than its best member?  (Sources/Forecasting/Pooling)

usage:  python3 pool.py PROGRAM REFERENCE        PROGRAM is a built corridor; some minutes, numpy only; deterministic

Yearly series of trade_growth (country pairs, national series), what was known at each origin of EPOCHS, eight years
ahead.  The members say their quantiles; the pool is the mean of their distributions with the weights of SHARES, or with
weights from a backtest inside what was known (OWN): the headline holds its share, the rest goes to those whose error
is under the gate times the headline's, in proportion to one over it; without such a one the headline has all. The
program's rule is `gate 1.0, 3/4`.  Printed for each: CRPS of
the log (mean over steps), Brier score of the targets 1.1, 1.25, 1.5, 2, 3 times the last value four and eight years
ahead, calibration error of these, cover of 80 and 95 %; each set and epoch of equal weight.
"""
import csv
import io
import os
import subprocess
import sys

import numpy as np

EPOCHS = (1975, 1985, 1994, 1995, 1998, 2001, 2005, 2009)
MODELS = ('mixture+log', 'drift+log', 'auto+log', 'structural+log')
PROBABILITIES = np.array([.005, .01, .025] + [k / 40 for k in range(2, 39)] + [.975, .99, .995])
MULTIPLES, H, LEAST = (1.1, 1.25, 1.5, 2, 3), 8, 8
SHARES = {'equal': (1, 1, 1, 1), 'mixture half': (3, 1, 1, 1), 'mixture three fourths': (9, 1, 1, 1),
          'mixture 3, auto 1': (3, 0, 1, 0), 'mixture 9, auto 1': (9, 0, 1, 0)}
# Of weights by backtest: the headline's share and how much worse than it a member's error may be.
OWN = {'own, half': (.5, np.inf), 'own, three fourths': (.75, np.inf), 'gate 1.0, half': (.5, 1), 'gate 1.0, 3/4': (.75, 1),
       'gate .9, half': (.5, .9), 'gate .9, best': (0, .9), 'gate .8, best': (0, .8)}


def run(program, arguments, rows):
    text = 'unique_id,ds,y\n' + ''.join(f'{i},{t},{v}\n' for i, t, v in rows)
    done = subprocess.run([program, *arguments], input=text, capture_output=True, text=True)
    if done.returncode not in (0, 3):
        sys.exit(done.stderr)
    return list(csv.DictReader(io.StringIO(done.stdout)))


def quantiles(row):
    return np.log([float(row[f'q-{p:g}']) for p in PROBABILITIES])


def cumulative(q, x):
    """By interpolation of the quantiles, the tails as they stand."""
    return np.interp(x, q, PROBABILITIES, left=0, right=1)


def crps(F, grid, y):
    return float((((F - (grid >= y)) ** 2)[:-1] * np.diff(grid)).sum())


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, reference = sys.argv[1:]
    asked = ','.join(f'{p:g}' for p in PROBABILITIES)
    members = [*MODELS]
    rows_of = {name: [] for name in members + list(SHARES) + list(OWN)}
    for file in ('pairs', 'national'):
        series = {}
        with open(os.path.join(reference, 'trade_growth', file + '.csv')) as source:
            for r in csv.DictReader(source):
                if float(r['y']) > 0:
                    series.setdefault(r['unique_id'], {})[int(r['ds'][:4])] = float(r['y'])
        for epoch in EPOCHS:
            known = {}
            for name, values in series.items():
                past = [t for t in range(epoch, 0, -1) if t in values]
                past = [t for k, t in enumerate(past) if t == epoch - k]  # without a gap
                if len(past) >= LEAST and all(epoch + h in values for h in range(1, 5)):
                    known[name] = past[::-1]
            if len(known) < 40:
                continue
            rows = [(n, t, series[n][t]) for n, ts in known.items() for t in ts]
            said = run(program, ['forecast', '-', '--freq', 'annual', '--class', 'nominal', '--horizon', str(H),
                                 '--model', ','.join(MODELS), '--levels', '80', '--quantiles', asked], rows)
            table = {(r['unique_id'], r['model'], int(r['ds'][:4])): quantiles(r) for r in said}
            tested = run(program, ['backtest', '-', '--freq', 'annual', '--class', 'nominal', '--horizon', '3',
                                   '--windows', '6', '--levels', '80', '--model', ','.join(MODELS)], rows)
            errors = {}
            for r in tested:
                if r.get('actual') and float(r['lo-80']) > 0:
                    # Score of the 80 % interval and the median, on logs.
                    low, high, middle, y = (np.log(float(r[k])) for k in ('lo-80', 'hi-80', 'median', 'actual'))
                    loss = (high - low) * .1 + max(0, low - y) + max(0, y - high) + .5 * abs(y - middle)
                    errors.setdefault((r['unique_id'], r['model']), []).append(loss)
            for name in known:
                if any((name, m, epoch + H) not in table for m in MODELS):
                    continue
                own = np.array([np.mean(errors.get((name, m), [np.nan])) for m in MODELS])
                own = own if np.isfinite(own).all() else np.ones(len(own))
                last = np.log(series[name][epoch])
                for h in range(1, H + 1):
                    if epoch + h not in series[name]:
                        continue
                    y = np.log(series[name][epoch + h])
                    qs = [table[name, m, epoch + h] for m in MODELS]
                    grid = np.unique(np.concatenate(qs + [[y]]))
                    Fs = np.array([cumulative(q, grid) for q in qs])
                    at = np.array([[cumulative(q, last + np.log(k)) for k in MULTIPLES] for q in qs])
                    here = np.array([cumulative(q, y) for q in qs])
                    w = (own + .1 * own.mean()) ** -1.
                    weights = {m: np.eye(len(MODELS))[k] for k, m in enumerate(MODELS)}
                    weights |= {k: np.array(v) / sum(v) for k, v in SHARES.items()}
                    for key, (share, gate) in OWN.items():
                        passed = own < gate * own[0]
                        passed[0] = False
                        part = w * passed
                        weights[key] = np.eye(len(MODELS))[0] if not passed.any() else (
                            share * np.eye(len(MODELS))[0] + (1 - share) * part / part.sum())
                    for key, v in weights.items():
                        rows_of[key].append((file, epoch, h, crps(v @ Fs, grid, y), v @ here,
                                             *(1 - v @ at), *(y >= last + np.log(MULTIPLES))))
            print(file, epoch, len(known), file=sys.stderr)
    print(f'{"":28} CRPS  Brier 4, 8   calibration 4, 8   cover 80, 95')
    for key, rows in rows_of.items():
        groups = {}
        for r in rows:
            groups.setdefault(r[:2], []).append(r[2:])
        out = []
        for group in groups.values():
            g = np.array(group, float)
            here = g[:, 2]
            out.append([g[:, 1].mean()] + [((g[g[:, 0] == h][:, 3:8] - g[g[:, 0] == h][:, 8:]) ** 2).mean() for h in (4, 8)]
                       + [((here > .1) & (here < .9)).mean(), ((here > .025) & (here < .975)).mean()])
        error = []
        for h in (4, 8):
            p = np.array([r[5:10] for r in rows if r[2] == h], float).ravel()
            came = np.array([r[10:] for r in rows if r[2] == h], float).ravel()
            size = np.repeat([1 / len(groups[r[:2]]) for r in rows if r[2] == h], len(MULTIPLES))
            decile = np.minimum((p * 10).astype(int), 9)
            error.append(sum(abs((size * (p - came))[decile == k].sum()) for k in range(10)) / size.sum())
        m = np.nanmean(out, 0)
        print(f'{key:28} {m[0]:.4f} {m[1]:.4f} {m[2]:.4f}  {error[0]:.3f} {error[1]:.3f}  {m[3]:.3f} {m[4]:.3f}')


main()
