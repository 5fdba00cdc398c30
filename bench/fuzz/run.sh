#!/usr/bin/env bash
# Fuzzes the way from a CSV file to forecasts with libFuzzer and AddressSanitizer.
# usage: bench/fuzz/run.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
build=.build-fuzz
swift build -c release --scratch-path $build --target Forecasting \
  -Xswiftc -sanitize=fuzzer,address >&2
objects=$(for layer in CBreakTables LinearAlgebra StatisticsCore SeriesCore Regression Forecasting; do
  find -L $build/release/$layer.build -name '*.o'; done)
# shellcheck disable=SC2086
swiftc -O -parse-as-library -sanitize=fuzzer,address -module-name FuzzTarget \
  -package-name "$(basename "$PWD" | tr '[:upper:]' '[:lower:]')" \
  -I $build/release/Modules -Xcc -fmodule-map-file=Sources/COpenBLAS/module.modulemap \
  -Xcc -fmodule-map-file=Sources/CZlib/module.modulemap \
  -Xcc -fmodule-map-file=Sources/CBreakTables/include/module.modulemap \
  bench/fuzz/FuzzTarget.swift $objects -lopenblas -llapacke -lz -o $build/fuzz-csv
mkdir -p $build/corpus
cd $build
SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 OPENBLAS_NUM_THREADS=1 ./fuzz-csv \
  -max_total_time="$seconds" -max_len=4096 -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 \
  -artifact_prefix=fault- corpus ../bench/fuzz/corpus
