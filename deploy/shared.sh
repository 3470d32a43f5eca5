#!/usr/bin/env bash
# shared.sh: deploys template-shared.yaml, the stack that all modules share. `make deploy-shared`.
#
# Environment: deploy/stage.sh, and ORIGIN (the web origin whose pages may use the API; as it was).
set -euo pipefail
cd "$(dirname "$0")/.."
goal=deploy-shared
. deploy/stage.sh

# API Gateway writes access logs through one role of the account, which no stack of ours may own.
require_log_role() {
    local role
    role=$(ask apigateway get-account --query cloudwatchRoleArn)
    [ -n "$role" ] || refuse "API Gateway has no role to write logs with in account $ACCOUNT, $REGION" \
        "Once for account and region, by somebody who may create roles:" \
        "aws iam create-role --role-name apigateway-logs --assume-role-policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"apigateway.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}'" \
        "aws iam attach-role-policy --role-name apigateway-logs --policy-arn arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs" \
        "aws apigateway update-account --patch-operations op=replace,path=/cloudwatchRoleArn,value=arn:aws:iam::$ACCOUNT:role/apigateway-logs"
}

require_stage
require_commands aws sam
require_account
lock_stage
read_stacks
require_quiet
require_usable "$SHARED"
require_log_role

parameters=("Stage=$STAGE")
[ -z "${ORIGIN:-}" ] || parameters+=("CorsAllowOrigin=$ORIGIN")

echo "Deploys what all modules of stage $STAGE share, in account $ACCOUNT, $REGION, as $CALLER:"
tell stack "$SHARED, ${STACK_STATUS:-which is new}"
tell holds "$(grep -c 'Type: AWS::DynamoDB::Table' template-shared.yaml) tables, the REST API with its authorizer, a key for encrypted fields"
tell keeps "the routes that modules attached (Mode: merge), and every table"
tell after "a new deployment of the API, so that its stage serves everybody's routes"
confirmed "Deploy $SHARED"

sam_deploy template-shared.yaml "$SHARED" "${parameters[@]}"
read_exports
deploy_api "deploy-shared $STAGE"
tell url "$(ask cloudformation describe-stacks --stack-name "$SHARED" --query "Stacks[0].Outputs[?OutputKey=='SharedApiUrl'].OutputValue")"
