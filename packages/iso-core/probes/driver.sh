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

# Where nobody listens any more a probe still has to clean up.
trap '' PIPE

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
  setsid sh "$NMI/driver.sh" one "$1" </dev/null 2>&1 &
  probe=$!
  # In a group of its own as well, so that its sleep does not outlive it.
  setsid sh "$NMI/driver.sh" watch "$probe" "$2" </dev/null >/dev/null 2>&1 3>&1 &
  watch=$!
  code=0
  wait "$probe" || code=$?
  kill -KILL "-$watch" "-$probe" 2>/dev/null || :
  wait "$watch" 2>/dev/null || :
  if [ -e "$NMI/late" ]; then
    code=$LATE
  fi
  say end "$1" "$code"
}

watch_probe() {
  sleep "$2"
  : >"$NMI/late"
  end_group "$1"
}

stop_probe() {
  kill -KILL "-$watch" 2>/dev/null || :
  end_group "$probe" 2>/dev/null || :
}

# Ends a probe: first so that it can clean up, which takes it a moment, then by force.
end_group() {
  kill -TERM "-$1"
  grace=30
  while [ "$grace" -gt 0 ] && kill -0 "$1" 2>/dev/null; do
    grace=$((grace - 1))
    sleep 0.1
  done
  kill -KILL "-$1"
}

# shellcheck source=lib.sh
. "$NMI/lib.sh"
exec 3>&1
case ${1-list} in
  list) run_list ;;
  watch) watch_probe "$2" "$3" ;;
  one)
    NMI_PROBE=$2
    : "${NMI_WORK:=$(mktemp -d)}"
    trap nmi_end EXIT
    trap 'exit 143' HUP INT TERM
    # shellcheck source=/dev/null
    . "$NMI/probes/$2.sh"
    ;;
esac
