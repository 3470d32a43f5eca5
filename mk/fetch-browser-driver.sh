#!/bin/sh
# fetch-browser-driver.sh DIR: Playwright's library, pinned and checked, as DIR/node_modules/playwright-core:
# it drives Debian's Chromium in the tests of the console. It has no dependencies and brings no browser.
set -eu

package=playwright-core@1.64.1
sha512=BC4s8y6SEVA6Q1rSxZTto8hI1KUI3xXlHGZgvGqP4IqPdI/a6FX9H29IDNz7vKo9l21b6LfYosScPL6M3xxyDQ==

target=${1:?fetch-browser-driver.sh DIR}
# Beside the target, so that the move at the end is a rename: the folder is whole or not there.
work=$(mktemp -d "$target.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

sh "$(dirname "$0")/npm-tarball.sh" "$package" "$sha512" "$work"
mkdir -p "$work/driver/node_modules"
mv "$work/package" "$work/driver/node_modules/playwright-core"
rm -rf "$target"
mv "$work/driver" "$target"
