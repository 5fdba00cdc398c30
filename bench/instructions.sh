#!/usr/bin/env bash
# Instructions of each model by callgrind, a series: they repeat where times do not.
# usage: bench/instructions.sh > rows     needs valgrind and a release build; rows as in bench/results
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# valgrind cannot read the debug information.
strip -g .build/release/corridor -o "$work/corridor"

count() { # FILE HORIZON MODEL
  OPENBLAS_NUM_THREADS=1 valgrind --tool=callgrind --callgrind-out-file=/dev/null "$work/corridor" \
    forecast "$1" --horizon "$2" --model "$3" --jobs 1 -o "$work/out.csv" 2>&1 |
    awk '/Collected/ { print $4 }'
}

for set in "yearly 6" "monthly 18"; do
  read -r name horizon <<<"$set"
  file=Tests/Fixtures/m3/${name}_sample.csv
  series=$(tail -n +2 "$file" | cut -d, -f1 | sort -u | wc -l)
  idle=$(count "$file" "$horizon" naive)
  for model in ses holt damped ets theta dotheta arima structural combination auto mixture; do
    total=$(count "$file" "$horizon" "$model")
    echo "instructions,$model,M3 $name sample $series series,per_series,$(((total - idle) / series)),callgrind; naive's and the start taken off"
  done
done
