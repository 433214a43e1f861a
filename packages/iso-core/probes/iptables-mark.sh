# shellcheck shell=sh disable=SC2034
# A rule marks the packets to one address; the next rule finds just those by their mark.
own_network
legacy_iptables
rule mangle OUTPUT -d 127.0.0.2 -p icmp -j MARK --set-mark 7
rule mangle OUTPUT -m mark --mark 7

[ "$(answers 127.0.0.2 3 5)" = 3 ] || unable '127.0.0.2 does not answer'
[ "$(answers 127.0.0.3 3 5)" = 3 ] || unable '127.0.0.3 does not answer'

measure marked packets "$(rule_packets mangle OUTPUT 1)"
measure found-by-mark packets "$(rule_packets mangle OUTPUT 2)"
