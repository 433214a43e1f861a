#!/usr/bin/env bash
# `npm run soak`: the long series of which `npm test` runs a few rounds each.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

set_up test
nx run-many -t soak --parallel=1 "$@"
