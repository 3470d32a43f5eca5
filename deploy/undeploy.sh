#!/usr/bin/env bash
# undeploy.sh: takes a module's routes out of the API, then its stack away. `make undeploy PLUGIN=partner`.
#
# Its tables are the shared stack's and stay. Environment: deploy/stage.sh, PLUGIN.
set -euo pipefail
cd "$(dirname "$0")/.."
goal=undeploy
. deploy/stage.sh

PLUGIN=${PLUGIN:-}
stack=$SHARED-$PLUGIN

require_stack() {
    [ -n "$PLUGIN" ] || refuse "say which: make undeploy PLUGIN=partner STAGE=$STAGE"
    STACK_STATUS=$(stack_status "$stack")
    [ -n "$STACK_STATUS" ] || refuse "there is no stack $stack in account $ACCOUNT, $REGION" \
        "aws cloudformation describe-stacks --query \"Stacks[?starts_with(StackName,'$SHARED')].StackName\""
}

# Without authz, every route that needs a caller is refused.
require_unneeded() {
    [ "$PLUGIN" = authz ] || return 0
    local others
    others=$(awk -F '\t' -v name="$SHARED-" -v own="$stack" 'index($1, name) == 1 && index($1, name "layer") != 1 && $1 != own { printf " %s", $1 }' <<<"$STACKS")
    [ -z "$others" ] || refuse "authz authorizes the requests of:$others" "Undeploy those first."
}

own_resources() { # ids of the stack's resources in the API
    ask cloudformation list-stack-resources --stack-name "$stack" \
        --query "StackResourceSummaries[?ResourceType=='AWS::ApiGateway::Resource'].PhysicalResourceId"
}

# The deepest first: a resource is removed with nothing below it.
resources_to_remove() {
    local api own id
    api=$(export_value SharedApiGatewayId)
    own=" $(own_resources | tr '\t\n' '  ') "
    aws apigateway get-resources --rest-api-id "$api" --query 'items[].[id,path]' --output text |
        awk '{ print gsub("/", "/", $2), $1 }' | sort -rn | while read -r _ id; do
        [[ $own != *" $id "* ]] || printf '%s\n' "$id"
    done
}

require_stage
require_commands aws
require_account
lock_stage
read_stacks
require_stack
require_shared
require_quiet
require_unneeded
read_exports
ids=$(resources_to_remove) || exit 1

echo "Removes the module $PLUGIN from stage $STAGE, in account $ACCOUNT, $REGION, as $CALLER:"
tell stack "$stack, $STACK_STATUS: function, alias, log and alarms go; tables and their items stay"
tell first "its paths leave the API and the API is deployed, so that nobody is sent to a function that is gone"
confirmed "Remove $stack"

api=$(export_value SharedApiGatewayId)
for id in $ids; do
    aws apigateway delete-resource --rest-api-id "$api" --resource-id "$id"
done
deploy_api "undeploy $PLUGIN"
aws cloudformation delete-stack --stack-name "$stack"
aws cloudformation wait stack-delete-complete --stack-name "$stack" ||
    refuse "$stack could not be deleted" "aws cloudformation describe-stack-events --stack-name $stack"
tell removed "$stack"
