# shellcheck shell=sh disable=SC2034
# What probes share. The driver sources it before a probe's own script; both run with `set -eu`.
# POSIX shell only: /bin/sh may be busybox, bash or dash. What a probe changes it changes back, also
# when it fails or is ended in time: `at_exit` comes before the change.
#
#   NMI        the folder of the driver, with values/ and probes/
#   NMI_PLACE  guest: a machine that was booted for the probes; cluster: a node that others use
#   NMI_PROBE  the name of the running probe
#   NMI_WORK   an empty folder of its own, removed afterwards
#
# Lines of the protocol go to descriptor 3, so that they get out of $(…) as well.

say() {
  printf '@nmi:%s %s\n' "$NMI_TOKEN" "$*" >&3
}

# measure LABEL UNIT AFTER [BEFORE]: a number, and the same without what the probe sets up. Each is one
# word; a substitution that failed leaves an empty one, which `set -e` does not see.
measure() {
  case $# in
    3 | 4) ;;
    *) unable "measure takes LABEL UNIT AFTER [BEFORE], not: $*" ;;
  esac
  for nmi_word in "$@"; do
    case $nmi_word in
      '' | *[[:space:]]*) unable "nothing was measured of $1" ;;
    esac
  done
  say measure "$@"
}

# unable REASON…: ends the probe, which cannot measure anything here. That is no pass.
unable() {
  say unable "$@"
  exit 2
}

# refused WHAT…: ends the probe, because the kernel has not got what it measures. That is a failure.
refused() {
  say refused "$@"
  exit 1
}

# set_up COMMAND…: runs what sets up the effect to be measured; the kernel's refusal is the probe's end.
# A program that cannot ask the kernel for it leaves the probe unable to measure.
set_up() {
  nmi_status=0
  nmi_output=$("$@" 2>&1) || nmi_status=$?
  if [ "$nmi_status" = 0 ]; then
    [ -z "$nmi_output" ] || printf '%s\n' "$nmi_output"
    return
  fi
  nmi_said="$*: $(printf '%s' "$nmi_output" | tr '\n' ' ')"
  ! nmi_cannot_ask "$@" || unable "$nmi_said"
  refused "$nmi_said"
}

# Whether what failed in set_up is surely the program's own: it cannot be started, or has no part for what
# it was told to set up. tc says `Unknown qdisc "…"` of itself; the kernel's words are others, such as
# `Specified qdisc kind is unknown`.
nmi_cannot_ask() {
  case $nmi_status in
    126 | 127) return ;;
  esac
  case $nmi_output in
    *'Unknown qdisc "'* | *'Unknown filter "'*) return ;;
    *"Couldn't load "* | *'unknown option '*) nmi_lacks_extension "$@" ;;
    *) return 1 ;;
  esac
}

# Where iptables has its extensions, a file each; one with all of them built in has none.
NMI_EXTENSIONS='/lib/xtables /lib64/xtables /lib/*/xtables
/usr/lib/xtables /usr/lib64/xtables /usr/lib/*/xtables /usr/local/lib/xtables'

# Whether a match or target in these arguments of iptables is no extension of it. Only the files tell: its
# words are the same when it has the extension and the kernel has not.
nmi_lacks_extension() {
  # shellcheck disable=SC2086 # several patterns
  nmi_files=$(ls $NMI_EXTENSIONS 2>/dev/null) || :
  case $nmi_files in
    *libxt_*) ;;
    *) return 1 ;;
  esac
  nmi_option=
  for nmi_word in "$@"; do
    case $nmi_option in
      -m | -j) printf '%s\n' "$nmi_files" | grep -q "^lib[a-z0-9]*t_$nmi_word\.so\$" || return 0 ;;
    esac
    nmi_option=$nmi_word
  done
  return 1
}

# write VALUE FILE: sets up an effect by writing to a file of the kernel's.
write() {
  (printf '%s\n' "$1" >"$2") 2>/dev/null || refused "$2 does not take $1"
}

# at_exit COMMAND: a command line to run when the probe ends; the last one comes first.
at_exit() {
  NMI_AT_EXIT="$1
${NMI_AT_EXIT-}"
}

nmi_end() {
  nmi_code=$?
  trap '' HUP INT TERM
  trap - EXIT
  set +e
  eval "${NMI_AT_EXIT-}"
  rm -rf "$NMI_WORK"
  exit "$nmi_code"
}

# Where programs are, whatever PATH says.
NMI_PROGRAMS='/usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin'

# find_tool NAME: the path of a program. Fails when there is none, or only busybox's: its tc and ip know
# less, and its shell takes them for the name alone.
find_tool() {
  for nmi_folder in $NMI_PROGRAMS; do
    if [ -x "$nmi_folder/$1" ]; then
      case $(readlink -f "$nmi_folder/$1") in
        */busybox*) ;;
        *)
          printf '%s\n' "$nmi_folder/$1"
          return
          ;;
      esac
    fi
  done
  return 1
}

