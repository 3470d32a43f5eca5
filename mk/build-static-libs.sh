#!/bin/sh
# build-static-libs.sh FOLDER: a minimal libcurl (HTTP and HTTPS only) as a static library, from Debian's
# source package: FOLDER/lib/libcurl.a, FOLDER/include, FOLDER/licenses, and FOLDER/components.tsv
# (name, version, SPDX license, package URL), which the layer's manifest and SBOM repeat.
#
# CROSS=aarch64-linux-gnu builds for that system, with Debian's cross compiler.
#
# Debian's shared libcurl pulls some thirty libraries, which every cold start would map and relocate:
# three milliseconds of five. Static and hidden inside liblamina, it also cannot be shadowed by the
# system's libcurl on Lambda, whose folders come first in LD_LIBRARY_PATH.
#
# apt verifies what it downloads. It works in folders of its own here: the machine's configuration
# and package lists stay as they are.
set -eu

# Started by make: the variables of its command line are not meant for libcurl's own Makefile.
unset MAKEFLAGS MFLAGS

mkdir -p "$(dirname "$1")"
out=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
work=$(mktemp -d "$out.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

fail() {
    [ ! -s "$work/log" ] || tail -n 20 "$work/log" >&2
    echo "build-static-libs: $1" >&2
    exit 1
}

fail_without_sources() {
    fail "$1.
This build takes libcurl from Debian's source package. Without it, link Debian's shared one instead: add
STATIC_LIBS=0, as in: make run STATIC_LIBS=0"
}

# The machine's own Debian archives, asked for sources instead of packages. apt takes the newest
# source that it sees, so backports are left out: the one of this release is wanted.
write_source_lists() {
    mkdir -p "$work/apt/parts" "$work/apt/lists/partial" "$work/apt/cache/archives/partial"
    : >"$work/apt/sources.list"
    for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -f "$list" ] || continue
        sed -n '/-backports/d; s/^[ \t]*deb[ \t]\(.*[/.]debian.*\)/deb-src \1/p' "$list" \
            >>"$work/apt/sources.list"
    done
    for list in /etc/apt/sources.list.d/*.sources; do
        [ -f "$list" ] || continue
        write_source_stanzas "$list" >"$work/apt/parts/$(basename "$list")"
    done
}

# In the other format an archive is a paragraph.
write_source_stanzas() { # list
    awk -v RS= -v ORS='\n\n' '/(^|\n)URIs:[^\n]*[\/.]debian/ {
        gsub(/[ \t][^ \t\n]*-backports[^ \t\n]*/, "")
        sub(/(^|\n)Types:[^\n]*/, "\nTypes: deb-src")
        if (/(^|\n)Suites:[ \t]*[^ \t\n]/)
            print
    }' "$1"
}

apt() {
    apt-get -qq -o APT::Sandbox::User=root -o Dir::Etc::sourcelist="$work/apt/sources.list" \
        -o Dir::Etc::sourceparts="$work/apt/parts" -o Dir::State::lists="$work/apt/lists" \
        -o Dir::Cache="$work/apt/cache" -o Debug::NoLocking=1 "$@" >>"$work/log" 2>&1
}

unpack() { # source package
    (cd "$work" && apt source --download-only "$1") ||
        fail_without_sources "Debian's source package $1 cannot be had"
    dpkg-source --no-check -x "$work/$1"_*.dsc "$work/$1" >>"$work/log" 2>&1 ||
        fail "Debian's source package $1 cannot be unpacked"
}

# The folder's random name must not reach the debug sections, whose hash is the build id.
code_flags="-O2 -g -fPIC -ffunction-sections -fdata-sections -fstack-protector-strong -ffile-prefix-map=$work=third-party"

cross=${CROSS:-}
tool() { # name: of the target's binutils
    echo "${cross:+$cross-}$1"
}
compiler=${cross:+$cross-gcc}
compiler=${compiler:-${CC:-cc}}

build_curl() (
    cd "$work/curl"
    ./configure --prefix="$work/stage" ${cross:+--host="$cross"} CC="$compiler" --disable-shared --enable-static --with-pic --with-openssl \
        --enable-threaded-resolver --disable-ares --disable-dependency-tracking \
        --without-zlib --without-brotli --without-zstd --without-nghttp2 --without-libidn2 \
        --without-libpsl --without-librtmp --without-libssh2 --without-ca-bundle --without-ca-path \
        --disable-ldap --disable-ftp --disable-file --disable-dict --disable-telnet --disable-tftp \
        --disable-pop3 --disable-imap --disable-smb --disable-smtp --disable-gopher --disable-mqtt \
        --disable-rtsp --disable-manual --disable-cookies --disable-ntlm --disable-unix-sockets \
        --disable-alt-svc --disable-hsts --disable-doh --disable-mime --disable-dateparse \
        --disable-tls-srp --disable-libcurl-option --disable-aws --disable-negotiate-auth \
        --disable-kerberos-auth --disable-get-easy-options \
        CFLAGS="$code_flags" >>"$work/log" 2>&1 || fail "libcurl cannot be configured"
    make -j2 -C lib install >>"$work/log" 2>&1 || fail "libcurl cannot be built"
    make -C include install >>"$work/log" 2>&1 || fail "libcurl's headers cannot be installed"
    # curl_global_init() starts OpenSSL: half a millisecond of every cold start, and a function that
    # never opens a TLS connection has no use for it. OpenSSL starts itself on first use.
    "$(tool objcopy)" --redefine-sym OPENSSL_init_ssl=lamina__tls_start_later "$work/stage/lib/libcurl.a"
)

# The version of the source package is what security advisories name.
write_component() { # source package, SPDX license
    version=$(sed -n 's/^Version: //p' "$work/$1"_*.dsc)
    printf '%s\t%s\t%s\t%s\n' "$1" "$version" "$2" "pkg:deb/debian/$1@$version?arch=source" \
        >>"$work/stage/components.tsv"
}

write_source_lists
apt update || fail_without_sources "Debian's lists of source packages cannot be had"
unpack curl
build_curl

mkdir -p "$work/stage/licenses"
cp "$work/curl/COPYING" "$work/stage/licenses/curl"
write_component curl curl
rm -rf "$out"
mv "$work/stage" "$out"
