# shellcheck shell=bash
# What the scripts of this folder share. Sourced, from any working directory.

# Sorted lists are compared byte by byte, and programs speak English.
export LC_ALL=C

BOOTSTRAP=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
WORKSPACE=$(cd -- "$BOOTSTRAP/../.." && pwd -P)

# Says what happens next, on standard error: standard output belongs to the commands themselves.
say() {
  printf '%s\n' "$*" >&2
}

# Ends the script with a message and the next thing to do.
stop() {
  say "error: $1"
  say "  next: $2"
  exit 1
}

# The workspace's own Nx; npx would cost a second and could fetch another.
nx() {
  (cd "$WORKSPACE" && NX_TUI=false NX_NO_CLOUD=true node_modules/.bin/nx "$@")
}

set_up() {
  bash "$BOOTSTRAP/system.sh" "$1"
  bash "$BOOTSTRAP/dependencies.sh"
}
