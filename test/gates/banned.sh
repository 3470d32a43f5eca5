#!/bin/sh
# Calls that this project does not use: unbounded writes, conversions that cannot fail, a shell.
set -eu

banned='strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|gets|system|popen'

# Comments are cut away first: they may name what the code may not call.
found=$(find sdk host layers plugins test -name '*.[ch]' -type f 2>/dev/null | sort |
    while read -r file; do
        sed -e 's|/\*.*\*/||g' -e 's|/\*.*||' -e 's|^ *\*.*||' -e 's|//.*||' "$file" |
            grep -nE "(^|[^A-Za-z0-9_.>])($banned)[[:space:]]*\(" | sed "s|^|$file:|" || true
    done)

if [ -n "$found" ]; then
    echo "banned calls (use a bounded form; see test/gates/banned.sh):" >&2
    echo "$found" >&2
    exit 1
fi
