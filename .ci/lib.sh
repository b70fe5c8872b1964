# Sourced by the scripts beside it: `set -euo pipefail` and the repository's folder stand before it.
# Steps say what they left out; whoever runs the gate reads it once more at the end.
exec </dev/null
umask 022
export CARGO_TERM_COLOR=never LC_ALL=C.UTF-8
if [[ ${CI:-} ]]; then export CARGO_INCREMENTAL=0; fi

shared=$PWD/../shared
scratch=$(mktemp -d)
heading=start
target=$(cargo metadata --locked --no-deps --format-version 1 | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
# One list, also of the scripts that a step starts.
export TELEWAV_LEFT_OUT=${TELEWAV_LEFT_OUT:-$scratch/left-out}
trap 'status=$?; rm -rf "$scratch"; ((status == 0)) || printf "\nFAILED: %s (exit code %d)\n" "$heading" "$status"' EXIT

fail() {
  printf 'failed: %s\n' "$*"
  exit 1
}

# leave_out WHAT WHY: said here and once more at the end.
leave_out() {
  printf 'NOTE: %s LEFT OUT: %s\n' "$1" "$2"
  printf '%s\n' "$1" >>"$TELEWAV_LEFT_OUT"
}

# step HEADING COMMAND...
step() {
  heading=$1
  local started=$SECONDS
  printf '\n== %s\n' "$heading"
  shift
  "$@"
  printf '   %d s\n' $((SECONDS - started))
  printf '%d\t%s\n' $((SECONDS - started)) "$heading" >>"$scratch/steps"
}

# logged COMMAND...: keeps the output in $scratch/log and shows it only if the command fails.
logged() {
  local status=0
  "$@" >"$scratch/log" 2>&1 || status=$?
  ((status == 0)) && return
  grep -vE '^ +(Compiling|Checking|Download(ing|ed)) ' "$scratch/log" || true
  fail "exit code $status from: $*"
}

# tests COMMAND...: a run of cargo test; shows what it closed with, and fails if it ran nothing.
tests() {
  logged "$@"
  grep -E '^ +(Running|Doc-tests) |^test result:' "$scratch/log" || true
  local n_passed
  n_passed=$(awk '/^test result: ok\./ { n += $4 } END { print n + 0 }' "$scratch/log")
  ((n_passed > 0)) || fail "no test ran: $*"
}

# status_of COMMAND...: its exit code in $status, its output, both streams, in $scratch/out.
status_of() {
  status=0
  "$@" >"$scratch/out" 2>&1 || status=$?
}

# limited COMMAND...: with 2 GiB of address space and five minutes.
limited() (
  ulimit -v 2097152 || exit 99
  exec timeout 300 "$@"
)

# apart DIR: copies files whose paths, ended by NUL, are on standard input, each to another folder below DIR: prompts of one name in
# one folder are in each other's way.
apart() {
  local file
  while IFS= read -rd '' file; do
    install -D -m 644 "$file" "$1/${file#/}/${file##*/}"
  done
}

# ---------------------------------------------------------------- peers and recordings

missing_packages() {
  command -v ffmpeg >/dev/null || echo ffmpeg
  command -v sox >/dev/null || echo sox
  # Without its formats, sox has no MP3.
  { sox --help 2>/dev/null || true; } | grep -E '^AUDIO FILE FORMATS:.* mp3' >/dev/null || echo libsox-fmt-all
  command -v sndfile-info >/dev/null && command -v sndfile-convert >/dev/null || echo sndfile-programs
  command -v python3 >/dev/null || echo python3
  command -v valgrind >/dev/null || echo valgrind
  command -v node >/dev/null || echo nodejs
}

can_install() {
  ((EUID == 0)) && command -v apt-get >/dev/null
}

install_peers() {
  local missing
  mapfile -t missing < <(missing_packages)
  if ((${#missing[@]} > 0)) && can_install; then
    echo "installing ${missing[*]}"
    logged apt-get -q update
    logged env DEBIAN_FRONTEND=noninteractive \
      apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends "${missing[@]}"
    mapfile -t missing < <(missing_packages)
    ((${#missing[@]} == 0)) || fail "installed, and still missing: ${missing[*]}"
  fi
  if ((${#missing[@]} == 0)); then
    ffmpeg -version | sed -n '1s/ Copyright.*//p'
    sox --version
    echo "sndfile-info, sndfile-convert: $(command -v sndfile-info)"
    export TELEWAV_REQUIRE_PEERS=1
  elif [[ ${CI:-} ]]; then
    fail "missing packages, and installing them takes root and apt: ${missing[*]}"
  else
    leave_out "peers" "missing packages: ${missing[*]} (as root on Debian, .ci/run installs them)"
  fi
}

fetch_recordings() {
  if [[ ${TELEWAV_CORPORA:-} ]]; then
    TELEWAV_CORPORA=$(realpath -e "$TELEWAV_CORPORA")
    echo "TELEWAV_CORPORA is set: $(find "$TELEWAV_CORPORA" -type f | wc -l) files"
  elif [[ ! -e $shared/corpora/get.sh ]]; then
    leave_out "real recordings" "no ../shared/corpora/get.sh, and TELEWAV_CORPORA is not set"
  elif ! can_install; then
    leave_out "real recordings" "../shared/corpora/get.sh needs root and apt"
  elif bash "$shared/corpora/get.sh" "$scratch/corpora" >"$scratch/log" 2>&1; then
    TELEWAV_CORPORA=$scratch/corpora
    echo "fetched $(find "$TELEWAV_CORPORA" -type f | wc -l) files"
  else
    cat "$scratch/log"
    # apt can say whether the network is missing, which no change here can mend, or something is wrong.
    if apt-get -q -o APT::Update::Error-Mode=any update >/dev/null 2>&1; then
      fail "../shared/corpora/get.sh failed, and not for want of a network"
    fi
    leave_out "real recordings" "the package servers cannot be reached"
  fi
  export TELEWAV_CORPORA
}

# cases: files that people's tools make. Those that are not yet as they have to be stand in .ci/cases-open.txt; no other may join them.
cases() {
  if [[ ! -e $shared/cases/run.py ]]; then
    leave_out "cases" "no ../shared/cases/run.py"
    return
  fi
  logged cargo build --release --locked -p telewav-cli
  status_of python3 "$shared/cases/run.py" "$target/release/telewav"
  ((status <= 1)) || { cat "$scratch/out"; fail "exit code $status from cases/run.py"; }
  tail -n 1 "$scratch/out"
  # FILE: WHY, and below it, indented, what is wrong.
  sed -n 's/^\([^ ]*\): .*/\1/p' "$scratch/out" | sort -u >"$scratch/open"
  local file closed
  while IFS= read -r file; do
    grep -A 9 "^$file: " "$scratch/out"
    fail "$file is not as it has to be, and was when .ci/cases-open.txt was written"
  done < <(comm -23 "$scratch/open" .ci/cases-open.txt)
  closed=$(comm -13 "$scratch/open" .ci/cases-open.txt)
  if [[ $closed ]]; then printf 'now as it has to be, so take it out of .ci/cases-open.txt: %s\n' $closed; fi
}

# ---------------------------------------------------------------- the end

# closing: how long each step took, what was left out.
closing() {
  printf '\nminutes, step by step:\n'
  awk -F'\t' '{ printf "%6.1f  %s\n", $1 / 60, $2 }' "$scratch/steps"
  if [[ -s $TELEWAV_LEFT_OUT ]]; then sed 's/^/left out, see its note: /' "$TELEWAV_LEFT_OUT"; fi
  echo "all passed in $((SECONDS / 60)) min $((SECONDS % 60)) s"
}
