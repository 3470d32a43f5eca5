#!/usr/bin/env bash
# `make bench`: bootstrap next to the floor, on one CPU, in interleaved rounds of one run; medians
# over the rounds. The ratios are what counts: they hold from machine to machine, microseconds do
# not. It judges nothing.
#
# What is served: POST /partners by the plugin of test/bench/plugins, whose handler needs no database.
# Cold starts are those of the partner module, with the domain library behind it.
# BENCH_HANDLER=name with BENCH_TASK_ROOT=dir, ROUNDS=n, N=invocations and CPU=n override.
set -euo pipefail

build=${LAMINA_BUILD:?the build folder}
here=$(dirname "$0")
bench=$build/bench/rapi-bench
floor=$build/bench/floor
bootstrap=$build/layer/bootstrap
rounds=${ROUNDS:-5}
n=${N:-20000}
cpu=${CPU:-$(sed -n 's/^Cpus_allowed_list:.*[^0-9]\([0-9]*\)$/\1/p' /proc/self/status)}
small=$here/event-small.json
large=$build/bench/event-100k.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -n "${BENCH_HANDLER:-}" ]; then
    handler=$BENCH_HANDLER
    root=${BENCH_TASK_ROOT:-$build/plugins}
else
    handler=bench-echo
    root=$build/test/plugins
fi

# The small event with a body of 100 KB: one text member made of lines with escapes in them, so that
# a parser has to look at every byte.
make_large_event() {
    awk 'BEGIN { for (i = 0; i < 1250; i++) lines = lines "a line of a long text, 80 bytes in the body, \\\\\\\"quoted\\\\\\\" and then ended \\\\n" }
         { at = index($0, "\"body\":\"{"); print substr($0, 1, at + 8) "\\\"remarks\\\":\\\"" lines "\\\"," substr($0, at + 9) }' \
        "$small" >"$large"
}

# measure NAME EVENT COLD N HANDLER ROOT COMMAND: one JSON line more in $work/NAME
measure() {
    local name=$1 event=$2 cold=$3 count=$4 _handler=$5 task_root=$6 command=$7 want=
    # An answer of another status would be measured, and mean nothing.
    case $name in lamina-small | lamina-large) want='--want "statusCode":201' ;; esac
    if ! "$bench" --quiet --clean-env --pin "$cpu" --event "$event" --cold "$cold" --n "$count" \
        --handler "$_handler" --task-root "$task_root" --name "$_handler" \
        --env "LD_LIBRARY_PATH=/lib64:/usr/lib64:$build/layer/lib" \
        --child-log "$work/log" $want -- "$command" >>"$work/$name"; then
        echo "bench: $command ($name) failed; the end of what it logged:" >&2
        tail -n 20 "$work/log" >&2
        exit 1
    fi
}

# figure NAME OBJECT KEY: the median over the rounds
figure() {
    sed -n "s/.*\"$2\":{\([^}]*\)}.*/\1/p" "$work/$1" | sed -n "s/.*\"$3\":\([0-9.]*\).*/\1/p" |
        sort -n | awk '{ v[NR] = $1 } END { print NR ? (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2 : 0 }'
}

row() { # text, figure of the floor, figure of bootstrap, divisor, goal
    awk -v text="$1" -v a="$2" -v b="$3" -v by="$4" -v goal="$5" 'BEGIN {
        printf "%-34s %10.2f %10.2f %9.2fx  %s\n", text, a / by, b / by, (a > 0 ? b / a : 0), goal }'
}

make_large_event
for round in $(seq "$rounds"); do
    # every other round the other way about: what comes first is no advantage
    order="floor lamina"
    [ $((round % 2)) -eq 1 ] || order="lamina floor"
    for who in $order; do
        if [ "$who" = floor ]; then
            measure floor-cold "$small" 20 0 partner "$build/plugins" "$floor"
            measure floor-small "$small" 0 "$n" "$handler" "$root" "$floor"
            measure floor-large "$large" 0 $((n / 5)) "$handler" "$root" "$floor"
        else
            measure lamina-cold "$small" 20 0 partner "$build/plugins" "$bootstrap"
            measure lamina-small "$small" 0 "$n" "$handler" "$root" "$bootstrap"
            measure lamina-large "$large" 0 $((n / 5)) "$handler" "$root" "$bootstrap"
        fi
    done
done

small_kb=$(awk -v bytes="$(wc -c <"$small")" 'BEGIN { printf "%.1f KB", bytes / 1000 }')
echo "bootstrap on CPU $cpu, $rounds rounds; cold: partner, warm: $handler; medians"
printf '%-34s %10s %10s %10s  %s\n' "" floor lamina ratio goal
row "cold start to first /next, ms" "$(figure floor-cold next_ms p50)" "$(figure lamina-cold next_ms p50)" 1 "2x"
row "warm $small_kb p50, us" "$(figure floor-small latency_us p50)" "$(figure lamina-small latency_us p50)" 1 "2.2x"
row "warm $small_kb p99, us" "$(figure floor-small latency_us p99)" "$(figure lamina-small latency_us p99)" 1 ""
row "warm 100 KB p50, us" "$(figure floor-large latency_us p50)" "$(figure lamina-large latency_us p50)" 1 "3x"
row "warm 100 KB p99, us" "$(figure floor-large latency_us p99)" "$(figure lamina-large latency_us p99)" 1 ""
cpu_us() { sed -n 's/.*"cpu_us":\([0-9.]*\).*/{"cpu":{"us":\1}}/p' "$work/$1" >"$work/$1-cpu"; figure "$1-cpu" cpu us; }
row "CPU per small invocation, us" "$(cpu_us floor-small)" "$(cpu_us lamina-small)" 1 ""
row "peak RSS, MiB" "$(figure floor-small memory peak_rss_kib)" "$(figure lamina-small memory peak_rss_kib)" 1024 "6 MiB"
