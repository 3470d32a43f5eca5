#!/bin/sh
# Who may know whom (docs/design.md, "The rooms"), read off the #include lines, tests beside the
# code excepted where they look at their own room's inside.
set -eu

broken=0

# forbid WHERE WHAT WHY: no file under WHERE (folders) includes what matches WHAT.
forbid() {
    # shellcheck disable=SC2086 # $1 is a list of folders
    found=$(grep -rnE --include='*.[ch]' "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($2)" $1 2>/dev/null || true)
    if [ -n "$found" ]; then
        printf '%s:\n%s\n' "$3" "$found" >&2
        broken=1
    fi
}

third='cjson/|cJSON|curl/|openssl/'
above_sdk='domain/|host/|plugins/'

forbid "sdk/include sdk/cli sdk/local host layers plugins" "$third" \
    "libcurl and OpenSSL stay inside sdk/lib, cJSON in its tests"
forbid "--exclude-dir=test sdk/lib" "cjson/|cJSON" "cJSON is the tests' alone"
forbid "sdk/include" "event2/|libelf|gelf|$above_sdk" "a public header knows only itself"
forbid "sdk/include sdk/lib sdk/cli sdk/local sdk/testing host" "$above_sdk" "the SDK and the host know no module and no domain"
forbid "sdk host layers plugins" '[^">]*\.\./' "no path climbs out of its room"
forbid "layers" 'host/|plugins/|lamina/plugin\.h' "the domain knows no host and no plugin"

d=layers/domain
forbid "$d/aws" 'dynamodb/|encryption/|parameters/|mapper/|models/|repositories/|domain/(dynamodb|encryption|mapper|models|repositories)' \
    "what all services share knows none of them"
forbid "$d/encryption" 'dynamodb/|mapper/|models/|repositories/|domain/(dynamodb|mapper|models|repositories)' \
    "encryption knows no table and no model"
forbid "$d/parameters" 'dynamodb/|encryption/|mapper/|models/|repositories/|domain/(dynamodb|encryption|mapper|models|repositories)' \
    "parameters know no table and no model"
forbid "$d/dynamodb" 'encryption/|mapper/|models/|repositories/|domain/(mapper|models|repositories)' \
    "the DynamoDB client knows no model"
forbid "$d/mapper" 'aws/|dynamodb/|encryption/|models/|repositories/|domain/(models|repositories)|lamina/http' \
    "the mapper knows records, no model and no HTTP"
forbid "$d/models" 'aws/|dynamodb/|encryption/|mapper/|repositories/|domain/repositories|lamina/http' \
    "a model knows its record and its table, nothing that uses it"
forbid "$d/repositories" 'aws/|dynamodb/|encryption/|mapper/|lamina/http' \
    "a repository uses models and the mapper by their public headers"
forbid "$d/utilities" 'aws/|dynamodb/|encryption/|mapper/|models/|repositories/|domain/(dynamodb|mapper|models|repositories)' \
    "utilities know none of the rooms that use them"

# A plugin sees the repositories and nothing below, also not by way of another header; a service
# sees no HTTP. So the compiler is asked for all that a file includes.
for file in plugins/*/*.c; do
    [ -f "$file" ] || continue
    if ! all=$(${CC:-cc} -std=c17 -D_GNU_SOURCE= -MM -Isdk/include -Ilayers/domain/include "$file"); then
        broken=1
        continue
    fi
    below=$(printf '%s' "$all" | tr ' ' '\n' | grep -E '^(host/|sdk/lib/|layers/domain/(aws|dynamodb|encryption|mapper|repositories|models)/|layers/domain/include/domain/(aws|dynamodb|encryption|mapper)[./])' || true)
    if [ -n "$below" ]; then
        printf '%s: a plugin never sees the host or DynamoDB, but this comes in: %s\n' "$file" "$below" >&2
        broken=1
    fi
    case $(basename "$file") in
    services.c | services_*.c | *_service.c | *_services.c)
        if printf '%s' "$all" | grep -q 'lamina/http\.h'; then
            echo "$file: a service includes no HTTP header, but lamina/http.h comes in" >&2
            broken=1
        fi
        ;;
    esac
done

# A model's struct grows with the libdomain that runs (docs/abi.md): a plugin has pointers to it alone.
models=$(sed -n 's/^} \([a-z_]*\);$/\1/p' layers/domain/include/domain/models/*.h | paste -sd '|' -)
declared="^[[:space:]]*((static|const|struct)[[:space:]]+)*($models)[[:space:]]+[a-z_0-9]+[[:space:]]*[]=;,[]"
found=$(grep -nE "$declared|sizeof[ (]+(struct +)?($models)[^a-zA-Z_0-9]|\((struct +)?($models)\) *\{" \
    plugins/*/*.[ch] plugins/*/test/*.[ch] || true)
if [ -n "$found" ]; then
    printf 'a model is made by its _new() and held by pointer:\n%s\n' "$found" >&2
    broken=1
fi

exit "$broken"
