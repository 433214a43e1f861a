#!/bin/sh
# The first process of a guest that was booted for its probes, in place of the ISO's own (rdinit=). It
# mounts what programs expect, has the driver run the probes, and restarts the machine, which ends it.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export HOME=/root LC_ALL=C

mounted() {
  mkdir -p "$2" 2>/dev/null
  mount -t "$1" "$1" "$2" 2>/dev/null
}
mounted proc /proc
mounted sysfs /sys
mounted devtmpfs /dev
mounted devpts /dev/pts
mounted tmpfs /dev/shm
mounted tmpfs /run
mounted tmpfs /tmp
mounted cgroup2 /sys/fs/cgroup

# A root without /dev/console gives its first process no output at all.
exec </dev/null >/dev/console 2>&1
cd / || :

# Kernel messages in the middle of a line would spoil what a probe reports; emergencies still show.
echo 1 >/proc/sys/kernel/printk 2>/dev/null

ip link set lo up 2>/dev/null || ifconfig lo 127.0.0.1 up 2>/dev/null

NMI_PLACE=guest sh /nx-minikube-iso/driver.sh

# Setting a terminal waits until it has sent what it was given: the kernel's own last words would land in
# the middle of it.
stty echo </dev/console 2>/dev/null

# Twice: systemd's reboot would ask a manager otherwise, and there is none.
reboot -f -f 2>/dev/null
# The kernel panics when its first process ends, and restarts because of panic=-1.
exit 0
