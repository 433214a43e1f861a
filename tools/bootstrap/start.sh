#!/usr/bin/env bash
# `npm start`: from a fresh clone to an ISO whose kernel has what its spec requires.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

set_up build
nx run chaos:build-iso "$@"
node "$BOOTSTRAP/what-was-built.mjs" "$WORKSPACE/dist/e2e/chaos/iso/minikube-amd64.manifest.json"
