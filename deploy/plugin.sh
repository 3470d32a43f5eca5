#!/usr/bin/env bash
# plugin.sh: deploys one module's stack. `make deploy PLUGIN=partner`.
#
# Environment: deploy/stage.sh, PLUGIN, ARCH, and
#   VARIANT=per-operation  plugins-templates/<plugin>.per-operation.yaml instead
#   LAYER=arn|candidate    this module alone on that layer; otherwise the one of the stage
#   ROLLOUT=Canary10Percent15Minutes  how the alias moves (Canary10Percent5Minutes in prod, else AllAtOnce)
set -euo pipefail
cd "$(dirname "$0")/.."
goal=deploy
. deploy/stage.sh

PLUGIN=${PLUGIN:-}
plugin=$BUILD/plugins/$PLUGIN.so
template=plugins-templates/$PLUGIN${VARIANT:+.$VARIANT}.yaml
stack=$SHARED-$PLUGIN
parameter=/lamina/$STAGE/layer/$LAYER_MAJOR$([ "$ARCH" = x86_64 ] || echo /arm64)
ROLLOUT=${ROLLOUT:-$([ "$STAGE" = prod ] && echo Canary10Percent5Minutes || echo AllAtOnce)}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

require_module() {
    [ -n "$PLUGIN" ] || refuse "say which: make deploy PLUGIN=partner STAGE=$STAGE" \
        "Those with a template: $(cd plugins-templates && printf '%s ' *.yaml | sed 's/\.yaml//g')"
    [[ $PLUGIN =~ ^[a-z][a-z0-9-]*$ ]] || refuse "PLUGIN=$PLUGIN is no name of a module"
    [ -f "$template" ] || refuse "there is no $template"
    [ -f "$plugin" ] || refuse "there is no $plugin" "Build it: make plugin NAME=$PLUGIN ARCH=$ARCH"
    [ -x "$LAMINA" ] || refuse "there is no $LAMINA" "Build it: make sdk"
}

# Sets layer, the ARN that the function will run on, and the parameters that say so.
choose_layer() {
    case ${LAYER:-} in
    '' | candidate)
        [ -z "${LAYER:-}" ] || parameter=$parameter/candidate
        layer=$(ask ssm get-parameter --name "$parameter" --query Parameter.Value) ||
            refuse "there is no layer: the SSM parameter $parameter cannot be read (the message is above)" \
                "Deploy it first: make deploy-layer STAGE=$STAGE ARCH=$ARCH"
        choice=("LayerParameter=$parameter" LayerArn=none)
        ;;
    arn:*)
        layer=$LAYER
        choice=("LayerParameter=$parameter" "LayerArn=$LAYER")
        ;;
    *) refuse "LAYER=$LAYER is neither an ARN nor candidate" ;;
    esac
}

# The content of the layer that the function will run on, not of what happens to be built here.
fetch_layer() {
    local location
    location=$(layer_version "$layer" Content.Location) ||
        refuse "there is no layer version $layer (the message is above)" \
            "Deploy the layer: make deploy-layer STAGE=$STAGE ARCH=$ARCH"
    case $location in
    http://* | https://*)
        curl -sSf --max-time 120 -o "$scratch/layer.zip" "$location" || refuse "the layer $layer cannot be downloaded"
        unzip -q "$scratch/layer.zip" -d "$scratch/layer" || refuse "the layer $layer is no zip file"
        layer_content=$scratch/layer
        layer_source="the content of that version"
        ;;
    *)
        layer_content=$BUILD/layer
        layer_source="$BUILD/layer, for AWS does not say where that version can be downloaded"
        ;;
    esac
}

require_fit() {
    "$LAMINA" check --layer "$layer_content" "$plugin" >"$scratch/check" 2>&1 || {
        cat "$scratch/check" >&2
        refuse "$plugin does not fit the layer $layer (why is above)" \
            "Build it with an SDK that is not newer than the layer, or deploy the layer first."
    }
}

# Everything that a published version is made of: were it only the plugin's hash, a new layer or a changed
# environment would be in \$LATEST and nowhere else.
hash_of_all() {
    {
        cat "build/sam/$stack"/*/"$PLUGIN.so"
        printf '%s\n' "$layer" "$ARCH" "$SHARED" "$origin"
        cat "$template"
    } | sha256sum | cut -d ' ' -f 1
}

running_layer() { # function: the layer behind its alias
    ask lambda get-function-configuration --function-name "$1" --qualifier live --query 'Layers[0].Arn'
}

functions_of() { # template: names of its functions
    sed -n "s/^ *FunctionName: !Sub '\${SharedStackName}\(-[A-Za-z0-9-]*\)'.*/$SHARED\1/p" "$1" | sort -u
}

require_stage
require_module
require_commands aws sam curl unzip
require_account
lock_stage
read_stacks
require_shared
require_quiet
require_usable "$stack"
read_exports
require_exports "$template"
choose_layer
fetch_layer
require_fit
origin=$(ask cloudformation describe-stacks --stack-name "$SHARED" --query "Stacks[0].Outputs[?OutputKey=='CorsAllowOrigin'].OutputValue")

echo "Deploys the module $PLUGIN to stage $STAGE, in account $ACCOUNT, $REGION, as $CALLER:"
tell stack "$stack, ${STACK_STATUS:-which is new}"
tell template "$template; the shared stack $SHARED exports all that it imports"
tell plugin "$plugin, $(grep -c '^  route' "$scratch/check" || true) routes"
tell layer "$layer"
tell checked "the plugin against $layer_source: it fits"
tell rollout "$ROLLOUT"
tell after "a new deployment of the API, so that its stage serves the module's paths"
confirmed "Deploy $stack"

rm -rf "build/sam/$stack"
sam_build "$template" "build/sam/$stack"
hash=$(hash_of_all)
sam_deploy "build/sam/$stack/template.yaml" "$stack" "SharedStackName=$SHARED" "${choice[@]}" \
    "Architecture=$ARCH" "CodeSha256=$hash" "CorsAllowOrigin=$origin" "Rollout=$ROLLOUT"
deploy_api "deploy $PLUGIN"

for function in $(functions_of "$template"); do
    found=$(running_layer "$function") || exit 1
    tell runs "$function on $found"
    [ "$found" = "$layer" ] || refuse "$function's alias live runs on $found, not on $layer" \
        "The layer's parameter changed meanwhile, or the rollout was taken back: look at the stack's events, and deploy again."
done
