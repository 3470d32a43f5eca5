/*
 * runtime_client.c - the Lambda Runtime API, over one kept-alive connection.
 */
#include "runtime_client.h"

#include <stdio.h>
#include <string.h>

#include "lamina/json.h"
#include "lamina/log.h"
#include "lamina/text.h"

/* Posts go to a process on the same machine; one that takes longer is not there any more. */
#define POST_TIMEOUT_MS 30000u
/* Room for a type and a message in JSON: both are ours or a loader's. */
#define FAILURE_CAP 65536u

lamina_status host__runtime_open(runtime_client *client, const host_settings *settings,
                                 const volatile int *stop)
{
    *client = (runtime_client){.stop = stop};
    client->base_len =
        (size_t)snprintf(client->base, sizeof(client->base), "http://%.*s/2018-06-01/runtime",
                         LAMINA_FMT(settings->runtime_api));
    (void)snprintf(client->next_url, sizeof(client->next_url), "%s/invocation/next", client->base);
    client->http = lamina_http_client_new(
        &(lamina_http_client_options){.size = sizeof(lamina_http_client_options),
                                      .body_cap = RUNTIME_PAYLOAD_CAP,
                                      .user_agent = "lamina/1"});
    return client->http == NULL ? LAMINA_E_MEMORY : LAMINA_OK;
}

void host__runtime_close(runtime_client *client)
{
    lamina_http_client_free(client->http);
    client->http = NULL;
}

/* ---- next ---- */

/* Lambda's are UUIDs; other Runtime APIs count, or give names. */
static bool is_id(lamina_str text)
{
    if (text.len == 0 || text.len > RUNTIME_ID_CAP || text.ptr[0] == '.')
        return false;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != '.')
            return false;
    }
    return true;
}

/* Copied: the client's header buffer is gone with the call that posts the answer. */
static void read_headers(const lamina_http_answer *answer, lamina_arena *arena,
                         runtime_event *event)
{
    const struct {
        const char *name;
        lamina_str *value;
    } wanted[] = {
        {"Lambda-Runtime-Aws-Request-Id", &event->request_id},
        {"Lambda-Runtime-Invocation-Id", &event->invocation_id},
        {"Lambda-Runtime-Invoked-Function-Arn", &event->function_arn},
        {"Lambda-Runtime-Trace-Id", &event->trace_id},
        {"Lambda-Runtime-Client-Context", &event->client_context},
        {"Lambda-Runtime-Cognito-Identity", &event->cognito_identity},
        {"Lambda-Runtime-Aws-Tenant-Id", &event->tenant_id},
    };
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        lamina_str value;
        if (lamina_http_answer_header(answer, wanted[i].name, &value))
            *wanted[i].value = lamina_arena_copy(arena, value);
    }
    lamina_str deadline;
    (void)lamina_http_answer_header(answer, "Lambda-Runtime-Deadline-Ms", &deadline);
    if (lamina_parse_int64_between(deadline, 1, INT64_MAX, &event->deadline_ms) != LAMINA_OK)
        event->deadline_ms = 0;
}

static runtime_outcome refuse_status(const lamina_http_answer *answer)
{
    const bool lost = answer->status == 500;
    lamina_log(NULL, lost ? LAMINA_LOG_FATAL : LAMINA_LOG_ERROR,
               "the Runtime API answered %d to /next%s", answer->status,
               lost ? ": this environment is lost" : "");
    return lost ? RUNTIME_BROKEN : RUNTIME_FAILED;
}

runtime_outcome host__runtime_next(runtime_client *client, lamina_arena *arena,
                                   runtime_event *event)
{
    *event = (runtime_event){0};
    lamina_http_answer answer = {.size = sizeof(answer)};
    const lamina_http_call call = {
        .size = sizeof(call), .method = "GET", .url = client->next_url, .stop = client->stop};
    const lamina_status status = lamina_http_send(client->http, &call, &answer);
    if (*client->stop != 0 && status != LAMINA_OK)
        return RUNTIME_STOPPED;
    if (status != LAMINA_OK && status != LAMINA_E_LIMIT) {
        lamina_log(NULL, LAMINA_LOG_ERROR, "no answer to /next: %s",
                   answer.fault != NULL ? answer.fault : lamina_status_name(status));
        return RUNTIME_FAILED;
    }
    if (status == LAMINA_OK && answer.status != 200)
        return refuse_status(&answer);
    read_headers(&answer, arena, event);
    if (!is_id(event->request_id)) {
        lamina_log(NULL, LAMINA_LOG_ERROR,
                   "an event came without a usable Lambda-Runtime-Aws-Request-Id and is skipped");
        return RUNTIME_FAILED;
    }
    if (!is_id(event->invocation_id))
        event->invocation_id = (lamina_str){0};
    event->too_large = status == LAMINA_E_LIMIT;
    if (!event->too_large) /* copied, as the headers are: what is read of it points into it */
        event->body = lamina_arena_copy(arena, answer.body);
    return RUNTIME_DONE;
}

