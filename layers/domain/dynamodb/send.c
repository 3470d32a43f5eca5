/*
 * The request: try, look, mend or wait, try again, within the deadline and the retry budget.
 *
 * What may be sent again: anything the service refused as a whole, anything that never reached it, and
 * what the caller says may be repeated. A write that failed for good though one of its tries may have
 * been carried out is told as ambiguous.
 */
#include <string.h>

#include "dynamodb/client.h"
#include "lamina/log.h"
#include "lamina/problem.h"
#include "lamina/text.h"

/* A retry with less time than this would only replace what is known by a time-out. */
#define LEAST_TRY_MS 10

/* What to do after a try that failed. */
typedef enum next_step { STEP_GIVE_UP, STEP_AGAIN, STEP_AGAIN_FRESH } next_step;

/* ---- what may help ---- */

static bool may_repeat(const dynamodb_request *request, const dynamodb__outcome *outcome)
{
    return request->repeat == DYNAMODB_REPEAT_SAFE || !outcome->may_have_happened;
}

/* A kept connection that the other side had closed meanwhile (an idle time-out, a frozen sandbox) says
   nothing about the service: once, and at once, on a new connection. */
static bool reconnect(const dynamodb__outcome *outcome, dynamodb__retry *retry)
{
    if (!outcome->dead_connection || retry->reconnected)
        return false;
    retry->reconnected = true;
    return true;
}

static bool correct_clock(dynamodb_client *client, const lamina_context *context,
                          const dynamodb__outcome *outcome, dynamodb__retry *retry)
{
    if (outcome->retry != DYNAMODB__RETRY_CLOCK || retry->clock_corrected)
        return false;
    retry->clock_corrected = true;
    client->clock_offset_us = outcome->server_time_us - lamina_now_us(context);
    lamina_log(context, LAMINA_LOG_WARN, "The clock is off: DynamoDB's is %lld s ahead",
               (long long)(client->clock_offset_us / 1000000));
    return true;
}

static bool reload_credentials(dynamodb_client *client, lamina_context *context,
                               const dynamodb__outcome *outcome, dynamodb__retry *retry)
{
    if (outcome->retry != DYNAMODB__RETRY_CREDENTIALS || retry->credentials_reloaded)
        return false;
    retry->credentials_reloaded = true;
    lamina_str reason = {.ptr = NULL, .len = 0};
    lamina_status status = dynamodb__credentials_ensure(
        &client->credentials, context, dynamodb__client_now_us(client, context), true, &reason);
    if (status == LAMINA_OK)
        return true;
    lamina_cause(context, status, "DynamoDB: credentials were not renewed: %.*s",
                 LAMINA_FMT(reason));
    return false;
}

/* False when the attempts, the budget or the time are used up; true after the pause. */
static bool pause_for_retry(dynamodb_client *client, lamina_context *context,
                            const dynamodb__outcome *outcome, dynamodb__retry *retry)
{
    if (outcome->retry != DYNAMODB__RETRY_TRANSIENT && outcome->retry != DYNAMODB__RETRY_THROTTLE)
        return false;
    if (retry->retries + 1 >= client->max_attempts)
        return false;
    uint32_t delay_ms = dynamodb__retry_delay_ms(context, outcome, retry->retries);
    if ((int64_t)delay_ms + LEAST_TRY_MS > dynamodb__time_left_ms(context))
        return false;
    if (!dynamodb__retry_budget_take(&client->budget, outcome->timed_out, &retry->cost))
        return false;
    retry->retries++;
    if (delay_ms > 0)
        client->transport.wait_ms(client->transport.self, delay_ms);
    return true;
}

static next_step decide(dynamodb_client *client, lamina_context *context,
                        const dynamodb_request *request, const dynamodb__outcome *outcome,
                        dynamodb__retry *retry)
{
    if (!may_repeat(request, outcome))
        return STEP_GIVE_UP;
    if (reconnect(outcome, retry))
        return STEP_AGAIN_FRESH;
    if (correct_clock(client, context, outcome, retry) ||
        reload_credentials(client, context, outcome, retry) ||
        pause_for_retry(client, context, outcome, retry))
        return STEP_AGAIN;
    return STEP_GIVE_UP;
}

