#!/usr/bin/env bash
# Fuzzes with libFuzzer and AddressSanitizer what reads files and text of others: a crash, ten seconds
# without an end, a gigabyte of memory or a property that does not hold fails.
# usage: bench/fuzz/run.sh [SECONDS [TARGET…]]   SECONDS is for each target
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
targets=("${@:2}")
[ ${#targets[@]} -gt 0 ] || targets=(csv formula scenario ledger descriptor)
# Optimised the targets run more often; for minutes of it, optimising takes longer than it gives.
configuration=${FUZZ_CONFIGURATION:-release}
build=.build-fuzz
# What is found stays for the next time; FUZZ_CORPUS= names another folder for it.
corpus=${FUZZ_CORPUS:-$build/corpus}

for layer in Reports Ledger; do
  CORRIDOR_FUZZ=1 swift build -c $configuration --scratch-path $build --target $layer \
    -Xswiftc -enable-testing -Xswiftc -sanitize=fuzzer,address >&2
done
layers=(
  CBreakTables LinearAlgebra StatisticsCore SeriesCore Regression Forecasting Trade Logistics Claims CYaml
  Yams Scenarios Reports Ledger
)
objects=()
for layer in "${layers[@]}"; do
  mapfile -t -O ${#objects[@]} objects < <(find -L $build/$configuration/$layer.build -name '*.o')
done
maps=()
for map in Sources/{COpenBLAS,CZlib,CFileExchange,CSQLite}/module.modulemap \
  Sources/CBreakTables/include/module.modulemap \
  $build/checkouts/Yams/Sources/CYaml/include/module.modulemap; do
  maps+=(-Xcc "-fmodule-map-file=$map")
done
swiftc -O -parse-as-library -swift-version 6 -sanitize=fuzzer,address -module-name FuzzTarget \
  -package-name "$(basename "$PWD" | tr '[:upper:]' '[:lower:]')" \
  -I $build/$configuration/Modules "${maps[@]}" \
  bench/fuzz/*.swift "${objects[@]}" -lopenblas -llapacke -lz -lsqlite3 -o $build/fuzz \
  2> >(grep -v 'Cannot export local symbol' >&2)

failed=()
for target in "${targets[@]}"; do
  seeds=$corpus/$target-seeds
  mkdir -p "$corpus/$target" "$seeds"
  if [ -f "bench/fuzz/corpus/$target.txt" ]; then
    # A line a seed.
    split --lines=1 --suffix-length=3 "bench/fuzz/corpus/$target.txt" "$seeds/"
  else
    cp bench/fuzz/corpus/"$target"/* "$seeds"
  fi
  echo "fuzzing: $target, $seconds s" >&2
  FUZZ_TARGET=$target SWIFT_BACKTRACE=enable=no OPENBLAS_NUM_THREADS=1 \
    ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=16 \
    $build/fuzz -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=1024 \
    -print_final_stats=1 -artifact_prefix="$build/fault-$target-" "$corpus/$target" "$seeds" \
    2>"$build/$target.log" || failed+=("$target")
  grep -E '^stat::(number_of_executed|peak_rss)|ERROR|Fatal error|SUMMARY|written to' \
    "$build/$target.log" >&2 || true
done
if [ ${#failed[@]} -gt 0 ]; then
  echo "fuzzing: ${failed[*]} failed; .build-fuzz/TARGET.log and .build-fuzz/fault-* tell" >&2
  exit 1
fi
