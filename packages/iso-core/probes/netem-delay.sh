# shellcheck shell=sh disable=SC2034
# The netem qdisc delays every packet by 50 ms; a round trip crosses the loopback twice.
own_network
TC=$(tool tc)
before=$(rtt_ms 127.0.0.1 5) || unable 'the loopback does not answer'

root_qdisc netem delay 50ms
after=$(rtt_ms 127.0.0.1 3) || refused 'nothing passes netem'

measure round-trip ms "$after" "$before"
