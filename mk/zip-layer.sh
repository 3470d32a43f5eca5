#!/bin/sh
# zip-layer.sh FOLDER ZIP: packs a layer so that the same files give the same bytes: sorted names, one
# date, no owner. bootstrap is executable in it, and everybody may read every file (Lambda Developer Guide,
# "Packaging your layer content").
set -eu

folder=${1:?zip-layer.sh FOLDER ZIP}
mkdir -p "$(dirname "${2:?zip-layer.sh FOLDER ZIP}")"
out=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
work=$(mktemp -d "$out.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

cp -R "$folder/." "$work/layer"
cd "$work/layer"
find . -type d -exec chmod 755 {} +
find . -type f -exec chmod 644 {} +
chmod 755 bootstrap lib/*
# A zip file knows no time zone, and no day before 1980.
export TZ=UTC LC_ALL=C
find . -exec touch -d '1980-01-01 00:00:00' {} +
find . -type f | sed 's|^\./||' | sort | zip -X -9 -q -@ "$work/layer.zip"
chmod 644 "$work/layer.zip"
mv -f "$work/layer.zip" "$out"
