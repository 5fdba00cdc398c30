"""A mixed-frequency dynamic factor model, beside statsmodels' DynamicFactorMQ."""
from driver.cases import Case, run_area

SIZES = (60, 120, 240)


def shortfall(ours, theirs):
    """How far our log-likelihood is below theirs, relative to it; negative where ours is greater."""
    return (theirs[0] - ours[0]) / abs(theirs[0])


CASES = (
    Case("nowcast-given", SIZES, 240, "months", ("nowcast.py",), 1e-6, quick_size=60,
         note="likelihood, nowcast and smoothed factors at given parameters"),
    Case("nowcast-em", SIZES, 120, "months", ("nowcast.py",), 1e-6, quick_size=60, measure=shortfall,
         note="ours moves loadings, and tells the parameters' uncertainty besides"))


def run(context):
    return run_area(context, "nowcasts", CASES)
