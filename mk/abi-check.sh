#!/bin/sh
# abi-check.sh BUILD: holds today's libraries against each stored release of test/abi/released.
#
# Fails when a symbol of a release is gone or has moved to another version node, when a symbol is in no version
# script, and when abidiff sees any change of what a release exported. A member at the end of a struct that grows
# is such a change, too, and a legal one; abidiff cannot tell it from an illegal one. Whoever has looked writes it
# down in test/abi/accepted-changes.abignore (libabigail manual, "Suppression specifications").
set -eu

build=${1:?abi-check.sh BUILD}
accepted=test/abi/accepted-changes.abignore
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

say() {
    printf '  %-5s %s\n' "$1" "$2"
    [ "$1" = ok ] || failed=1
}

# The version scripts are the ledger: by node, what each release brought.
ledger() { # version script
    sed 's/#.*//' "$1" | tr -d ' \t' | awk '
        /^[A-Z].*\{/ { sub(/\{.*/, ""); node = $0 }
        /^[a-z_][a-z0-9_]*;$/ { sub(/;/, ""); print node, $0 }' | LC_ALL=C sort
}

check_ledger() { # library, version script
    sh mk/abi-symbols.sh "$build/lib/$1.so.1" >"$work/exported"
    ledger "$2" >"$work/ledger"
    LC_ALL=C comm -3 "$work/exported" "$work/ledger" >"$work/difference"
    if [ -s "$work/difference" ]; then
        say FAIL "$1: exported, or (indented) in $2 and not defined:"
        sed 's/^/          /' "$work/difference"
    else
        say ok "$1: $(wc -l <"$work/exported") symbols, each in $2"
    fi
}

check_symbols() { # release folder, library
    LC_ALL=C comm -23 "$1/$2.symbols" "$work/exported" >"$work/gone"
    if [ -s "$work/gone" ]; then
        say FAIL "$2: symbols of release ${1##*/} that are gone, or have moved to another version node:"
        sed 's/^/          /' "$work/gone"
    else
        say ok "$2: has all $(wc -l <"$1/$2.symbols") symbols of release ${1##*/}"
    fi
}

check_types() { # release folder, name, file of today
    status=0
    sh mk/abi-write.sh "$3" "$work/today.abi"
    abidiff --no-added-syms --suppressions "$accepted" "$1/$2.abi" "$work/today.abi" >"$work/report" 2>&1 || status=$?
    if [ "$status" -eq 0 ]; then
        say ok "$2: nothing of release ${1##*/} has changed"
    else
        say FAIL "$2: abidiff sees changes since release ${1##*/} (status $status):"
        sed 's/^/          /' "$work/report"
    fi
}

check_ledger liblamina sdk/lib/liblamina.map
for folder in test/abi/released/*; do check_symbols "$folder" liblamina; done
check_ledger libdomain layers/domain/libdomain.map
for folder in test/abi/released/*; do check_symbols "$folder" libdomain; done
for folder in test/abi/released/*; do
    check_types "$folder" liblamina "$build/lib/liblamina.so.1"
    check_types "$folder" libdomain "$build/lib/libdomain.so.1"
    check_types "$folder" witness "$build/abi/witness.so"
done

if [ "$failed" -ne 0 ]; then
    echo "abi-check: a module that was deployed would not work any more, or nobody has said that it would." >&2
    echo "docs/upgrading-the-host.md says what a minor may change, and what to do about each of these." >&2
fi
exit "$failed"
