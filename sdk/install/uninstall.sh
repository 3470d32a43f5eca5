#!/bin/sh
# uninstall.sh PREFIX DESTDIR: removes what install.sh listed, and the folders that are empty then.
set -eu

prefix=${1:?uninstall.sh PREFIX DESTDIR}
to=${2:-}$prefix
list=$to/share/lamina/installed

if [ ! -f "$list" ]; then
    echo "Nothing of Lamina is installed under $to" >&2
    exit 1
fi
while read -r file; do
    case $file in
    /* | *..*) echo "$list is damaged: $file" >&2 && exit 1 ;;
    esac
    rm -f "$to/$file"
done <"$list"
rm -f "$list"
for folder in lib/lamina include/lamina include/domain share/lamina share/doc/lamina-sdk; do
    [ ! -d "$to/$folder" ] || find "$to/$folder" -depth -type d -empty -delete
done
echo "Removed Lamina from $to"
