#!/bin/sh
# abi-store.sh VERSION BUILD: keeps what a release promises in test/abi/released/VERSION: its public headers,
# the ABI of both libraries and of the witness as abidw writes it, the symbols with the version node of each, and
# a list of checksums. To be run once a release, when its headers are final; mk/abi-check.sh compares with it.
set -eu

version=${1:?abi-store.sh VERSION BUILD}
build=${2:?abi-store.sh VERSION BUILD}
folder=test/abi/released/$version
if [ ! -f "$folder/plugin.c" ]; then
    echo "abi-store: write $folder/plugin.c first, a small plugin of that release (docs/upgrading-the-host.md)" >&2
    exit 1
fi

rm -rf "$folder/include"
mkdir -p "$folder/include"
cp -R sdk/include/. layers/domain/include/. "$folder/include/"
for library in liblamina libdomain; do
    sh mk/abi-write.sh "$build/lib/$library.so.1" "$folder/$library.abi"
    sh mk/abi-symbols.sh "$build/lib/$library.so.1" >"$folder/$library.symbols"
done
sh mk/abi-write.sh "$build/abi/witness.so" "$folder/witness.abi"
(cd "$folder" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
echo "Stored release $version in $folder: $(wc -l <"$folder/SHA256SUMS") files"
