# shellcheck shell=sh disable=SC2034
# The cpuset controller holds the processes of a cgroup to one processor.
processors() {
  "$@" sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status |
    tr ',' '\n' | awk -F - '{ all += ($2 == "" ? $1 : $2) - $1 + 1 } END { print all }'
}
before=$(processors env)
cgroup cpuset
[ "$before" -gt 1 ] || unable 'there is only one processor'
# In version 1 nobody can join before these are set.
if [ "$CGROUP_VERSION" = 1 ]; then
  write "$(cat "${CGROUP%/*}/cpuset.mems")" "$CGROUP/cpuset.mems"
fi
write 0 "$CGROUP/cpuset.cpus"

measure allowed processors "$(processors in_cgroup)" "$before"
