#!/usr/bin/env bash
# kernel-route.sh BASE LINUX WORK OUTPUT CONFIG_ARGUMENTS…
#
# What one types to rebuild the kernel of a minikube ISO with its modules, in a folder that was compiled
# in before; what follows are arguments of the kernel's scripts/config. Nothing is checked on the way: not
# whether the options hold or others were lost, not what else became of the ISO.
set -euo pipefail
export LC_ALL=C

base=$1 linux=$2 work=$3 output=$4
shift 4

compiler=gcc
if command -v ccache >/dev/null; then compiler='ccache gcc'; fi
build() {
  make -C "$linux" O="$work/objects" CC="$compiler" LOCALVERSION= --no-print-directory \
    --jobs="$(nproc)" "$@"
}

rm -rf "$work/bzImage" "$work/initrd" "$work/initrd.new" "$work/root" "$output"
mkdir -p "$work/objects" "$work/root"
xorriso -osirrox on -indev "$base" \
  -extract /boot/bzImage "$work/bzImage" -extract /boot/initrd "$work/initrd"

# The kernel
if [ ! -f "$work/objects/.config" ]; then
  "$linux/scripts/extract-ikconfig" "$work/bzImage" >"$work/objects/.config"
fi
"$linux/scripts/config" --file "$work/objects/.config" "$@"
build olddefconfig
build bzImage modules

# The root with its modules instead of the base's
gzip -dc "$work/initrd" | (cd "$work/root" && cpio -idm --quiet)
rm -rf "$work/root/usr/lib/modules"
build modules_install INSTALL_MOD_PATH="$work/root/usr" INSTALL_MOD_STRIP=1
rm -f "$work/root/usr/lib/modules"/*/{build,source}

# The initrd and the ISO
(cd "$work/root" && find . | sort | cpio -o -H newc -R 0:0 --quiet | gzip -n) >"$work/initrd.new"
xorriso -indev "$base" -outdev "$output" -boot_image any replay -overwrite on \
  -map "$work/objects/arch/x86/boot/bzImage" /boot/bzImage \
  -map "$work/initrd.new" /boot/initrd -commit -end
sha256sum "$output" >"$output.sha256"
