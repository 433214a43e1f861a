#!/bin/sh
# Runs probes one after the other and tells on standard output how each went, line by line:
#
#   @nmi:<token> start
#   @nmi:<token> begin <probe>
#   @nmi:<token> measure <label> <unit> <after> [<before>]
#   @nmi:<token> unable <reason>    nothing can be measured here
#   @nmi:<token> refused <what>     the kernel has not got what is measured
#   @nmi:<token> end <probe> <exit code>
#   @nmi:<token> done
#
# Anything else is the output of the probe that runs. Beside this file are lib.sh, token, list (one probe
# a line: name seconds), probes/<name>.sh and values/<name>/<key>.
set -eu

NMI=$(cd "$(dirname "$0")" && pwd)
NMI_TOKEN=$(cat "$NMI/token")
: "${NMI_PLACE:=guest}"
export NMI NMI_TOKEN NMI_PLACE NMI_PROBE NMI_WORK

# The exit code of a probe that was not done in time.
LATE=124

# How long a probe that is ended may take to clean up, in seconds: longer than lib.sh waits for a cgroup.
GRACE=8

# Where nobody listens any more a probe still has to clean up.
trap '' PIPE

probe=
run_list() {
  trap 'stop_probe; exit 143' HUP INT TERM
  say start
  while read -r name seconds; do
    run_probe "$name" "$seconds"
  done <"$NMI/list"
  say 'done'
}

# Runs one probe in a process group of its own, and ends what that leaves behind.
run_probe() {
  say begin "$1"
  rm -f "$NMI/late"
  setsid sh "$NMI/driver.sh" group "$1" "$2" </dev/null 2>&1 &
  probe=$!
  code=0
  wait "$probe" || code=$?
  # Its watch is still in the group, so that the number is nobody else's.
  kill -KILL "-$probe" 2>/dev/null || :
  probe=
  if [ -e "$NMI/late" ]; then
    code=$LATE
  fi
  say end "$1" "$code"
}

# Ends the group that it is in when its time is over: first so that the probe can clean up, then by force.
# When the group is ended from outside, which wakes it, the force is left to do.
watch_group() {
  # Who reads what the driver tells does not wait for this.
  exec </dev/null >/dev/null 2>&1 3>&1
  trap : TERM
  sleep "$1" &
  if wait "$!"; then
    trap '' TERM
    echo >"$NMI/late" || :
    kill -TERM 0
  fi
  trap '' TERM
  sleep "$GRACE"
  kill -KILL 0
}

stop_probe() {
  trap '' HUP INT TERM
  [ -n "$probe" ] || return 0
  # Where there is no group yet there is nothing to clean up.
  kill -TERM "-$probe" 2>/dev/null || kill -TERM "$probe" 2>/dev/null || :
  wait "$probe" || :
  kill -KILL "-$probe" 2>/dev/null || :
}

# shellcheck source=lib.sh
. "$NMI/lib.sh"
exec 3>&1
case ${1-list} in
  list) run_list ;;
  group)
    watch_group "$3" &
    # In a shell anew, whose `wait` does not wait for that.
    exec sh "$NMI/driver.sh" one "$2"
    ;;
  one)
    NMI_PROBE=$2
    NMI_WORK=${NMI_WORK:-$(mktemp -d)}
    trap nmi_end EXIT
    trap 'exit 143' HUP INT TERM
    # shellcheck source=/dev/null
    . "$NMI/probes/$2.sh"
    ;;
esac
