#!/usr/bin/env bash
# The first step of action.yml: a telewav on the PATH, built from the action's own source if there is none.
# Takes TELEWAV_ACTION, the folder of the action, and TELEWAV_VERSION, the version that has to run or nothing.
set -euo pipefail

if [[ ! ${TELEWAV_VERSION:-} =~ ^[0-9A-Za-z.+-]*$ ]]; then
  echo "::error::telewav: the input version is no version"
  exit 2
fi

# Whether there is a telewav, of the version that is wanted.
is_there() {
  local version
  version=$(telewav --version 2>/dev/null) || return 1
  [[ ! ${TELEWAV_VERSION:-} || $version == "telewav $TELEWAV_VERSION" ]]
}

if ! is_there; then
  command -v cargo >/dev/null || {
    echo "::error::there is no telewav ${TELEWAV_VERSION:-} on the PATH, and no cargo to build it"
    exit 2
  }
  # Built in half the time, and fast enough for a check.
  export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
  root=${RUNNER_TEMP:-${TMPDIR:-/tmp}}/telewav
  cargo install --quiet --locked --path "$TELEWAV_ACTION/crates/telewav-cli" --root "$root"
  export PATH="$root/bin:$PATH"
  echo "$root/bin" >>"$GITHUB_PATH"
  is_there || {
    echo "::error::version $TELEWAV_VERSION is wanted, and this action has $(telewav --version); use the action at that version"
    exit 2
  }
fi
telewav --version