# tool NAME…: the first of these programs that is there; without any the probe is unable to measure.
tool() {
  for nmi_name in "$@"; do
    if find_tool "$nmi_name"; then
      return
    fi
  done
  unable "the program $1 is not there"
}

# need NAME…: these programs are there, busybox's are as good; without one of them the probe is unable to
# measure.
need() {
  for nmi_name in "$@"; do
    command -v "$nmi_name" >/dev/null || unable "the program $nmi_name is not there"
  done
}

# value KEY: what was handed over to this probe under that name.
value() {
  cat "$NMI/values/$NMI_PROBE/$1"
}

# calculate EXPRESSION: its value with three decimals; any arithmetic of awk.
calculate() {
  awk "BEGIN { printf \"%.3f\\n\", $1 }"
}

# own_network: what follows has a network of its own, in which it disturbs nobody. A kernel without
# network namespaces leaves the guest's loopback; a cluster's is not touched. It starts the script anew,
# so call it first.
own_network() {
  need ip
  if [ -z "${NMI_NETWORK-}" ]; then
    if unshare -n true 2>/dev/null; then
      export NMI_NETWORK=own
      exec unshare -n sh "$NMI/driver.sh" one "$NMI_PROBE"
    fi
    [ "$NMI_PLACE" = guest ] || unable 'this node cannot make a network of its own for the probe'
    NMI_NETWORK=guest
  fi
  ip link set lo up || unable 'the loopback cannot be set up'
}

# root_qdisc KIND…: the qdisc of lo.
root_qdisc() {
  at_exit "'$TC' qdisc del dev lo root 2>/dev/null"
  set_up "$TC" qdisc add dev lo root "$@"
}

# class_packets CLASSID: the packets that a class of lo's qdisc has sent.
class_packets() {
  "$TC" -s class show dev lo |
    awk -v id="$1" '$1 == "class" { class = $3 } $1 == "Sent" && class == id { print $4; exit }' |
    grep . || unable "tc shows no packets of class $1"
}

# legacy_iptables: IPTABLES is one that speaks to IP_NF_IPTABLES, the tables that the probes are for.
legacy_iptables() {
  IPTABLES=$(tool iptables-legacy iptables)
  # One of before there were two kinds names none.
  case $("$IPTABLES" -V 2>&1) in
    *nf_tables*) unable 'iptables here speaks to nf_tables, not to IP_NF_IPTABLES' ;;
  esac
}

# rule TABLE CHAIN ARGUMENTS…: a rule of iptables, the last of its chain, which is the probe's alone.
rule() {
  nmi_table=$1
  nmi_chain=$2
  shift 2
  # Flushing does not ask the kernel for extensions, as the removal of one rule does.
  at_exit "'$IPTABLES' -w -t $nmi_table -F $nmi_chain 2>/dev/null"
  set_up "$IPTABLES" -w -t "$nmi_table" -A "$nmi_chain" "$@"
}

# rule_packets TABLE CHAIN NUMBER: the packets that a rule has matched; the first one's number is 1. Only
# that rule is listed: iptables asks the kernel anew for each extension that it shows.
rule_packets() {
  "$IPTABLES" -w -t "$1" -L "$2" "$3" -n -v -x | awk '{ print $1 }' |
    grep . || unable "iptables shows no packets of rule $3"
}

# rtt_ms ADDRESS COUNT [OPTIONS OF PING…]: the shortest round trip of COUNT single pings, in milliseconds:
# a busy machine only ever makes one longer. Fails when none is answered.
rtt_ms() {
  need ping
  nmi_address=$1
  nmi_count=$2
  shift 2
  while [ "$nmi_count" -gt 0 ]; do
    nmi_count=$((nmi_count - 1))
    ping -c 1 -W 10 "$@" "$nmi_address" 2>/dev/null || :
  done | sed -n 's/.*time=\([0-9.]*\).*/\1/p' | sort -n | sed -n 1p | grep .
}

# answers ADDRESS COUNT SECONDS: how many of COUNT pings at once are answered within SECONDS.
answers() {
  need ping
  : >"$NMI_WORK/answers"
  nmi_count=$2
  while [ "$nmi_count" -gt 0 ]; do
    nmi_count=$((nmi_count - 1))
    { ! ping -c 1 -W "$3" "$1" >/dev/null 2>&1 || echo yes >>"$NMI_WORK/answers"; } &
  done
  wait
  grep -c . "$NMI_WORK/answers" || :
}

