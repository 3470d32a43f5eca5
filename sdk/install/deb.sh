#!/bin/sh
# deb.sh VERSION: the SDK as a Debian package in $LAMINA_BUILD, made by Debian's own tools.
set -eu

version=${1:?deb.sh VERSION}
build=${LAMINA_BUILD:?the build folder}
architecture=$(dpkg --print-architecture)
file=$build/lamina-sdk_${version}_$architecture.deb
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"

sh "$(dirname "$0")/install.sh" /usr "$root" "$version" >/dev/null
rm "$root/usr/share/lamina/installed" # dpkg keeps a list of its own
gzip -9n "$root/usr/share/man/man1/lamina.1"

# What the programs are linked with, as package names.
mkdir -p "$root/debian" "$root/DEBIAN"
printf 'Source: lamina-sdk\n\nPackage: lamina-sdk\nArchitecture: any\n' >"$root/debian/control"
depends=$(cd "$root" && dpkg-shlibdeps -O --ignore-missing-info -lusr/lib usr/bin/* usr/lib/*.so.1 2>/dev/null |
    sed -n 's/^shlibs:Depends=//p')
rm -r "$root/debian"
cat >"$root/DEBIAN/control" <<TXT
Package: lamina-sdk
Version: $version
Architecture: $architecture
Maintainer: The Lamina authors <lamina@localhost>
Section: devel
Priority: optional
Installed-Size: $(du -ks "$root/usr" | cut -f 1)
Depends: $depends
Recommends: gcc, make, pkg-config, default-jre-headless, npm
Description: SDK of Lamina, the plugin host for AWS Lambda
 Headers, libraries and the lamina command, with which a module is written,
 built, checked and served on this machine. Recommended packages compile a
 module and run the local database.
TXT
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
export SOURCE_DATE_EPOCH
dpkg-deb --root-owner-group -Zxz --build "$root" "$file" >/dev/null
echo "$file"
