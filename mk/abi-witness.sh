#!/bin/sh
# abi-witness.sh: writes a C file, to standard output, with one pointer for each struct and function type of the
# public headers under sdk/include and layers/domain/include. abidiff sees only types that an exported symbol
# leads to; a table of functions that plugins get through a `const void *` is none, and neither is a model.
set -eu
export LC_ALL=C

headers=$(find sdk/include layers/domain/include -name '*.h' | sort)

echo '/* Made by mk/abi-witness.sh. */'
for header in $headers; do
    echo "#include \"${header#*/include/}\""
done
# shellcheck disable=SC2086 # a list of files
{
    sed -n 's/^} \([a-z][a-z0-9_]*\);$/\1/p' $headers
    sed -n 's/^typedef .*(\*\([a-z][a-z0-9_]*_fn\))(.*/\1/p' $headers
    sed -n 's/^struct \([a-z][a-z0-9_]*\) {.*/struct \1/p' $headers
} | sort -u | while read -r type; do
    name=witness_$(echo "$type" | tr ' ' '_')
    printf 'extern LAMINA_EXPORT const %s *const %s;\nconst %s *const %s = 0;\n' \
        "$type" "$name" "$type" "$name"
done
