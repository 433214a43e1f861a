# shellcheck shell=sh
# The running kernel shows the config that was read from its image.
need zcat sha256sum
expected=$(value sha256)
[ -e /proc/config.gz ] || refused 'there is no /proc/config.gz'
actual=$(zcat /proc/config.gz | sha256sum | cut -d ' ' -f 1)
if [ "$actual" != "$expected" ]; then
  echo "/proc/config.gz has the digest $actual instead of $expected"
  exit 1
fi

measure config KiB "$(calculate "$(zcat /proc/config.gz | wc -c) / 1024")"
