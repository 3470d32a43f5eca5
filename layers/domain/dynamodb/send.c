/* A request to DynamoDB: what was asked in the words of aws/, and what came of it in ours. */
#include <string.h>

#include "dynamodb/client.h"
#include "dynamodb/hook.h"
#include "lamina/problem.h"

static void fill_error(dynamodb_error *error, const aws__outcome *outcome, uint32_t attempts)
{
    if (error == NULL)
        return;
    const dynamodb_error full = {
        .size = sizeof full,
        .kind = outcome->kind,
        .http_status = outcome->http_status,
        .attempts = attempts,
        .type = outcome->type,
        .message = outcome->message,
        .request_id = outcome->request_id,
        .body = outcome->status == LAMINA_OK ? NULL : outcome->body,
    };
    lamina_hand_over(error, &full, sizeof full);
}

/* ---- what it took, and who looks on ---- */

typedef struct call {
    dynamodb__watch watch;
    dynamodb_figures figures;
} call;

static void before_try(void *self, uint32_t attempt)
{
    call *made = self;
    dynamodb__hook_tell(&made->watch, DYNAMODB_TRY_BEGINS, attempt, LAMINA_OK, NULL);
    made->watch.try_start_us = dynamodb__hook_now_us(&made->watch);
}

static void after_try(void *self, uint32_t attempt, const aws__outcome *outcome)
{
    call *made = self;
    made->figures.attempts = attempt;
    made->figures.bytes_out += outcome->went_out ? made->watch.request->body.len : 0;
    made->figures.bytes_in += outcome->answer.len;
    dynamodb__hook_tell(&made->watch, DYNAMODB_TRY_ENDS, attempt, outcome->status, outcome);
}

static void hand_out_figures(call *made)
{
    const dynamodb_request *request = made->watch.request;
    if (!LAMINA_HAS(request, figures) || request->figures == NULL)
        return;
    made->figures.size = request->figures->size;
    made->figures.duration_us =
        lamina_monotonic_us(made->watch.context) - made->watch.call_start_us;
    memcpy(request->figures, &made->figures,
           made->figures.size < sizeof made->figures ? made->figures.size : sizeof made->figures);
}

lamina_status dynamodb_send(dynamodb_client *client, lamina_context *context,
                            const dynamodb_request *request, const lamina_json **answer,
                            dynamodb_error *error)
{
    *answer = NULL;
    if (dynamodb__hook_runs())
        return lamina_cause(context, LAMINA_E_ARGUMENT, "a hook cannot send requests to DynamoDB");
    call made = {.watch = {.context = context,
                           .request = request,
                           .call_start_us = lamina_monotonic_us(context)}};
    const aws__watcher watcher = {.before_try = before_try, .after_try = after_try, .self = &made};
    const aws__request sent = {.operation = request->operation,
                               .body = request->body,
                               .may_repeat = request->repeat == DYNAMODB_REPEAT_SAFE,
                               .watcher = &watcher};
    aws__outcome outcome;
    uint32_t attempts = 0;
    dynamodb__hook_tell(&made.watch, DYNAMODB_CALL_BEGINS, 0, LAMINA_OK, NULL);
    lamina_status status = aws__send(&client->aws, context, &sent, &outcome, &attempts);
    fill_error(error, &outcome, attempts);
    hand_out_figures(&made);
    dynamodb__hook_tell(&made.watch, DYNAMODB_CALL_ENDS, attempts, status, &outcome);
    *answer = status == LAMINA_OK ? outcome.body : NULL;
    return status;
}
