#!/bin/sh
# install.sh PREFIX DESTDIR VERSION: copies the SDK out of $LAMINA_BUILD to DESTDIR/PREFIX and lists
# every file in PREFIX/share/lamina/installed, by which uninstall.sh removes them.
set -eu

prefix=${1:?install.sh PREFIX DESTDIR VERSION}
to=${2:-}$prefix
version=${3:?install.sh PREFIX DESTDIR VERSION}
build=${LAMINA_BUILD:?the build folder}
here=$(dirname "$0")

case $prefix in
/*) ;;
*) echo "PREFIX must be an absolute path, not $prefix" >&2 && exit 1 ;;
esac
if ! mkdir -p "$to" 2>/dev/null || [ ! -w "$to" ]; then
    echo "Cannot write to $to: choose another PREFIX, or be root" >&2
    exit 1
fi

list=$(mktemp)
trap 'rm -f "$list"' EXIT

put() { # mode, source, target below the prefix
    install -D -m "$1" "$2" "$to/$3"
    echo "$3" >>"$list"
}

link() { # target, name below the prefix
    ln -sf "$1" "$to/$2"
    echo "$2" >>"$list"
}

put_tree() { # source folder, target below the prefix
    (cd "$1" && find . -type f | sed 's|^\./||' | sort) | while read -r file; do
        put 644 "$1/$file" "$2/$file"
    done
}

put_filled() { # template, target below the prefix
    sed "s|@PREFIX@|$prefix|g; s|@VERSION@|$version|g" "$1" >"$list.filled"
    put 644 "$list.filled" "$2"
    rm -f "$list.filled"
}

put_tree sdk/include/lamina include/lamina
put_tree layers/domain/include/domain include/domain
for name in lamina domain; do
    put 755 "$build/layer/lib/lib$name.so.1" "lib/lib$name.so.$version"
    link "lib$name.so.$version" "lib/lib$name.so.1"
    link "lib$name.so.1" "lib/lib$name.so"
    put_filled "$here/$name.pc.in" "lib/pkgconfig/$name.pc"
done
put 644 "$build/lib/liblamina-testing.a" lib/liblamina-testing.a
put_filled "$here/lamina-testing.pc.in" lib/pkgconfig/lamina-testing.pc
for program in "$build"/bin/*; do
    put 755 "$program" "bin/$(basename "$program")"
done
put 755 "$build/layer/bootstrap" lib/lamina/layer/bootstrap
for library in "$build"/layer/lib/*.so.1; do
    put 755 "$library" "lib/lamina/layer/lib/$(basename "$library")"
done
put_tree "$build/share/lamina" share/lamina
for script in fetch-dynamodb-local.sh npm-tarball.sh; do
    put 755 "mk/$script" "share/lamina/$script"
done
put 644 "$here/lamina.bash" share/bash-completion/completions/lamina
sh "$here/man-page.sh" "$build/bin/lamina" "$version" >"$list.man"
put 644 "$list.man" share/man/man1/lamina.1
rm -f "$list.man"
put 644 LICENSE share/doc/lamina-sdk/copyright

sort "$list" >"$to/share/lamina/installed"
chmod 644 "$to/share/lamina/installed"
echo "Installed Lamina $version under $to"
