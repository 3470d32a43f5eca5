/* A request to DynamoDB: what was asked in the words of aws/, and what came of it in ours. */
#include <string.h>

#include "dynamodb/client.h"

static void fill_error(dynamodb_error *error, const aws__outcome *outcome, uint32_t attempts)
{
    if (error == NULL)
        return;
    const dynamodb_error full = {
        .size = error->size,
        .kind = outcome->kind,
        .http_status = outcome->http_status,
        .attempts = attempts,
        .type = outcome->type,
        .message = outcome->message,
        .request_id = outcome->request_id,
        .body = outcome->status == LAMINA_OK ? NULL : outcome->body,
    };
    /* A caller that was built with a shorter struct has room for that one alone. */
    memcpy(error, &full, full.size < sizeof full ? full.size : sizeof full);
}

lamina_status dynamodb_send(dynamodb_client *client, lamina_context *context,
                            const dynamodb_request *request, const lamina_json **answer,
                            dynamodb_error *error)
{
    const aws__request sent = {.operation = request->operation,
                               .body = request->body,
                               .may_repeat = request->repeat == DYNAMODB_REPEAT_SAFE};
    aws__outcome outcome;
    uint32_t attempts = 0;
    lamina_status status = aws__send(&client->aws, context, &sent, &outcome, &attempts);
    fill_error(error, &outcome, attempts);
    *answer = status == LAMINA_OK ? outcome.body : NULL;
    return status;
}
