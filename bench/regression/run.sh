#!/usr/bin/env bash
# Least squares, ours and the peers' in one run: processor seconds, each on one thread; ratios are
# ours ÷ theirs.
# usage: regression/run.sh [REPETITIONS [PART_OF_A_NAME]]
# Needs R with the package sandwich and, in $PYTHON (python3), numpy, pandas, scipy, statsmodels and
# pyfixest. With PART_OF_A_NAME, such as gravity or 1e5, only the panels with it are run.
set -euo pipefail
cd "$(dirname "$0")/.."
repetitions=${1:-9}
CORRIDOR_BENCH=1 swift build -c release --package-path .. --scratch-path ../.build-bench --product RegressionBench >&2
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
echo "# kernel ${OPENBLAS_CORETYPE:-chosen by OpenBLAS}" >&2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ours=$folder/ours.csv
bench=../.build-bench/release/RegressionBench
if [ $# -lt 2 ]; then
  "$bench" "$repetitions" | tee "$ours"
  {
    Rscript regression/peers.R 3
    "${PYTHON:-python3}" regression/peers.py 3
  } | awk -F, '
    NR == FNR { if (!($1 in seconds)) seconds[$1] = $2; next }
    { print $1 "," seconds[$1] "," $2 "," $3 "," seconds[$1] / $3; fflush() }
  ' "$ours" -
fi
"$bench" effects "$folder" 3 "${2:-}" >"$ours"
"${PYTHON:-python3}" regression/ppml_peers.py "$folder" "$ours"
