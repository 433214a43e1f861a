#!/usr/bin/env bash
# Makes sure that the system packages are there: `system.sh build` for what `npm start` needs,
# `system.sh test` for that and what `npm test` needs. With nothing missing it touches no network.
# Where it may not or cannot install, it prints the command for this platform and fails.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

lists() {
  case "${1:-}" in
    build) printf '%s\n' "$BOOTSTRAP/packages-build.txt" ;;
    test) printf '%s\n' "$BOOTSTRAP/packages-build.txt" "$BOOTSTRAP/packages-test.txt" ;;
    *) stop "unknown set of packages: '${1:-}'" "run 'bash tools/bootstrap/system.sh build' or '… test'" ;;
  esac
}

wanted() {
  lists "$1" | xargs -d '\n' sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' --
}

installed() {
  # shellcheck disable=SC2016 # dpkg-query's own fields
  dpkg-query -W -f='${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p' | sort -u
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

may_be_root() {
  [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >&2
}

# The lab is made from Debian's packages; the rest of the project works wherever these tools are.
explain_other_platform() {
  local tools
  if command -v dnf >/dev/null; then
    tools='sudo dnf install gcc make flex bison bc elfutils-libelf-devel openssl-devel dwarves kmod ccache xz lz4 zstd cpio xorriso qemu-system-x86-core'
  elif command -v pacman >/dev/null; then
    tools='sudo pacman -S --needed base-devel bc libelf openssl pahole kmod ccache xz lz4 zstd cpio libisoburn qemu-system-x86'
  elif command -v brew >/dev/null; then
    tools='brew install xorriso qemu lz4 zstd xz'
  else
    tools='(no known package manager was found)'
  fi
  say 'This repository makes its base ISO from the packages of Debian 12, which are not to be had here.'
  say 'In a container it does (docker or podman):'
  say ''
  say "  docker run --rm -it -v \"$WORKSPACE\":/workspace -w /workspace node:20-bookworm npm start"
  say ''
  say 'What the plugin itself uses when it builds an ISO here:'
  say ''
  say "  $tools"
  exit 1
}

main() {
  local set=${1:-} missing
  lists "$set" >/dev/null
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    explain_other_platform
  fi

  missing=$(comm -23 <(wanted "$set" | sort -u) <(installed))
  if [ -z "$missing" ]; then
    return
  fi

  local -a packages
  mapfile -t packages <<<"$missing"
  local by_hand="sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages[*]}"
  if ! may_be_root; then
    say "These packages are missing, and this user may not install them: ${packages[*]}"
    say ''
    say "  $by_hand"
    exit 1
  fi
  say "Installing ${#packages[@]} system packages: ${packages[*]}"
  # Package lists that are there may do; they are fetched anew only when they do not.
  if apt_install "${packages[@]}"; then
    return
  fi
  as_root apt-get update >&2 || say 'apt-get update had errors; trying with what it fetched'
  apt_install "${packages[@]}" ||
    stop 'apt-get could not install what is missing' "on Debian 12 run: $by_hand"
}

main "$@"
