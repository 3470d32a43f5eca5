#!/bin/sh
# What a release promised is stored in test/abi/released and never edited: a header of it that changes would make
# the module beside it prove nothing. Until 1.0 is out, `make abi-store RELEASE=1.0` stores it anew.
set -eu

for folder in test/abi/released/*; do
    if ! (cd "$folder" && sha256sum --quiet --strict -c SHA256SUMS); then
        echo "$folder was edited after it was stored; take the edit back (git checkout), or see make abi-store" >&2
        exit 1
    fi
    listed=$(wc -l <"$folder/SHA256SUMS")
    found=$(find "$folder" -type f ! -name SHA256SUMS | wc -l)
    if [ "$listed" -ne "$found" ]; then
        echo "$folder holds $found files, and SHA256SUMS lists $listed: nothing may be added to a release" >&2
        exit 1
    fi
done
