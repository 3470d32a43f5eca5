#!/bin/sh
# abi-write.sh LIBRARY OUT: the types and functions that a library exports, as abidw sees them; without what
# changes with every build.
set -eu

abidw --exported-interfaces-only --drop-private-types --drop-undefined-syms --no-show-locs \
    --no-comp-dir-path --no-corpus-path --no-architecture \
    --headers-dir sdk/include --headers-dir layers/domain/include --out-file "$2" "$1"
