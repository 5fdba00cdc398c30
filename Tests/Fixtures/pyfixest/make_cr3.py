"""CR3 by leaving out each cluster, fixed effects too: pyfixest's CRV3 without its factors.

usage:  python3 make_cr3.py > cr3.csv      in this folder

Data: ../r/clusters_data.csv, clusters are the firms. Rows: case, term, se.
"""
import warnings

import pandas as pd
import pyfixest

warnings.simplefilter("ignore")
data = pd.read_csv("../r/clusters_data.csv")
print(f"# made by make_cr3.py with pyfixest {pyfixest.__version__}")
print("case,term,se")
for case, effects in (("plain", ""), ("firm", " | firm"), ("year", " | year"), ("firm_year", " | firm + year")):
    fit = pyfixest.feols("inv ~ value + capital" + effects, data, vcov={"CRV3": "firm"},
                         ssc=pyfixest.ssc(k_adj=False, G_adj=False))
    for term, error in fit.se().items():
        print(f"{case},{term.replace('Intercept', '(Intercept)')},{error:.16g}")
