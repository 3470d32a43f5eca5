# shellcheck shell=bash disable=SC2034,SC2154
# stage.sh - what the scripts of this folder share: the stage's names, what is asked of AWS before anything
# is changed, and the API's deployments. Sourced; each script sets `goal` first.
#
# Environment: STAGE (dev), SHARED (the shared stack's name, lamina-<stage>), ARCH (this machine's: x86_64 or
# arm64), CONFIRM=0 (do not ask), and all that the AWS CLI reads: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, ...

STAGE=${STAGE:-dev}
SHARED=${SHARED:-lamina-$STAGE}
# As mk/toolchain.mk has it: the other architecture is built beside this machine's own.
OWN_ARCH=$(uname -m | sed 's/aarch64/arm64/')
ARCH=${ARCH:-$OWN_ARCH}
BUILD=build$([ "$ARCH" = "$OWN_ARCH" ] || echo "/$ARCH")
LAYER_MAJOR=1
LAMINA=${LAMINA:-build/bin/lamina}
export AWS_PAGER=
# CreateDeployment is allowed once in five seconds for a whole account: the CLI waits and tries again.
export AWS_RETRY_MODE=${AWS_RETRY_MODE:-standard} AWS_MAX_ATTEMPTS=${AWS_MAX_ATTEMPTS:-10}

# ------------------------------------------------------------------------------------- telling

refuse() { # what is wrong, what to do about it...
    printf 'make %s: %s\n' "$goal" "$1" >&2
    shift
    [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
    exit 1
}

tell() { # label, text
    printf '  %-9s %s\n' "$1" "$2"
}

confirmed() { # what is about to happen; true when nobody has to be asked, or they agree
    [ "$STAGE" = prod ] && [ "${CONFIRM:-1}" != 0 ] || return 0
    [ -t 0 ] || refuse "$1 in prod, and there is nobody to ask" "With CONFIRM=0 it is done without asking."
    local answer
    read -r -p "$1 in prod? Type yes: " answer
    [ "$answer" = yes ] || refuse "not done"
}

# ------------------------------------------------------------------------------- preconditions

require_commands() { # command...
    local command
    for command in "$@"; do
        command -v "$command" >/dev/null 2>&1 || refuse "there is no \`$command\` on this machine" \
            "docs/deployment.md, \"What you need\", says how to get it."
    done
}

require_stage() {
    grep -q "^\[$STAGE\.deploy\.parameters\]" samconfig.toml ||
        refuse "STAGE=$STAGE is not in samconfig.toml" "Those are: $(sed -n 's/^\[\(.*\)\.deploy\.parameters\]/\1/p' samconfig.toml | tr '\n' ' ')"
    [[ $SHARED =~ ^[A-Za-z][A-Za-z0-9-]*$ ]] || refuse "SHARED=$SHARED is no name of a stack"
    case $ARCH in x86_64 | arm64) ;; *) refuse "ARCH is x86_64 or arm64, not $ARCH" ;; esac
    export ARCH # sam build calls make again
}

ask() { # aws's arguments: one text, empty for none
    local text
    text=$(aws "$@" --output text) || return 1
    [ "$text" = None ] || printf '%s' "$text"
}

require_account() {
    local identity
    identity=$(ask sts get-caller-identity --query '[Account,Arn]') ||
        refuse "AWS does not know who is asking (the message is above)" "Set AWS_PROFILE, or log in."
    read -r ACCOUNT CALLER <<<"$identity"
    REGION=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
    [ -n "$REGION" ] || refuse "no region is set" "Set AWS_REGION."
}

# Name and status of every stack, asked once: before anything is changed.
read_stacks() {
    STACKS=$(aws cloudformation describe-stacks --query 'Stacks[].[StackName,StackStatus]' --output text) || exit 1
}

stack_status() { # stack: its status, empty when there is none
    awk -F '\t' -v name="$1" '$1 == name { print $2 }' <<<"$STACKS"
}

