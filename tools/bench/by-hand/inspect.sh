#!/bin/sh
# inspect.sh ISO LINUX WORK
#
# What one types to see the config of the kernel in an ISO; it ends on standard output.
set -eu

xorriso -osirrox on -indev "$1" -extract /boot/bzImage "$3/bzImage" 2>/dev/null
"$2/scripts/extract-ikconfig" "$3/bzImage"
rm -f "$3/bzImage"
