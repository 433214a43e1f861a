# shellcheck shell=sh disable=SC2034
# A rule knows the packets of the processes of one cgroup by the class id that net_cls (version 1) gives.
own_network
legacy_iptables
cgroup net_cls
write 0x100001 "$CGROUP/net_cls.classid"
rule mangle OUTPUT -p icmp -m icmp --icmp-type echo-request -m cgroup --cgroup 0x100001

[ "$(answers 127.0.0.1 2 5)" = 2 ] || unable 'the loopback does not answer'
before=$(rule_packets mangle OUTPUT 1)
for try in 1 2 3; do
  in_cgroup ping -c 1 -W 5 127.0.0.1 >/dev/null || unable "ping $try is not answered"
done

measure of-other-classes packets "$before"
measure of-the-class packets "$(($(rule_packets mangle OUTPUT 1) - before))"
