# shellcheck shell=sh disable=SC2034
# The memory controller ends a process of a cgroup that takes more than the cgroup may have: 48 MiB of 16.
need dd
cgroup memory
if [ "$CGROUP_VERSION" = 2 ]; then
  limit=$CGROUP/memory.max
  swap=$CGROUP/memory.swap.max
else
  limit=$CGROUP/memory.limit_in_bytes
  swap=$CGROUP/memory.memsw.limit_in_bytes
fi

# dd gathers one block in memory from small reads: before Linux 4.19 a read of all of it would come back
# short, and end nobody. Its shell tells how it ended.
killed() {
  code=0
  in_cgroup dd if=/dev/zero of=/dev/null ibs=65536 obs=50331648 count=768 >/dev/null 2>&1 || code=$?
  case $code in
    0) echo 0 ;;
    137) echo 1 ;;
    *) return 1 ;;
  esac
}
before=$(killed) || unable 'dd does not write a block of 48 MiB'
[ "$before" = 0 ] || unable 'this machine has no 48 MiB to spare'

write 16777216 "$limit"
# Without swap there is no such file.
[ ! -e "$swap" ] || write "$([ "$CGROUP_VERSION" = 2 ] && echo 0 || echo 16777216)" "$swap"

measure killed processes "$(killed)" "$before"
