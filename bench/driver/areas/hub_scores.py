"""Scores of a hub's forecasts, 23 quantiles each: the whole program beside scoringrules with pandas and numpy."""
import random

from driver.programs import ProgramCase, column, run_programs

LEVELS = [0.01, 0.025, *(round(0.05 * k, 2) for k in range(1, 20)), 0.975, 0.99]
LOCATIONS, YEARS = 50, range(2018, 2026)


def make_files(folder, models):
    """Sorted normal numbers for quantiles, the same for the same number of models."""
    numbers = random.Random(7)
    actual = {}
    with open(folder / "actual.csv", "w", encoding="ascii") as file:
        file.write("series,period,value\n")
        for location in range(LOCATIONS):
            for year in YEARS:
                actual[location, year] = round(100 + numbers.gauss(0, 5), 3)
                file.write(f"L{location:02d},{year},{actual[location, year]}\n")
    with open(folder / "forecasts.csv", "w", encoding="ascii") as file:
        file.write("model_id,origin_date,target,location,horizon,target_end_date,output_type,output_type_id,value\n")
        for model in range(models):
            for (location, year), value in actual.items():
                center = value + numbers.gauss(0, 2)
                quantiles = sorted(round(center + numbers.gauss(0, 3), 3) for _ in LEVELS)
                for level, quantile in zip(LEVELS, quantiles):
                    file.write(f"team-m{model:02d},2017-12-31,value,L{location:02d},{year - 2017},{year}-12-31,quantile,"
                               f"{level},{quantile}\n")


MEASURES = ("wis", "dispersion", "bias", "interval_coverage_80", "ae_median")


def answer(folder):
    return [value for name in MEASURES for value in column(folder / "ours.csv", name)]


CASES = (
    ProgramCase("wis", 20, "models of 400 forecasts", 2,
                ("score", "forecasts.csv", "--format", "hubverse", "--actual", "actual.csv", "--id", "series", "--time",
                 "period", "--value", "value", "--by", "model", "-o", "ours.csv"),
                "hub_scores.py", 1e-10, answer, make_files),
)


def run(context):
    return run_programs(context, "hub-scores", CASES)
