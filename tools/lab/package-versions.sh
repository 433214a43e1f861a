#!/usr/bin/env bash
# Prints the versions of what a base ISO for amd64 or arm64 is made of and with: an input of its target.
set -uo pipefail

packages=(busybox-static iproute2 iptables isolinux kmod libc6 libssl3 linux-source-6.1 lz4 syslinux-common xorriso)
prefix=
if [ "${1:-}" = arm64 ]; then
  packages+=(dosfstools grub-common mtools)
  prefix=aarch64-linux-gnu-
fi
for package in "${packages[@]}"; do
  version=$(dpkg-query -W -f='${Version}' "$package" 2>/dev/null)
  printf '%s %s\n' "$package" "${version:-missing}"
done
for tool in gcc ld as; do
  printf '%s\n' "$("$prefix$tool" --version 2>/dev/null | head -n 1)"
done
