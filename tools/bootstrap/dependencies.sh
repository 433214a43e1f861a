#!/usr/bin/env bash
# Makes sure that node_modules is what package-lock.json says; does nothing, and needs no network, when
# it already is.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

STAMP=$WORKSPACE/node_modules/.package-lock.sha256

supported='const [major, minor] = process.versions.node.split(".").map(Number);
process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'
node -e "$supported" ||
  stop "Node.js $(node --version) is too old: 20.19 or newer is needed" 'install it from https://nodejs.org or with your version manager'

locked=$(node -p 'require("node:crypto").createHash("sha256").update(require("node:fs").readFileSync(process.argv[1])).digest("hex")' "$WORKSPACE/package-lock.json")
if [ -f "$STAMP" ] && [ "$(cat "$STAMP")" = "$locked" ]; then
  exit 0
fi
say 'Installing the npm packages of package-lock.json'
(cd "$WORKSPACE" && npm ci --prefer-offline --loglevel=error >&2)
printf '%s\n' "$locked" >"$STAMP"
