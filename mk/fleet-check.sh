#!/bin/sh
# fleet-check.sh LAMINA LAYER PLUGIN...: holds every plugin against a candidate layer, a folder or a zip, and prints
# a table: a row for each, a column for each rule of `lamina check`. Exit status 1 when anything is red.
set -eu

lamina=${1:?fleet-check.sh LAMINA LAYER PLUGIN...}
layer=${2:?fleet-check.sh LAMINA LAYER PLUGIN...}
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -f "$layer" ]; then
    unzip -q "$layer" -d "$work/layer" || { echo "fleet-check: $layer is no zip of a layer" >&2; exit 1; }
    folder=$work/layer
else
    folder=$layer
fi

rules="file libraries glibc symbols exports hardening entry"
red=0
green=0
if [ ! -x "$folder/bootstrap" ]; then
    echo "fleet-check: $layer is no layer: there is no bootstrap in it. Name the folder or zip that make layer makes" >&2
    exit 1
fi

# The layer's report has a finding of several files: one that is refused is the row's.
result() { # rule: of the report that lies in $work/report
    found=$(sed -n "s/^  \([a-zA-Z]*\)  *$1  *.*/\1/p" "$work/report")
    case $found in
    *REFUSED*) echo RED ;;
    *) echo "${found:--}" | head -n 1 ;;
    esac
}

row() { # name, lamina's arguments...
    name=$1
    shift
    if "$lamina" check --layer "$folder" "$@" >"$work/report" 2>"$work/errors"; then
        verdict=fits
        green=$((green + 1))
    else
        verdict=RED
        red=$((red + 1))
    fi
    line=$(printf '%-28s' "$name")
    for rule in $rules; do
        line=$line$(printf ' %-9s' "$(result "$rule")")
    done
    printf '%s %s\n' "$line" "$verdict"
    if [ "$verdict" = RED ]; then
        { echo "$name:" && grep REFUSED "$work/report" && cat "$work/errors"; } >>"$work/reasons" ||
            cat "$work/errors" >>"$work/reasons"
    fi
}

echo "Layer: $layer"
printf '%-28s' ''
for rule in $rules; do printf ' %-9s' "$rule"; done
echo
: >"$work/reasons"
row '(the layer itself)'
for plugin; do row "$(basename "$plugin")" "$plugin"; done

if [ -s "$work/reasons" ]; then echo && cat "$work/reasons"; fi
echo
echo "$green fit, $red do not"
[ "$red" -eq 0 ]