# Two at once would deploy each other's half-made routes.
require_quiet() {
    local busy
    busy=$(awk -F '\t' -v name="$SHARED" '($1 == name || index($1, name "-") == 1) && $2 ~ /_IN_PROGRESS$/ { printf " %s", $1 }' <<<"$STACKS")
    [ -z "$busy" ] || refuse "another deployment is under way:$busy" "Wait for it; a stage is changed by one deployment at a time."
}

require_usable() { # stack: one that a failed creation left cannot be updated
    STACK_STATUS=$(stack_status "$1")
    case $STACK_STATUS in
    ROLLBACK_COMPLETE | ROLLBACK_FAILED | DELETE_FAILED | UPDATE_ROLLBACK_FAILED)
        refuse "the stack $1 is in state $STACK_STATUS" "Look at its events, then delete or mend it:" \
            "aws cloudformation describe-stack-events --stack-name $1" ;;
    esac
}

require_shared() {
    local status
    status=$(stack_status "$SHARED")
    case $status in
    CREATE_COMPLETE | UPDATE_COMPLETE | UPDATE_ROLLBACK_COMPLETE) ;;
    '') refuse "there is no shared stack $SHARED in account $ACCOUNT, $REGION" "Deploy it first: make deploy-shared STAGE=$STAGE" ;;
    *) refuse "the shared stack $SHARED is in state $status" "Mend it first: aws cloudformation describe-stack-events --stack-name $SHARED" ;;
    esac
}

# Name and value of every export, asked once: they never change, or modules could not import them.
read_exports() {
    EXPORTS=$(aws cloudformation list-exports --query 'Exports[].[Name,Value]' --output text) || exit 1
}

export_value() { # name behind the shared stack's
    awk -F '\t' -v name="$SHARED-$1" '$1 == name { print $2 }' <<<"$EXPORTS"
}

require_exports() { # template: each one that it imports
    local name missing=
    while read -r name; do
        [ -n "$(export_value "$name")" ] || missing="$missing $SHARED-$name"
    done < <(sed -n "s/.*ImportValue: !Sub '\${SharedStackName}-\([A-Za-z0-9]*\)'.*/\1/p" "$1" | sort -u)
    [ -z "$missing" ] || refuse "the shared stack does not export:$missing" \
        "It is older than $1. Deploy it first: make deploy-shared STAGE=$STAGE"
}

layer_version() { # ARN, query: what AWS knows of a version of a layer; fails when there is none
    ask lambda get-layer-version --layer-name "${1%:*}" --version-number "${1##*:}" --query "$2"
}

# -------------------------------------------------------------------------------------- the API

# A stage serves a snapshot of the API. Whatever was attached or removed is served from now on.
deploy_api() { # description
    local api stage id
    api=$(export_value SharedApiGatewayId)
    stage=$(export_value SharedApiStageName)
    if [ -z "$api" ] || [ -z "$stage" ]; then
        refuse "the shared stack exports no API" "Deploy it: make deploy-shared STAGE=$STAGE"
    fi
    id=$(ask apigateway create-deployment --rest-api-id "$api" --stage-name "$stage" --description "$1" --query id)
    tell deployed "the API $api as it is now to its stage $stage (deployment $id)"
}

# ----------------------------------------------------------------------------------------- sam

sam_deploy() { # built template, stack, parameter...
    local template=$1 stack=$2
    shift 2
    local options=()
    [ "${CONFIRM:-1}" != 0 ] || options+=(--no-confirm-changeset)
    sam deploy --template-file "$template" --stack-name "$stack" --config-file "$PWD/samconfig.toml" \
        --config-env "$STAGE" "${options[@]}" --parameter-overrides "$@"
}

sam_build() { # template, folder
    sam build --template-file "$1" --build-dir "$2" --config-file "$PWD/samconfig.toml" --config-env "$STAGE"
}

# ------------------------------------------------------------------------------------ one at a time

# From this machine; those from others are found by require_quiet.
lock_stage() {
    mkdir -p build
    exec 8>"build/deploy-$STAGE.lock"
    flock -n 8 || refuse "another deployment to $STAGE runs on this machine" "Wait for it."
}
