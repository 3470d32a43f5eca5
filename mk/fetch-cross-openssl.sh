#!/bin/sh
# fetch-cross-openssl.sh ARCHITECTURE FOLDER: Debian's static OpenSSL of another architecture, unpacked into FOLDER
# (usr/lib, usr/include, openssl.version). It is downloaded and checked by apt in folders of its own: the machine
# gets no foreign architecture, and its configuration and package lists stay as they are.
set -eu

architecture=${1:?fetch-cross-openssl.sh ARCHITECTURE FOLDER}
mkdir -p "$(dirname "${2:?fetch-cross-openssl.sh ARCHITECTURE FOLDER}")"
out=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
work=$(mktemp -d "$out.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

fail() {
    [ ! -s "$work/log" ] || tail -n 20 "$work/log" >&2
    echo "fetch-cross-openssl: $1; without it there is no layer for $architecture" >&2
    exit 1
}

# The machine's Debian archives, and no other: they have every architecture.
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/parts"
: >"$work/status"
: >"$work/sources.list"
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
    if [ -f "$list" ] && grep -q '[/.]debian' "$list"; then
        case $list in
        *.sources) cp "$list" "$work/parts/" ;;
        *) grep '[/.]debian' "$list" >>"$work/sources.list" ;;
        esac
    fi
done

apt() {
    apt-get -qq -o APT::Sandbox::User=root -o APT::Architecture="$architecture" \
        -o APT::Architectures="$architecture" -o Dir::Etc::sourcelist="$work/sources.list" \
        -o Dir::Etc::sourceparts="$work/parts" -o Dir::State::lists="$work/lists" \
        -o Dir::State::status="$work/status" -o Dir::Cache="$work/cache" -o Debug::NoLocking=1 "$@" \
        >>"$work/log" 2>&1
}

apt update || fail "Debian's lists of packages for $architecture cannot be had"
(cd "$work" && apt download libssl-dev) || fail "Debian's libssl-dev for $architecture cannot be had"
dpkg-deb -x "$work"/libssl-dev_*.deb "$work/tree" || fail "libssl-dev cannot be unpacked"
dpkg-deb -f "$work"/libssl-dev_*.deb Version >"$work/tree/openssl.version"
# The shared libraries are of another package: the names that lead to them lead nowhere.
find "$work/tree" -name '*.so' -exec rm {} +
rm -rf "$out"
mv "$work/tree" "$out"
