# shellcheck shell=sh disable=SC2034
# A rule knows the packets of the processes of one cgroup (version 2) from all others.
own_network
legacy_iptables
root=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
[ -n "$root" ] || unable 'no cgroups of version 2 are mounted'
CGROUP=$root/nmi-$NMI_PROBE-$$
at_exit "nmi_remove_cgroup '$CGROUP'"
set_up mkdir "$CGROUP"
rule mangle OUTPUT -p icmp -m icmp --icmp-type echo-request -m cgroup --path "${CGROUP#"$root"/}"

[ "$(answers 127.0.0.1 2 5)" = 2 ] || unable 'the loopback does not answer'
before=$(rule_packets mangle OUTPUT 1)
for try in 1 2 3; do
  in_cgroup ping -c 1 -W 5 127.0.0.1 >/dev/null || unable "ping $try is not answered"
done

measure of-other-cgroups packets "$before"
measure of-the-cgroup packets "$(($(rule_packets mangle OUTPUT 1) - before))"
