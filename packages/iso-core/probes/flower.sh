# shellcheck shell=sh disable=SC2034
# A flower filter sends what goes to one address into the band with the delay, and nothing else.
own_network
TC=$(tool tc)
measure_filter 127.0.0.2 127.0.0.3 \
  "$TC" filter add dev lo parent 1: protocol ip prio 1 \
  flower ip_proto icmp dst_ip 127.0.0.2 classid 1:3
