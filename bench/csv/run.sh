#!/usr/bin/env bash
# Reading speed of one file, ours and the peers' in the same run, CPU seconds of one thread.
# usage: csv/run.sh [MEGABYTES]   needs python3 with pandas and polars
set -euo pipefail
cd "$(dirname "$0")/.."
size=${1:-1000}
file=$(mktemp --suffix .csv)
trap 'rm -f "$file"' EXIT
python3 csv/make_file.py "$file" "$size"
CORRIDOR_BENCH=1 swift build -c release --package-path .. --scratch-path ../.build-bench --product CSVReadBench >&2
echo "reader,rows,series,sum,cpu_seconds,mb_per_second,peak_mb"
for round in 1 2 3; do
  ../.build-bench/release/CSVReadBench "$file"
  for peer in pandas polars polars-streaming; do python3 csv/peers.py $peer "$file"; done
done
