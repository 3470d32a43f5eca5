#!/usr/bin/env bash
# layer.sh: publishes build/layer as a version of the layer and says to modules which one to take.
# `make deploy-layer`.
#
# Environment: deploy/stage.sh, and one of
#   CANDIDATE=1  publishes, but modules go on taking the version that they take now
#   LAYER=arn    modules take this version, which exists: the way back
set -euo pipefail
cd "$(dirname "$0")/.."
goal=deploy-layer
. deploy/stage.sh

stack=$SHARED-layer-${ARCH//_/-}
parameter=/lamina/$STAGE/layer/$LAYER_MAJOR$([ "$ARCH" = x86_64 ] || echo /arm64)
layer=$BUILD/layer

stable_now() { # the ARN that modules take now; empty when there is none
    local answer
    if answer=$(aws ssm get-parameter --name "$parameter" --query Parameter.Value --output text 2>&1); then
        printf '%s' "$answer"
    elif [[ $answer != *ParameterNotFound* ]]; then
        printf '%s\n' "$answer" >&2
        return 1
    fi
}

# The version that modules take afterwards: the newest, or an ARN.
choose_stable() {
    if [ -n "${LAYER:-}" ]; then
        [ -z "${CANDIDATE:-}" ] || refuse "LAYER and CANDIDATE do not go together"
        layer_version "$LAYER" Version >/dev/null ||
            refuse "there is no layer version $LAYER (the message is above)" \
                "aws lambda list-layer-versions --layer-name lamina-$STAGE-$ARCH"
        stable=$LAYER
    elif [ -n "${CANDIDATE:-}" ]; then
        [ -n "$before" ] || refuse "there is no layer that modules could stay on" \
            "The first one is deployed without CANDIDATE."
        stable=$before
    else
        stable=newest
    fi
}

manifest() { # member: of the layer itself, the first of that name
    grep -o "\"$1\": *\"[^\"]*\"" "$layer/lamina/manifest.json" | head -n 1 | cut -d '"' -f 4
}

require_layer() {
    local file
    for file in bootstrap lib/liblamina.so.1 lib/libdomain.so.1 lamina/manifest.json; do
        [ -e "$layer/$file" ] || refuse "$layer/$file is not there" "Build it: make layer ARCH=$ARCH"
    done
    [ -x "$layer/bootstrap" ] || refuse "$layer/bootstrap may not be executed" "Build it again: make layer ARCH=$ARCH"
    [ "$(manifest architecture)" = "$ARCH" ] || refuse "$layer is for $(manifest architecture), not for $ARCH" "Build it: make layer ARCH=$ARCH"
}

require_stage
require_commands aws sam
require_account
lock_stage
read_stacks
require_quiet
require_usable "$stack"
require_layer
before=$(stable_now) || exit 1
choose_stable
version=$(manifest version)

echo "Deploys the layer of stage $STAGE for $ARCH, in account $ACCOUNT, $REGION, as $CALLER:"
tell stack "$stack, ${STACK_STATUS:-which is new}"
tell layer "$layer, Lamina $version; a version of its own if anything in it changed"
tell modules "take ${before:-none} now ($parameter) and ${stable/newest/the newest} from then on"
tell moves "no function: each takes the layer when it is deployed next (make deploy PLUGIN=...)"
confirmed "Deploy $stack"

sam_build layers/template.yaml "build/sam/$stack"
sam_deploy "build/sam/$stack/template.yaml" "$stack" "Stage=$STAGE" "Architecture=$ARCH" \
    "LayerVersion=$version" "StableLayerArn=$stable"

after=$(stable_now) || exit 1
newest=$(ask cloudformation describe-stacks --stack-name "$stack" --query "Stacks[0].Outputs[?OutputKey=='NewestLayerArn'].OutputValue")
tell newest "$newest ($parameter/candidate)"
tell stable "$after ($parameter)"
[ "$stable" = newest ] && expected=$newest || expected=$stable
[ "$after" = "$expected" ] || refuse "$parameter is $after, not $expected" "Deploy it again."
