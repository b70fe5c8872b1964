#!/usr/bin/env bash
# The second step of action.yml: annotations, the job's summary, reports and outputs of one `telewav check`.
# Takes what the action was given in TELEWAV_PATHS (one a line), TELEWAV_PROFILE, TELEWAV_FAIL_ON, TELEWAV_ARGS (with
# spaces between them) and TELEWAV_REPORT_DIR, each of which may be empty. Exits as telewav does.
set -euo pipefail
# Lengths are octets.
export LC_ALL=C

# GitHub takes no summary of more than 1 MiB, from all steps of a job; this is what one is cut at.
max_summary=500000

# refuse INPUT WHY
refuse() {
  echo "::error::telewav: the input $1 $2"
  exit 2
}

# A line end would go on as another output, or as another command to GitHub.
for input in PROFILE FAIL_ON REPORT_DIR; do
  value=TELEWAV_$input
  if [[ ${!value:-} == *[[:cntrl:]]* ]]; then refuse "$(tr '[:upper:]_' '[:lower:]-' <<<"$input")" "has a line end in it"; fi
done
case ${TELEWAV_FAIL_ON:-error} in
error | warning | never) ;;
*) refuse fail-on "is none of error, warning and never" ;;
esac

options=()
if [[ ${TELEWAV_PROFILE:-} ]]; then options+=("--profile=$TELEWAV_PROFILE"); fi
if [[ ${TELEWAV_FAIL_ON:-} ]]; then options+=("--fail-on=$TELEWAV_FAIL_ON"); fi
# Split at spaces and line ends, and nothing else done: no *, no $, no quotes.
read -rd '' -a further <<<"${TELEWAV_ARGS:-}" || true
for word in ${further[@]+"${further[@]}"}; do
  # What follows would be paths, and the action's own options with it.
  if [[ $word == -- ]]; then refuse args "has -- in it; name paths in the input paths"; fi
done

paths=()
while IFS= read -r path; do
  path=${path%$'\r'}
  if [[ $path ]]; then paths+=("$path"); fi
done <<<"${TELEWAV_PATHS:-}"

# check FORM FILE OPTION...: one run; the action says where its report goes, whatever telewav.toml and args say.
# `${a[@]+...}` because bash before 4.4 takes an empty array for an unset one.
check() {
  local form=$1 file=$2
  shift 2
  telewav check ${options[@]+"${options[@]}"} ${further[@]+"${further[@]}"} --output-format "$form" \
    --output-file "$file" --no-progress "$@" -- ${paths[@]+"${paths[@]}"}
}

# The run that decides. Its annotations are commands to GitHub, which reads them from standard output.
status=0
check github - || status=$?
if ((status > 1)); then exit "$status"; fi

scratch=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/telewav-XXXXXX")
reports=${TELEWAV_REPORT_DIR:-$scratch}
mkdir -p -- "$reports"
# The same verdict, in other forms.
check json "$reports/telewav.json" --quiet || (($? == status))
check sarif "$reports/telewav.sarif" --quiet || (($? == status))
check markdown "$scratch/summary.md" --quiet || (($? == status))

# number NAME: of the report's summary, which stands before the results.
number() {
  sed -n '/^  "summary": {/,/^  }/s/^    "'"$1"'": \([0-9]*\).*/\1/p' "$reports/telewav.json"
}
# Options that only tell something, as --help, check nothing.
if [[ ! -s $reports/telewav.json || ! $(number files) ]]; then refuse args "keeps telewav from checking"; fi

# Whole lines, as many as there is room for.
awk -v max="$max_summary" '
  (n += length($0) + 1) <= max && !left { print; next }
  { left++ }
  END { if (left) printf "\n%d lines more: they are in the reports and in the annotations.\n", left }
' "$scratch/summary.md" >>"$GITHUB_STEP_SUMMARY"

{
  for name in files failed warnings; do echo "$name=$(number "$name")"; done
  echo "report=$reports/telewav.json"
  echo "sarif=$reports/telewav.sarif"
} >>"$GITHUB_OUTPUT"
exit "$status"
