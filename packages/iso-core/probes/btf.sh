# shellcheck shell=sh
# The kernel tells the layout of its structures, in the BPF Type Format.
need od
file=/sys/kernel/btf/vmlinux
[ -e "$file" ] || refused "there is no $file"
# The format's magic number, 0xeb9f, as both architectures store it.
magic=$(od -A n -t x1 -N 2 "$file" | tr -d ' ')
if [ "$magic" != 9feb ]; then
  echo "$file begins with $magic instead of 9feb"
  exit 1
fi

measure types KiB "$(calculate "$(wc -c <"$file") / 1024")"
