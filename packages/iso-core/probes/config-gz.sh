# shellcheck shell=sh
# The running kernel shows the config that was read from its image.
expected=$(value sha256)
[ -e /proc/config.gz ] || refused 'there is no /proc/config.gz'
actual=$(zcat /proc/config.gz | sha256sum | cut -d ' ' -f 1)
[ "$actual" = "$expected" ] || refused "/proc/config.gz has the digest $actual instead of $expected"

measure config KiB "$(calculate "$(zcat /proc/config.gz | wc -c) / 1024")"
