#!/usr/bin/env bash
# `npm start`: from a fresh clone to an ISO whose kernel has what its spec requires. The build itself
# says where the ISO is and what changed in its kernel.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

set_up build
# Of a task that another one needs Nx shows nothing until it is done, and a kernel takes minutes.
nx run lab:base-iso-amd64 --output-style=stream
nx run chaos:build-iso "$@"

iso=$WORKSPACE/dist/e2e/chaos/iso/minikube-amd64.iso
cat <<END

Made from the lab's small base ISO: $iso
It boots, and has no minikube in it: \`minikube start\` is for what minikube's own ISO is made into.

What to run next:
  npm test
      every test; it also installs QEMU
  node_modules/.bin/nx run chaos:verify-iso
      reads the ISO, boots it in QEMU and measures what its kernel can do
  qemu-system-x86_64 -m 512 -nographic -no-reboot -cdrom "$iso"
      boots the ISO; leave with Ctrl-A X
  node_modules/.bin/nx run chaos:build-iso:minikube
      the same from minikube's official ISO, for \`minikube start\`; needs the internet
END
