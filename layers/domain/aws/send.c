/*
 * The request: try, look, mend or wait, try again, within the deadline and the retry budget.
 *
 * What may be sent again: anything the service refused as a whole, anything that never reached it, and
 * what the caller says may be repeated. A write that failed for good though one of its tries may have
 * been carried out is told as ambiguous.
 */
#include "aws/client.h"
#include "lamina/log.h"
#include "lamina/problem.h"
#include "lamina/text.h"

/* A retry with less time than this would only replace what is known by a time-out. */
#define LEAST_TRY_MS 10

/* What to do after a try that failed. */
typedef enum next_step { STEP_GIVE_UP, STEP_AGAIN, STEP_AGAIN_FRESH } next_step;

/* ---- what may help ---- */

static bool may_repeat(const aws__request *request, const aws__outcome *outcome)
{
    return request->may_repeat || !outcome->may_have_happened;
}

/* A kept connection that the other side had closed meanwhile (an idle time-out, a frozen sandbox) says
   nothing about the service: once, and at once, on a new connection. */
static bool reconnect(const aws__outcome *outcome, aws__retry *retry)
{
    if (!outcome->dead_connection || retry->reconnected)
        return false;
    retry->reconnected = true;
    return true;
}

static bool correct_clock(aws__client *client, const lamina_context *context,
                          const aws__outcome *outcome, aws__retry *retry)
{
    if (outcome->retry != AWS__RETRY_CLOCK || retry->clock_corrected)
        return false;
    retry->clock_corrected = true;
    client->clock_offset_us = outcome->server_time_us - lamina_now_us(context);
    lamina_log(context, LAMINA_LOG_WARN, "The clock is off: %s's is %lld s ahead",
               client->service->title, (long long)(client->clock_offset_us / 1000000));
    return true;
}

static bool reload_credentials(aws__client *client, lamina_context *context,
                               const aws__outcome *outcome, aws__retry *retry)
{
    if (outcome->retry != AWS__RETRY_CREDENTIALS || retry->credentials_reloaded)
        return false;
    retry->credentials_reloaded = true;
    lamina_str reason = {.ptr = NULL, .len = 0};
    lamina_status status = aws__credentials_ensure(
        &client->credentials, context, aws__client_now_us(client, context), true, &reason);
    if (status == LAMINA_OK)
        return true;
    lamina_cause(context, status, "%s: credentials were not renewed: %.*s", client->service->title,
                 LAMINA_FMT(reason));
    return false;
}

/* False when the attempts, the budget or the time are used up; true after the pause. */
static bool pause_for_retry(aws__client *client, lamina_context *context,
                            const aws__outcome *outcome, aws__retry *retry)
{
    if (outcome->retry != AWS__RETRY_TRANSIENT && outcome->retry != AWS__RETRY_THROTTLE)
        return false;
    if (retry->retries + 1 >= client->max_attempts)
        return false;
    uint32_t delay_ms = aws__retry_delay_ms(context, outcome, retry->retries);
    if ((int64_t)delay_ms + LEAST_TRY_MS > aws__time_left_ms(context))
        return false;
    if (!aws__retry_budget_take(&client->budget, outcome->timed_out, &retry->cost))
        return false;
    retry->retries++;
    if (delay_ms > 0)
        client->transport.wait_ms(client->transport.self, delay_ms);
    return true;
}

static next_step decide(aws__client *client, lamina_context *context, const aws__request *request,
                        const aws__outcome *outcome, aws__retry *retry)
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

static void note_doubt(const aws__outcome *outcome, aws__retry *retry)
{
    if (outcome->settles)
        retry->in_doubt = false;
    retry->in_doubt = retry->in_doubt || outcome->may_have_happened;
}

/* ---- what is told ---- */

static lamina_status fail(const aws__client *client, lamina_context *context,
                          const aws__request *request, const aws__outcome *outcome,
                          const aws__retry *retry)
{
    const aws__service *service = client->service;
    bool is_ambiguous = retry->in_doubt && !service->is_read(request->operation);
    bool is_named = outcome->type.len > 0;
    return lamina_cause(
        context, is_ambiguous ? LAMINA_E_AMBIGUOUS : outcome->status,
        "%s %.64s: %.*s%s%s: %.*s (HTTP %d, request id %.*s, attempts %u)%s", service->title,
        request->operation != NULL ? request->operation : "", LAMINA_FMT(outcome->type),
        is_named ? "" : "no answer of ", is_named ? "" : service->title,
        LAMINA_FMT(outcome->message), outcome->http_status,
        outcome->request_id.len > 0 ? (int)outcome->request_id.len : 7,
        outcome->request_id.len > 0 ? outcome->request_id.ptr : "unknown", retry->attempts,
        is_ambiguous ? "; nobody knows whether the write happened" : "");
}

static void succeed(aws__client *client, const lamina_context *context, const aws__request *request,
                    const aws__retry *retry)
{
    aws__retry_budget_give(&client->budget, retry->cost);
    if (retry->attempts > 1)
        lamina_log(context, LAMINA_LOG_INFO, "%s %s needed %u attempts", client->service->title,
                   request->operation, retry->attempts);
}

static void try_watched(aws__client *client, lamina_context *context, const aws__request *request,
                        uint32_t attempt, bool fresh_connection, aws__outcome *outcome)
{
    const aws__watcher *watcher = request->watcher;
    if (watcher != NULL)
        watcher->before_try(watcher->self, attempt);
    aws__try(client, context, request, fresh_connection, outcome);
    if (watcher != NULL)
        watcher->after_try(watcher->self, attempt, outcome);
}

lamina_status aws__send(aws__client *client, lamina_context *context, const aws__request *request,
                        aws__outcome *outcome, uint32_t *attempts)
{
    aws__retry retry = {.attempts = 0};
    next_step step = STEP_AGAIN;
    while (step != STEP_GIVE_UP) {
        retry.attempts++;
        try_watched(client, context, request, retry.attempts, step == STEP_AGAIN_FRESH, outcome);
        if (outcome->status == LAMINA_OK)
            break;
        note_doubt(outcome, &retry);
        step = decide(client, context, request, outcome, &retry);
    }
    *attempts = retry.attempts;
    if (outcome->status != LAMINA_OK)
        return fail(client, context, request, outcome, &retry);
    succeed(client, context, request, &retry);
    return LAMINA_OK;
}
