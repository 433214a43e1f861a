# shellcheck shell=sh disable=SC2034
# The io controller (blkio in version 1) holds the reads of a cgroup's processes to 1 MiB in a second.

# The disk that a guest has for it, or a loop device: a path below /dev.
scratch_disk() {
  for nmi_disk in /sys/block/*; do
    if [ "$(cat "$nmi_disk/serial" 2>/dev/null)" = nmi-scratch ]; then
      printf '/dev/%s\n' "${nmi_disk##*/}"
      return
    fi
  done
  return 1
}

# Sets `disk`.
loop_disk() {
  dd if=/dev/zero of="$NMI_WORK/disk" bs=1048576 count=16 2>/dev/null || return 1
  disk=$(losetup -f 2>/dev/null) || return 1
  at_exit detach
  losetup "$disk" "$NMI_WORK/disk" 2>/dev/null
}

# It may be free yet, or somebody else's meanwhile.
detach() {
  case $(cat "/sys/block/${disk##*/}/loop/backing_file" 2>/dev/null) in
    *"/${NMI_WORK##*/}/disk") losetup -d "$disk" ;;
  esac
}

need dd
if ! disk=$(scratch_disk); then
  loop_disk || unable 'there is no disk to read from, and no loop device'
fi
device=$(cat "/sys/class/block/${disk##*/}/dev")

# read_speed KIBIBYTES SKIPPED COMMAND…: in MB/s, by a command that is given dd to run.
read_speed() {
  nmi_kibibytes=$1
  nmi_skipped=$2
  shift 2
  nmi_start=$(seconds_since_boot)
  "$@" dd if="$disk" of=/dev/null bs=65536 count=$((nmi_kibibytes / 64)) \
    skip=$((nmi_skipped / 64)) iflag=direct 2>"$NMI_WORK/dd" || {
    cat "$NMI_WORK/dd"
    return 1
  }
  # Less than the clock can tell is taken for its smallest step.
  nmi_seconds=$(calculate "$(seconds_since_boot) - $nmi_start + 0.01")
  calculate "$nmi_kibibytes * 1024 / 1000000 / $nmi_seconds"
}

cgroup io blkio
before=$(read_speed 4096 0 in_cgroup) || unable "$disk cannot be read"
if [ "$CGROUP_VERSION" = 2 ]; then
  limit=$CGROUP/io.max
  setting="$device rbps=1048576"
else
  limit=$CGROUP/blkio.throttle.read_bps_device
  setting="$device 1048576"
fi
[ -e "$limit" ] || refused "a cgroup has no file ${limit##*/}"
write "$setting" "$limit"

measure read-speed MB/s "$(read_speed 1536 8192 in_cgroup)" "$before"
