#!/usr/bin/env bash
# `npm test`: every check and every test of this repository. It runs them all, whatever fails on the
# way, and ends with one line that counts them.
set -uo pipefail
# shellcheck source=common.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

set_up test || exit 1
cd "$WORKSPACE" || exit 1

RESULTS=$(mktemp)
trap 'rm -f "$RESULTS"' EXIT

# Runs one check and writes down how it went.
check() {
  local name=$1
  shift
  say ''
  say "── $name"
  if "$@"; then
    printf 'passed\t%s\n' "$name" >>"$RESULTS"
  else
    printf 'failed\t%s\n' "$name" >>"$RESULTS"
    say "── $name failed"
  fi
}

# Reports of an earlier run must not be counted again; Nx brings back those of cached tests.
rm -rf dist/test-reports

check build nx run-many -t build
check lint npm run --silent lint
check types nx run-many -t typecheck
check packages nx run-many -t package-check
check 'unused code' node_modules/.bin/knip
check 'unit tests' nx run-many -t test
check 'end-to-end tests' nx run-many -t e2e --parallel=1

node "$BOOTSTRAP/count-tests.mjs" "$RESULTS" dist/test-reports
