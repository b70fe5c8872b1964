#!/usr/bin/env bash
# Runs the telewav of this very commit, for .pre-commit-hooks.yaml; builds it when it is first needed.
#   telewav.sh ARGUMENT...
# Where no Rust is, or no time to build, TELEWAV=FILE names a telewav that is there already.
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
telewav=${TELEWAV:-$repository/target/hook/bin/telewav}

if [[ ! ${TELEWAV:-} && ! -x $telewav && ! -x $telewav.exe ]]; then
  if ! command -v cargo >/dev/null; then
    echo "telewav has to be built once, and there is no cargo on the PATH; install Rust 1.89 or later" >&2
    echo "(https://rustup.rs), or name a telewav that is there already: TELEWAV=FILE" >&2
    exit 2
  fi
  # git sets these for its hooks; cargo is to see this repository, not the one that is committed to.
  unset "${!GIT_@}"
  # Built in half the time, and fast enough for the files of a commit.
  export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  cargo install --quiet --locked --path "$repository/crates/telewav-cli" --root "$repository/target/hook" \
    --target-dir "$repository/target/hook/build" >"$log" 2>&1 || {
    cat "$log" >&2
    exit 2
  }
  rm -rf "$log" "$repository/target/hook/build"
fi
exec "$telewav" "$@"
