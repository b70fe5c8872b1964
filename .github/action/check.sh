#!/usr/bin/env bash
# The second step of action.yml: annotations, the job's summary, reports and outputs of one `telewav check`.
# Takes what the action was given in TELEWAV_PATHS (one a line), TELEWAV_PROFILE, TELEWAV_FAIL_ON, TELEWAV_ARGS (with
# spaces between them) and TELEWAV_REPORT_DIR, each of which may be empty. Exits as telewav does.
set -euo pipefail

options=()
if [[ ${TELEWAV_PROFILE:-} ]]; then options+=(--profile "$TELEWAV_PROFILE"); fi
if [[ ${TELEWAV_FAIL_ON:-} ]]; then options+=(--fail-on "$TELEWAV_FAIL_ON"); fi
# Split at spaces and line ends, and nothing else done: no *, no $, no quotes.
read -rd '' -a further <<<"${TELEWAV_ARGS:-}" || true

paths=()
while IFS= read -r path; do
  path=${path%$'\r'}
  if [[ $path ]]; then paths+=("$path"); fi
done <<<"${TELEWAV_PATHS:-}"

# check FORM OPTION...: one run. `${a[@]+...}` because bash before 4.4 takes an empty array for an unset one.
check() {
  local form=$1
  shift
  telewav check ${options[@]+"${options[@]}"} ${further[@]+"${further[@]}"} --output-format "$form" --no-progress "$@" \
    -- ${paths[@]+"${paths[@]}"}
}

# The run that decides. Its annotations are commands to GitHub, which reads them from standard output.
status=0
check github || status=$?
if ((status > 1)); then exit "$status"; fi

reports=${TELEWAV_REPORT_DIR:-$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/telewav-XXXXXX")}
mkdir -p "$reports"
# The same verdict, in other forms.
check json --quiet --output-file "$reports/telewav.json" || (($? == status))
check sarif --quiet --output-file "$reports/telewav.sarif" || (($? == status))
check markdown --quiet >>"$GITHUB_STEP_SUMMARY" || (($? == status))

# number NAME: of the report's summary, which stands before the results.
number() {
  sed -n '/^  "summary": {/,/^  }/s/^    "'"$1"'": \([0-9]*\).*/\1/p' "$reports/telewav.json"
}
{
  for name in files failed warnings; do echo "$name=$(number "$name")"; done
  echo "report=$reports/telewav.json"
  echo "sarif=$reports/telewav.sarif"
} >>"$GITHUB_OUTPUT"
exit "$status"
