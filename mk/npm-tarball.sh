#!/bin/sh
# npm-tarball.sh NAME@VERSION SHA512 FOLDER: brings one package of npm, without its dependencies and
# without running anything of it, checks the tarball, and unpacks it as FOLDER/package.
set -eu

package=${1:?npm-tarball.sh NAME@VERSION SHA512 FOLDER}
sha512=${2:?npm-tarball.sh NAME@VERSION SHA512 FOLDER}
folder=${3:?npm-tarball.sh NAME@VERSION SHA512 FOLDER}

if ! (cd "$folder" && npm pack --silent --no-update-notifier "$package") >"$folder/name" 2>"$folder/npm.log" </dev/null; then
    cat "$folder/npm.log" >&2
    echo "npm pack could not bring $package (see above): is the registry reachable?" >&2
    exit 1
fi
tarball=$folder/$(tail -n 1 "$folder/name")

want=$(printf '%s' "$sha512" | base64 -d | od -An -v -tx1 | tr -d ' \n')
got=$(sha512sum "$tarball" | cut -d ' ' -f 1)
if [ "$want" != "$got" ]; then
    echo "$package: the tarball's SHA-512 is $got, not $want: not unpacked" >&2
    exit 1
fi
tar -xzf "$tarball" -C "$folder"
