#!/bin/sh
# Makes a Debian or Ubuntu machine one that builds: it has the packages that are listed beside this file, and
# the Node.js that lies there. What is installed is written down last, for a machine that is used again.
set -eu
cd "$(dirname "$0")"
tar --extract --gzip --file=node.tgz --strip-components=1 package/bin/node
if cmp -s packages installed; then exit 0; fi
# The Go of Debian 12 is older than the one that can fetch what minikube asks for; its backports have a newer one.
if grep -q '^VERSION_CODENAME=bookworm$' /etc/os-release; then
  echo 'deb http://deb.debian.org/debian bookworm-backports main' >/etc/apt/sources.list.d/go.list
  printf 'Package: golang-* src:golang-*\nPin: release n=bookworm-backports\nPin-Priority: 500\n' \
    >/etc/apt/preferences.d/go
fi
export DEBIAN_FRONTEND=noninteractive
# A machine may have been halted in the middle of this.
dpkg --configure -a
apt-get --option DPkg::Lock::Timeout=300 update
xargs apt-get --option DPkg::Lock::Timeout=300 install --yes --no-install-recommends <packages
cp packages installed
