#!/usr/bin/env bash
# `npm test`: every check and every test of this repository. It runs them all, whatever fails on the
# way, and ends with one line that counts them.
set -uo pipefail
# shellcheck source=common.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

set_up test || exit 1
cd "$WORKSPACE" || exit 1

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

# Runs one check and writes down how it went.
check() {
  local name=$1
  shift
  say ''
  say "── $name"
  if "$@"; then
    printf 'passed\t%s\n' "$name" >>"$WORK/results.tsv"
  else
    printf 'failed\t%s\n' "$name" >>"$WORK/results.tsv"
    say "── $name failed"
  fi
}

each() {
  local target=$1
  shift
  nx run-many -t "$target" --output-style=static "$@"
}

# Reports of an earlier run must not be counted again; Nx brings back those of cached tests.
rm -rf packages/*/coverage tools/*/coverage e2e/*/coverage

check 'project graph' nx graph --file="$WORK/graph.json"
check build each build
check lint npm run --silent lint
check types each typecheck
check packages each package-check
check 'unused code' node_modules/.bin/knip
check 'unit tests' each test
check 'end-to-end tests' each e2e --parallel=1

node "$BOOTSTRAP/count-tests.mjs" "$WORK/results.tsv" "$WORK/graph.json"
