# shellcheck shell=sh disable=SC2034
# Rules tell what opens a connection from what belongs to one: of a ping's two packets, the first.
own_network
legacy_iptables
rule mangle OUTPUT -p icmp -m state --state NEW
rule mangle OUTPUT -p icmp -m state --state ESTABLISHED

[ "$(answers 127.0.0.1 3 5)" = 3 ] || unable 'the loopback does not answer'

measure new packets "$(rule_packets mangle OUTPUT 1)"
measure established packets "$(rule_packets mangle OUTPUT 2)"