# seconds_since_boot: with hundredths.
seconds_since_boot() {
  cut -d ' ' -f 1 /proc/uptime
}

# cgroup NAME [NAME IN VERSION 1]: CGROUP is a new cgroup with that controller, of CGROUP_VERSION.
# Version 2 goes first: what version 1 has mounted is lost to it.
cgroup() {
  nmi_root=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
  CGROUP_VERSION=2
  if [ -z "$nmi_root" ] || ! grep -qw "$1" "$nmi_root/cgroup.controllers"; then
    nmi_root=$(nmi_version_1 "${2-$1}")
    CGROUP_VERSION=1
  elif ! grep -qw "$1" "$nmi_root/cgroup.subtree_control"; then
    at_exit "echo -$1 >'$nmi_root/cgroup.subtree_control'"
    write "+$1" "$nmi_root/cgroup.subtree_control"
  fi
  CGROUP=$nmi_root/nmi-$NMI_PROBE-$$
  at_exit "nmi_remove_cgroup '$CGROUP'"
  set_up mkdir "$CGROUP"
}

# Where version 1 has a controller mounted. If nowhere, it is mounted, unless that disturbs others.
nmi_version_1() {
  awk -v name="$1" '
    $3 == "cgroup" && index("," $4 ",", "," name ",") { print $2; found = 1; exit }
    END { exit !found }' /proc/mounts && return
  # Its last column is 0 for one that the kernel's command line disables.
  grep -q "^$1[[:space:]].*[[:space:]]1\$" /proc/cgroups ||
    refused "there is no cgroup controller $1, or it is disabled"
  [ "$NMI_PLACE" = guest ] || nmi_is_harmless "$1" ||
    unable "no cgroup controller $1 is mounted on this node"
  mkdir "$NMI_WORK/$1"
  mount -t cgroup -o "$1" none "$NMI_WORK/$1" || unable "the cgroup controller $1 cannot be mounted"
  printf '%s\n' "$NMI_WORK/$1"
}

# Version 2 does without net_cls. Before Linux 5.15 a class id took the place of the cgroup at all sockets,
# for good.
nmi_is_harmless() {
  [ "$1" = net_cls ] && uname -r | awk -F . '{ exit $1 * 1000 + $2 < 5015 }'
}

# A cgroup can be removed once the last process in it is gone for good, which is waited for 5 seconds. A
# hierarchy that was mounted for the probe goes with it.
nmi_remove_cgroup() {
  nmi_tenths=50
  until rmdir "$1" 2>/dev/null || [ "$nmi_tenths" -le 0 ]; do
    if sleep 0.1 2>/dev/null; then
      nmi_tenths=$((nmi_tenths - 1))
    else
      # This sleep takes no fractions.
      sleep 1
      nmi_tenths=$((nmi_tenths - 10))
    fi
  done
  case $1 in
    "$NMI_WORK"/*) umount "${1%/*}" ;;
  esac
}

# in_cgroup COMMAND…: runs a command in CGROUP.
in_cgroup() {
  # shellcheck disable=SC2016 # $$ is the inner shell's, and so the command's
  sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$CGROUP" "$@"
}

# delayed_band: a prio qdisc, of whose bands the third delays by 100 ms. Nothing goes there unless a
# filter sends it.
delayed_band() {
  root_qdisc handle 1: prio bands 3 priomap 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
  set_up "$TC" qdisc add dev lo parent 1:3 handle 30: netem delay 100ms
}

# measure_filter CHOSEN OTHER COMMAND…: adds a filter that shall pick what goes to CHOSEN, and measures
# the round trips there and to OTHER. The answers come back undelayed.
measure_filter() {
  nmi_chosen=$1
  nmi_other=$2
  shift 2
  delayed_band
  nmi_chosen_before=$(rtt_ms "$nmi_chosen" 5) || unable "$nmi_chosen does not answer"
  nmi_other_before=$(rtt_ms "$nmi_other" 5) || unable "$nmi_other does not answer"
  set_up "$@"
  nmi_chosen_after=$(rtt_ms "$nmi_chosen" 3) || refused "nothing reaches $nmi_chosen any more"
  nmi_other_after=$(rtt_ms "$nmi_other" 5) || refused "nothing reaches $nmi_other any more"
  measure filtered-round-trip ms "$nmi_chosen_after" "$nmi_chosen_before"
  measure other-round-trip ms "$nmi_other_after" "$nmi_other_before"
}
