#!/usr/bin/env bash
# deployed.sh: which function of a stage runs which version on which layer. `make deployed`.
set -euo pipefail
cd "$(dirname "$0")/.."
goal=deployed
. deploy/stage.sh

require_stage
require_commands aws
require_account

printf '%-32s %-8s %s\n' FUNCTION VERSION LAYER
for function in $(ask lambda list-functions --query "Functions[?starts_with(FunctionName,'$SHARED-')].FunctionName"); do
    read -r version layer <<<"$(ask lambda get-function-configuration --function-name "$function" --qualifier live --query '[Version,Layers[0].Arn]')"
    printf '%-32s %-8s %s\n' "$function" "$version" "$layer"
done
for parameter in "/lamina/$STAGE/layer/$LAYER_MAJOR" "/lamina/$STAGE/layer/$LAYER_MAJOR/arm64"; do
    for name in "$parameter" "$parameter/candidate"; do
        value=$(aws ssm get-parameter --name "$name" --query Parameter.Value --output text 2>/dev/null) || continue
        printf '%-32s %-8s %s\n' "$name" - "$value"
    done
done
