# shellcheck shell=sh disable=SC2034
# The netem qdisc drops every packet.
own_network
TC=$(tool tc)
before=$(answers 127.0.0.1 5 5)
[ "$before" = 5 ] || unable 'the loopback does not answer'

root_qdisc netem loss 100%

measure answered pings "$(answers 127.0.0.1 5 1)" "$before"
