#!/bin/sh
# man-page.sh LAMINA VERSION: writes lamina.1 from what the command says of itself, so that manual and
# --help cannot differ.
set -eu

lamina=${1:?man-page.sh LAMINA VERSION}
version=${2:?man-page.sh LAMINA VERSION}

# Text as it is: a leading dot or quote would be a request, a backslash an escape, a minus a hyphen.
verbatim() {
    printf '.nf\n'
    sed 's/\\/\\e/g; s/-/\\-/g; s/^\([.'"'"']\)/\\\&\1/'
    printf '.fi\n'
}

printf '.TH LAMINA 1 "" "Lamina %s" "Lamina"\n' "$version"
printf '.SH NAME\nlamina \\- build, check and serve plugins of the Lamina host for AWS Lambda\n'
printf '.SH SYNOPSIS\n.B lamina\n.I COMMAND\n[\n.I OPTION\n]...\n'
printf '.SH COMMANDS\n'
"$lamina" help | sed -n '/^  /p' | verbatim
for command in $("$lamina" help | sed -n 's/^  \([a-z]*\) .*/\1/p' | grep -vx help); do
    printf '.SH LAMINA %s\n' "$(printf %s "$command" | tr '[:lower:]' '[:upper:]')"
    "$lamina" "$command" --help | verbatim
done
printf '.SH EXIT STATUS\n0 when it was done, 1 when it could not be done, 2 when it was asked wrongly.\n'
