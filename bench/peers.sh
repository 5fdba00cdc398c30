#!/usr/bin/env bash
# peers.sh [--debian]: the programs that the bench measures beside ours. Python's, pinned, go into the virtual
# environment .build-peers; with --debian R and its packages are installed too, as root.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" = --debian ]; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root=sudo
  $as_root apt-get update -qq
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    r-base-core r-cran-forecast r-cran-sandwich r-cran-data.table r-cran-clubsandwich >/dev/null
elif [ $# -gt 0 ]; then
  echo "usage: bench/peers.sh [--debian]" >&2
  exit 64
fi
.ci/python-environment .build-peers bench/peers-requirements.txt
