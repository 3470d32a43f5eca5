#!/bin/sh
# abi-symbols.sh LIBRARY: the symbols that it exports, a line each: version node and name.
set -eu

nm --dynamic --defined-only --with-symbol-versions "$1" |
    sed -n 's/^[0-9a-f]* [^A ] \([^@]*\)@@*\(.*\)$/\2 \1/p' | LC_ALL=C sort
