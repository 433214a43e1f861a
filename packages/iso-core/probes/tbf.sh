# shellcheck shell=sh disable=SC2034
# The tbf qdisc lets 1 Mbit pass in a second. A large ping and its answer, in fragments of an Ethernet
# packet's size, tell how fast they were.
own_network
TC=$(tool tc)
mtu=$(cat /sys/class/net/lo/mtu)
at_exit "ip link set lo mtu $mtu"
ip link set lo mtu 1500 || unable 'the loopback cannot be set up'

BYTES=32000

# throughput COUNT: in MB/s, of the quickest of so many. A coarse clock may see no time pass at all.
throughput() {
  nmi_ms=$(rtt_ms 127.0.0.1 "$1" -s $BYTES) || return 1
  calculate "2 * $BYTES / 1000 / ($nmi_ms < 1 ? 1 : $nmi_ms)"
}
before=$(throughput 5) || unable 'the loopback does not answer'

root_qdisc tbf rate 1mbit burst 5kb limit 300kb
after=$(throughput 2) || refused 'nothing passes tbf'

measure throughput MB/s "$after" "$before"
