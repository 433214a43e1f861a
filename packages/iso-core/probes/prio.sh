# shellcheck shell=sh disable=SC2034
# The prio qdisc sends packets where its priomap says: all of them into its third band.
own_network
TC=$(tool tc)
[ "$(answers 127.0.0.1 1 5)" = 1 ] || unable 'the loopback does not answer'

root_qdisc handle 1: prio bands 3 priomap 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2
answered=$(answers 127.0.0.1 5 5)

# Each ping crosses the loopback and so does its answer.
measure answered pings "$answered"
measure chosen-band packets "$(class_packets 1:3)"
measure other-bands packets "$(($(class_packets 1:1) + $(class_packets 1:2)))"
