#!/usr/bin/env bash
# modules-route.sh BASE SOURCE WORK OUTPUT OPTION=MODULE…
#
# What one types to add modules to a minikube ISO: the kernel's config out of the ISO, the modules
# compiled, and both put back. Nothing is checked on the way: not whether the options hold, not whether
# the modules fit the kernel, not what else became of the ISO.
set -euo pipefail
export LC_ALL=C

base=$1 source=$2 work=$3 output=$4
shift 4

compiler=gcc
if command -v ccache >/dev/null; then compiler='ccache gcc'; fi
build() {
  make -C "$work/linux" O="$work/objects" CC="$compiler" LOCALVERSION= --no-print-directory \
    --jobs="$(nproc)" "$@"
}

mkdir -p "$work/linux" "$work/objects" "$work/root"
tar -xf "$source" -C "$work/linux" --strip-components=1
xorriso -osirrox on -indev "$base" \
  -extract /boot/bzImage "$work/bzImage" -extract /boot/initrd "$work/initrd"

# The modules
"$work/linux/scripts/extract-ikconfig" "$work/bzImage" >"$work/objects/.config"
for pair; do
  "$work/linux/scripts/config" --file "$work/objects/.config" --module "${pair%%=*}"
done
build olddefconfig
build KBUILD_MODPOST_WARN=1 "${@#*=}"
release=$(build --silent kernelrelease)

# Their place in the root, and depmod's tables
gzip -dc "$work/initrd" | (cd "$work/root" && cpio -id --quiet 'usr/lib/modules/*')
added=()
for pair; do
  module=usr/lib/modules/$release/kernel/${pair#*=}
  mkdir -p "$(dirname "$work/root/$module")"
  objcopy --strip-debug "$work/objects/${pair#*=}" "$work/root/$module"
  added+=("$module")
done
depmod -b "$work/root/usr" "$release"

# The initrd and the ISO
(
  cd "$work/root"
  printf '%s\n' "${added[@]}" "usr/lib/modules/$release"/modules.* |
    cpio -o -H newc -R 0:0 --quiet | gzip -9n
) >"$work/overlay"
cat "$work/initrd" "$work/overlay" >"$work/initrd.new"
xorriso -indev "$base" -outdev "$output" -boot_image any replay -overwrite on \
  -map "$work/initrd.new" /boot/initrd -commit -end
sha256sum "$output" >"$output.sha256"
