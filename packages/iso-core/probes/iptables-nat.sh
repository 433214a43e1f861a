# shellcheck shell=sh disable=SC2034
# A rule redirects packets to an address where nobody is, and they are answered.
own_network
legacy_iptables
[ "$(answers 127.0.0.1 1 5)" = 1 ] || unable 'the loopback does not answer'
# Of TEST-NET-1, which is nobody's.
at_exit 'ip route del 192.0.2.0/24 dev lo 2>/dev/null'
ip route add 192.0.2.0/24 dev lo src 127.0.0.1 || unable '192.0.2.0/24 cannot be sent to the loopback'
before=$(answers 192.0.2.1 3 1)
[ "$before" = 0 ] || unable '192.0.2.1 is answered before it is redirected'

rule nat OUTPUT -d 192.0.2.1 -p icmp -j DNAT --to-destination 127.0.0.1
answered=$(answers 192.0.2.1 3 5)

measure redirected connections "$(rule_packets nat OUTPUT 1)"
measure answered pings "$answered" "$before"
