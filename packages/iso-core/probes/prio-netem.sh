# shellcheck shell=sh disable=SC2034
# The chain of a network disruption: prio, and netem in one of its bands.
own_network
TC=$(tool tc)
before=$(rtt_ms 127.0.0.1 5) || unable 'the loopback does not answer'

root_qdisc handle 1: prio bands 3 priomap 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2
set_up "$TC" qdisc add dev lo parent 1:3 handle 30: netem delay 50ms
after=$(rtt_ms 127.0.0.1 3) || refused 'nothing passes the chain'

measure round-trip ms "$after" "$before"
