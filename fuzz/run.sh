#!/usr/bin/env bash
# Fuzzes one target, and says what came of it.
#   fuzz/run.sh TARGET SECONDS [debug]
# TARGET is one of fuzz_targets. `debug` adds debug assertions and overflow checks.
# Needs a nightly compiler (without one, this one is told to do as if), a C++ compiler and
# `cargo install cargo-fuzz --locked`. A crash is kept in fuzz/artifacts/TARGET; what was learned is kept in fuzz/corpus/TARGET.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

target=$1 seconds=$2 build=${3:-release}
case $build in
  release) flags=(--release) ;;
  debug) flags=(--release --debug-assertions) ;;
  *) echo "$0: the third argument is debug or nothing" >&2; exit 2 ;;
esac

seeds=()
if [[ -d seeds/$target ]]; then seeds+=("seeds/$target"); fi
options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -malloc_limit_mb=1024 -print_final_stats=1)
case $target in
  # Every fixture is a seed.
  decode_any) seeds+=(../fixtures) options+=(-max_len=65536 -dict=decode_any.dict) ;;
  # Every fixture of its kinds, and what is made of them.
  frames) seeds+=(../fixtures) options+=(-max_len=65536 -dict=frames.dict) ;;
  chunks) seeds+=(../fixtures) options+=(-max_len=8192 -dict=decode_any.dict) ;;
  pages) seeds+=(../fixtures) options+=(-max_len=32768 -dict=decode_any.dict) ;;
  matroska) seeds+=(../fixtures) options+=(-max_len=16384 -dict=matroska.dict) ;;
  mp4) seeds+=(../fixtures/good ../fixtures/bad ../fixtures/regression) options+=(-max_len=16384 -dict=decode_any.dict) ;;
  riff_read) seeds+=(../fixtures/odd ../fixtures/golden) options+=(-max_len=4096 -dict=decode_any.dict) ;;
  profile) seeds+=(../crates/telewav/profiles) options+=(-max_len=4096) ;;
  names) options+=(-max_len=512) ;;
esac
mkdir -p "corpus/$target"
toolchain=(+nightly)
if ! cargo +nightly --version >/dev/null 2>&1; then
  toolchain=()
  export RUSTC_BOOTSTRAP=1
fi
# A folder for each build, or each would compile everything anew.
exec cargo "${toolchain[@]}" fuzz run --fuzz-dir . --target-dir "target-$build" "${flags[@]}" "$target" "corpus/$target" \
  "${seeds[@]}" -- "${options[@]}"
