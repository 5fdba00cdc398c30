"""statsmodels' STL on the files of the driver: adjustment.py CASE SERIES REPETITIONS FOLDER

With the passes and jumps of R's stl, which ours has too.
"""
from stopwatch import arguments, missing, tell

import csv

case, series, repetitions, folder = arguments()


def main():
    import pandas as pd
    import statsmodels
    from statsmodels.tsa.seasonal import STL
    months = pd.read_csv(f"{folder}/months.csv").groupby("unique_id", sort=False)
    values = []
    with open(f"{folder}/theirs.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["unique_id", "ds", "y", "trend", "season", "adjusted"])
        for name, rows in months:
            y = rows["y"].to_numpy()
            # R: windows 11, 21 and 13, jumps of a tenth of them.
            parts = STL(y, period=12, seasonal=11, trend=21, low_pass=13, seasonal_jump=2, trend_jump=3, seasonal_deg=0,
                        low_pass_jump=2).fit(inner_iter=2, outer_iter=0)
            adjusted = y - parts.seasonal
            values.extend(adjusted)
            writer.writerows(zip([name] * len(y), rows["ds"], y, parts.trend, parts.seasonal, adjusted))
    tell("statsmodels STL", statsmodels.__version__, [0.0], values[:8] + values[-8:])


try:
    main()
except ImportError as error:
    missing("statsmodels STL", str(error))
