#!/bin/sh
# fetch-console-viewer.sh DIR: Swagger UI, pinned and checked, into DIR: the viewer of OpenAPI documents in
# the local stage's console. Out of npm's swagger-ui-dist, which is what its authors publish to be served.
set -eu

package=swagger-ui-dist@5.35.0
sha512=U06rpMtW9V3XPGOBeamTUSr0Z09jMX4IJuANpE/EZbAhw0G8CgwrzU4YmXkn/h0wCDNsXdGarTNNHC3sU8yVUQ==

target=${1:?fetch-console-viewer.sh DIR}
# Beside the target, so that the move at the end is a rename: the folder is whole or not there.
work=$(mktemp -d "$target.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

sh "$(dirname "$0")/npm-tarball.sh" "$package" "$sha512" "$work"
mkdir "$work/viewer"
for file in swagger-ui-bundle.js swagger-ui.css LICENSE NOTICE; do
    [ ! -f "$work/package/$file" ] || cp "$work/package/$file" "$work/viewer/$file"
done
test -f "$work/viewer/swagger-ui-bundle.js"
rm -rf "$target"
mv "$work/viewer" "$target"
