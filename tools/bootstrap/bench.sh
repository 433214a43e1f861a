#!/usr/bin/env bash
# `npm run bench`: the figures of this repository beside those of its peers; `-- --json` prints them,
# and nothing else, as JSON.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

set_up test
nx run bench:prepare >&2
exec node "$WORKSPACE/tools/bench/dist/main.js" "$@"
