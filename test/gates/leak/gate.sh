#!/usr/bin/env bash
# gate.sh LEAKING_TEST DIR: the deliberately leaking test goes through the same runner as all
# others, which must fail because of the leak and of nothing else. Writes the number of passed
# tests, 1, to DIR/passed; the run that follows adds it to its own.
set -euo pipefail

program=$1
dir=$2
rm -rf "$dir"
mkdir -p "$dir"

if bash "$LAMINA_ROOT/test/run" "$program" >"$dir/runner-output" 2>&1; then
    echo "gate-leak: the runner called a leaking test passed:" >&2
    cat "$dir/runner-output" >&2
    exit 1
fi
if ! grep -q 'LeakSanitizer: detected memory leaks' "$dir/runner-output"; then
    echo "gate-leak: the runner failed, but not because of the leak:" >&2
    cat "$dir/runner-output" >&2
    exit 1
fi
echo 1 >"$dir/passed"
echo "  ok    a leak in a forked test fails the run"