/* ---- what nobody knows ---- */

/* An answer that is final, or that cancels a transaction, holds for the tries before it too: had one of
   them been carried out, its token would have brought its success back. A failure that may pass says
   nothing of them. */
static bool settles(const dynamodb__outcome *outcome)
{
    return outcome->kind == DYNAMODB_ERROR_TRANSACTION_CANCELED ||
           (outcome->kind != DYNAMODB_ERROR_TRANSPORT && outcome->retry == DYNAMODB__RETRY_NEVER);
}

static void note_doubt(const dynamodb__outcome *outcome, dynamodb__retry *retry)
{
    if (settles(outcome))
        retry->in_doubt = false;
    retry->in_doubt = retry->in_doubt || outcome->may_have_happened;
}

/* Nobody needs to know whether a read happened. */
static bool is_read(const char *operation)
{
    static const char *const names[] = {
        "GetItem",       "BatchGetItem",      "Query", "Scan", "TransactGetItems",
        "DescribeTable", "DescribeTimeToLive"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (lamina_str_is(lamina_str_from(operation), names[i]))
            return true;
    return false;
}

/* ---- what is told ---- */

static void fill_error(dynamodb_error *error, const dynamodb__outcome *outcome,
                       const dynamodb__retry *retry)
{
    if (error == NULL)
        return;
    const dynamodb_error full = {
        .size = error->size,
        .kind = outcome->kind,
        .http_status = outcome->http_status,
        .attempts = retry->attempts,
        .type = outcome->type,
        .message = outcome->message,
        .request_id = outcome->request_id,
        .body = outcome->status == LAMINA_OK ? NULL : outcome->body,
    };
    /* A caller that was built with a shorter struct has room for that one alone. */
    memcpy(error, &full, full.size < sizeof full ? full.size : sizeof full);
}

static lamina_status fail(lamina_context *context, const dynamodb_request *request,
                          const dynamodb__outcome *outcome, const dynamodb__retry *retry)
{
    bool is_ambiguous = retry->in_doubt && !is_read(request->operation);
    lamina_str type = outcome->type.len > 0 ? outcome->type : LAMINA_STR("no answer of DynamoDB's");
    return lamina_cause(context, is_ambiguous ? LAMINA_E_AMBIGUOUS : outcome->status,
                        "DynamoDB %.64s: %.*s: %.*s (HTTP %d, request id %.*s, attempts %u)%s",
                        request->operation != NULL ? request->operation : "", LAMINA_FMT(type),
                        LAMINA_FMT(outcome->message), outcome->http_status,
                        outcome->request_id.len > 0 ? (int)outcome->request_id.len : 7,
                        outcome->request_id.len > 0 ? outcome->request_id.ptr : "unknown",
                        retry->attempts,
                        is_ambiguous ? "; nobody knows whether the write happened" : "");
}

static void succeed(dynamodb_client *client, const lamina_context *context,
                    const dynamodb_request *request, const dynamodb__retry *retry)
{
    dynamodb__retry_budget_give(&client->budget, retry->cost);
    if (retry->attempts > 1)
        lamina_log(context, LAMINA_LOG_INFO, "DynamoDB %s needed %u attempts", request->operation,
                   retry->attempts);
}

lamina_status dynamodb_send(dynamodb_client *client, lamina_context *context,
                            const dynamodb_request *request, const lamina_json **answer,
                            dynamodb_error *error)
{
    dynamodb__outcome outcome;
    dynamodb__retry retry = {.attempts = 0};
    next_step step = STEP_AGAIN;
    *answer = NULL;
    while (step != STEP_GIVE_UP) {
        retry.attempts++;
        dynamodb__try(client, context, request, step == STEP_AGAIN_FRESH, &outcome);
        if (outcome.status == LAMINA_OK)
            break;
        note_doubt(&outcome, &retry);
        step = decide(client, context, request, &outcome, &retry);
    }
    fill_error(error, &outcome, &retry);
    if (outcome.status != LAMINA_OK)
        return fail(context, request, &outcome, &retry);
    succeed(client, context, request, &retry);
    *answer = outcome.body;
    return LAMINA_OK;
}
