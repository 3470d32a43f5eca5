#!/usr/bin/env bash
# `make bench-mapper`: starts a DynamoDB Local, unless AWS_ENDPOINT_URL_DYNAMODB names one, and runs
# mapper-bench against it. On one CPU, the server's threads on the others.
set -euo pipefail

build=${LAMINA_BUILD:?the build folder}
root=${LAMINA_ROOT:?the repository}
cpu=${CPU:-$(sed -n 's/^Cpus_allowed_list:.*[^0-9]\([0-9]*\)$/\1/p' /proc/self/status)}
export AWS_REGION=eu-central-1 AWS_ACCESS_KEY_ID=bench AWS_SECRET_ACCESS_KEY=bench
export BENCH_TABLE_NAME=bench-$$
export LAMINA_CURSOR_KEY=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= # seals nothing that is kept
unset AWS_SESSION_TOKEN AWS_MAX_ATTEMPTS AWS_RETRY_MODE

if [ -z "${AWS_ENDPOINT_URL_DYNAMODB:-}" ]; then
    log=$(mktemp)
    port=$((20000 + $$ % 20000))
    (cd "$root/build/dynamodb-local" && exec java -XX:+UseSerialGC -Xmx512m \
        -Djava.library.path=DynamoDBLocal_lib -jar DynamoDBLocal.jar -inMemory -sharedDb \
        -disableTelemetry -port "$port") >"$log" 2>&1 &
    server=$!
    trap 'kill "$server" 2>/dev/null; rm -f "$log"' EXIT
    export AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:$port
    for _ in $(seq 200); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
        kill -0 "$server" 2>/dev/null || { cat "$log" >&2; exit 1; }
        sleep 0.1
    done
fi
taskset -c "$cpu" "$build/bench/mapper-bench"
