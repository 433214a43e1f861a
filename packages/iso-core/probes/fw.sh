# shellcheck shell=sh disable=SC2034
# A fw filter sends what iptables has marked into the band with the delay, and nothing else.
own_network
TC=$(tool tc)
legacy_iptables
rule mangle OUTPUT -d 127.0.0.2 -p icmp -j MARK --set-mark 7
measure_filter 127.0.0.2 127.0.0.3 \
  "$TC" filter add dev lo parent 1: protocol ip prio 1 \
  handle 7 fw classid 1:3
