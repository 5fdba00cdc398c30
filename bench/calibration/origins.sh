#!/bin/sh
# What the members of `auto` say at rolling origins inside training parts, one file a set:
#   bench/calibration/origins.sh REFERENCE FOLDER
# REFERENCE is the folder of reference data, FOLDER is made. Needs OriginsBench (bench/README.md).
set -eu
reference=$1
folder=$2
mkdir -p "$folder"
bench=$(dirname "$0")/../../.build-bench/release/OriginsBench
export OPENBLAS_NUM_THREADS=1
# name, file, season, horizon, least values kept, origins, stride
while read -r name file season horizon kept origins stride; do
  source=$folder/training.csv
  case $file in
    *.gz) gunzip -c "$reference/$file" >"$source" ;;
    *) cp "$reference/$file" "$source" ;;
  esac
  "$bench" "$source" "$season" "$horizon" "$kept" "$origins" "$stride" members >"$folder/$name.csv"
done <<'SETS'
m1_yearly training_only/m1_yearly/train.csv.gz 1 6 6 4 2
tourism_yearly training_only/tourism_yearly/train.csv.gz 1 4 6 4 2
m3_yearly m3_yearly/train.csv 1 6 7 4 2
pairs trade_growth/pairs.csv 1 8 6 3 2
national trade_growth/national.csv 1 8 6 6 8
m3_other training_only/m3_other/train.csv.gz 1 8 20 3 4
m1_quarterly training_only/m1_quarterly/train.csv.gz 4 8 9 3 3
m3_quarterly training_only/m3_quarterly/train.csv.gz 4 8 12 3 3
tourism_quarterly training_only/tourism_quarterly/train.csv.gz 4 8 12 3 3
m1_monthly training_only/m1_monthly/train.csv.gz 12 18 26 2 5
m3_monthly m3_monthly/train.csv 12 18 30 1 5
tourism_monthly training_only/tourism_monthly/train.csv.gz 12 24 36 2 7
SETS
rm -f "$folder/training.csv"
