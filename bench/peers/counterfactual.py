"""gegravity on its sample: counterfactual.py CASE COUNTRIES REPETITIONS FLOWS"""
import warnings

from stopwatch import arguments, measure, missing, numpy_kernel

from importlib.metadata import version

case, countries, repetitions, flows = arguments()
try:
    import gegravity as ge
    import pandas as pd
except ImportError as error:
    missing("gegravity", str(error))
    raise SystemExit(0)
warnings.simplefilter("ignore")

BETA = {"lndist": -0.3898623, "contiguity": 0.891577, "common_language": 0.0326249, "pta": 0.4711383,
        "international": -3.412584}
data = pd.read_csv(flows)
costs = ge.CostCoeffs(
    estimates=pd.DataFrame([{"var": name, "coeff": value} for name, value in BETA.items()]), identifier_col="var",
    coeff_col="coeff")


def work():
    baseline = ge.BaselineData(
        data, imp_var_name="importer", exp_var_name="exporter", year_var_name="year", trade_var_name="trade",
        expend_var_name="E", output_var_name="Y")
    model = ge.OneSectorGE(
        baseline, year="2006", expend_var_name="E", output_var_name="Y", cost_coeff_values=costs,
        cost_variables=list(BETA), reference_importer="DEU", sigma=5, quiet=True)
    model.build_baseline(omr_rescale=1000)
    changed = model.baseline_data.copy()
    changed["pta"] = 0
    model.define_experiment(changed)
    model.simulate()
    found = model.country_results
    return [1 / value - 1 for value in found["welfare statistic"].sort_index()]


measure("gegravity", version("gegravity"), work, repetitions, numpy_kernel())
