#!/usr/bin/env bash
# One fuzz target in both builds: so many seconds in release, half of that with debug assertions and overflow checks.
#   fuzz/both.sh TARGET SECONDS
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

name=$1 seconds=$2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for how in release debug; do
  [[ $how == debug ]] && seconds=$((seconds / 2))
  if ! ./run.sh "$name" "$seconds" "${how/release/}" >"$log" 2>&1; then
    tail -n 40 "$log"
    echo "failed: $name, $how"
    # xargs starts no other.
    exit 255
  fi
  echo "$name, $how: $seconds s, $(awk '/stat::number_of_executed_units/ { print $2 }' "$log") runs, no crash"
done