/* ---- posts ---- */

static const lamina_param json_type = {{"Content-Type", 12}, {"application/json", 16}};

/* The Runtime API closes idle connections when it restarts; nothing was read, so once more is safe:
   a second answer to one id is refused there and changes nothing. */
static lamina_status send_twice(runtime_client *client, lamina_http_call *call,
                                lamina_http_answer *answer)
{
    const lamina_status status = lamina_http_send(client->http, call, answer);
    if (status != LAMINA_E_UNAVAILABLE || answer->reused == 0 || answer->received != 0)
        return status;
    call->flags |= LAMINA_HTTP_FRESH;
    return lamina_http_send(client->http, call, answer);
}

static runtime_outcome post(runtime_client *client, const char *url, const lamina_param *headers,
                            size_t header_count, lamina_str body)
{
    lamina_http_answer answer = {.size = sizeof(answer)};
    lamina_http_call call = {.size = sizeof(call),
                             .timeout_ms = POST_TIMEOUT_MS,
                             .method = "POST",
                             .url = url,
                             .headers = headers,
                             .header_count = header_count,
                             .body = body};
    const lamina_status status = send_twice(client, &call, &answer);
    if (status != LAMINA_OK) {
        lamina_log(NULL, LAMINA_LOG_ERROR, "no answer to POST %s: %s", url + client->base_len,
                   answer.fault != NULL ? answer.fault : lamina_status_name(status));
        return RUNTIME_FAILED;
    }
    if (answer.status >= 200 && answer.status < 300) /* Lambda's own is 202 */
        return RUNTIME_DONE;
    lamina_log(NULL, answer.status == 500 ? LAMINA_LOG_FATAL : LAMINA_LOG_ERROR,
               "the Runtime API answered %d to POST %s: %.*s", answer.status,
               url + client->base_len, (int)(answer.body.len < 512 ? answer.body.len : 512),
               answer.body.len > 0 ? answer.body.ptr : "");
    return answer.status == 500 ? RUNTIME_BROKEN : RUNTIME_FAILED;
}

/* The request id was checked by host__runtime_next(), and so its length and its letters. */
static void invocation_url(const runtime_client *client, const runtime_event *event,
                           const char *verb, char url[RUNTIME_URL_CAP])
{
    (void)snprintf(url, RUNTIME_URL_CAP, "%s/invocation/%.*s/%s", client->base,
                   LAMINA_FMT(event->request_id), verb);
}

static size_t add_invocation_id(const runtime_event *event, lamina_param *headers, size_t count)
{
    if (event->invocation_id.len == 0)
        return count;
    headers[count].name = LAMINA_STR("Lambda-Runtime-Invocation-Id");
    headers[count].value = event->invocation_id;
    return count + 1;
}

runtime_outcome host__runtime_respond(runtime_client *client, const runtime_event *event,
                                      lamina_str json)
{
    char url[RUNTIME_URL_CAP];
    invocation_url(client, event, "response", url);
    lamina_param headers[2] = {json_type};
    const size_t count = add_invocation_id(event, headers, 1);
    return post(client, url, headers, count, json);
}

static runtime_outcome post_failure(runtime_client *client, const char *url,
                                    const runtime_event *event, const lamina_refusal *failure)
{
    lamina_text body;
    lamina_text_init(&body, FAILURE_CAP);
    lamina_json_writer writer;
    lamina_json_write_init(&writer, &body);
    lamina_json_write_object(&writer);
    lamina_json_write_member_string(&writer, "errorMessage", failure->message);
    lamina_json_write_member_string(&writer, "errorType", lamina_str_from(failure->type));
    lamina_json_write_name(&writer, LAMINA_STR("stackTrace"));
    lamina_json_write_array(&writer);
    lamina_json_write_array_end(&writer);
    lamina_json_write_object_end(&writer);

    lamina_param headers[3] = {
        json_type,
        {LAMINA_STR("Lambda-Runtime-Function-Error-Type"), lamina_str_from(failure->type)}};
    const size_t count = add_invocation_id(event, headers, 2);
    /* Without room for the message the type still tells. */
    const lamina_str text =
        lamina_text_status(&body) == LAMINA_OK ? lamina_text_view(&body) : LAMINA_STR("{}");
    const runtime_outcome outcome = post(client, url, headers, count, text);
    lamina_text_clear(&body);
    return outcome;
}

runtime_outcome host__runtime_fail(runtime_client *client, const runtime_event *event,
                                   const lamina_refusal *failure)
{
    char url[RUNTIME_URL_CAP];
    invocation_url(client, event, "error", url);
    return post_failure(client, url, event, failure);
}

runtime_outcome host__runtime_fail_init(runtime_client *client, const lamina_refusal *refusal)
{
    char url[RUNTIME_URL_CAP];
    (void)snprintf(url, sizeof(url), "%s/init/error", client->base);
    return post_failure(client, url, &(runtime_event){0}, refusal);
}
