# shellcheck shell=sh disable=SC2034
# A rule writes a line to the kernel's log for each packet.

# The kernel logs packets of its first network alone, unless this says otherwise. The file is seen from
# there only; and what is written through a descriptor counts the first time alone.
all_networks=/proc/sys/net/netfilter/nf_log_all_netns
if [ -z "${NMI_NETWORK-}" ]; then
  if [ -e "$all_networks" ]; then
    NMI_LOGGED_ALL=$(cat "$all_networks")
    export NMI_LOGGED_ALL
    exec 8>"$all_networks" 9>"$all_networks"
  elif [ "$NMI_PLACE" = guest ]; then
    NMI_NETWORK=guest
  else
    unable 'this kernel logs no packets of other networks than its first'
  fi
fi
own_network
if [ -n "${NMI_LOGGED_ALL-}" ]; then
  at_exit "echo '$NMI_LOGGED_ALL' >&9"
  echo 1 >&8
fi

legacy_iptables
need dmesg
dmesg >/dev/null || unable 'the log of the kernel cannot be read'
prefix=nmi-$$-
# A node may still have those of an earlier process with that number.
logged() {
  dmesg | grep -c "$prefix" || :
}
rule mangle OUTPUT -d 127.0.0.2 -p icmp -j LOG --log-prefix "$prefix"
before=$(logged)

[ "$(answers 127.0.0.2 3 5)" = 3 ] || unable '127.0.0.2 does not answer'

measure matched packets "$(rule_packets mangle OUTPUT 1)"
measure logged lines "$(($(logged) - before))"
