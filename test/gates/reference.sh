#!/bin/sh
# Every public function, type and macro has a comment, and says since when it is there (mk/reference.awk: which comment
# counts). A header that breaks the rule on purpose proves that it would be found.
set -eu

gaps() {
    for header in "$@"; do
        awk -v gaps=1 -f mk/reference.awk "$header"
    done
}

found=$(gaps $(find sdk/include layers/domain/include -name '*.h' | sort))
if [ -n "$found" ]; then
    echo "public symbols without a word (what for, units, owner, errors, since; see docs/abi.md):" >&2
    echo "$found" >&2
    exit 1
fi

broken=$(mktemp)
trap 'rm -f "$broken"' EXIT
printf '%s\n\n' '/* introduction */' '#define LAMINA_NAKED 1u' '/* Old. */
typedef struct lamina_old {
    int since; /* a member */
} lamina_old;' '/* Since 1.0. */
int lamina_good(void);' >"$broken"
expected="$broken:3: LAMINA_NAKED has no comment
$broken:8: nothing says since when there is lamina_old"
if [ "$(gaps "$broken")" != "$expected" ]; then
    echo "mk/reference.awk overlooks what it must find:" >&2
    gaps "$broken" >&2
    exit 1
fi
