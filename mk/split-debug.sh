#!/bin/sh
# split-debug.sh DEBUG FROM [TO]: keeps an ELF file's debug sections in DEBUG/.build-id/xx/yyyy.debug, where
# the tools that need them look (gdb manual, "Debugging Information in Separate Files"), and copies it to
# TO without them. OBJCOPY is the one of the file's architecture.
set -eu

from=${2:?split-debug.sh DEBUG FROM [TO]}
to=${3:-}
id=$(readelf -n "$from" 2>/dev/null | sed -n 's/^ *Build ID: //p')
if [ -z "$id" ]; then
    echo "split-debug.sh: $from has no build id; link it with -Wl,--build-id=sha1" >&2
    exit 1
fi
folder=$1/.build-id/$(printf '%.2s' "$id")
debug=$folder/${id#??}.debug
mkdir -p "$folder"
"$OBJCOPY" --only-keep-debug "$from" "$debug.$$"
mv -f "$debug.$$" "$debug"
[ -n "$to" ] || exit 0
rm -f "$to"
"$OBJCOPY" --strip-debug --add-gnu-debuglink="$debug" "$from" "$to"
