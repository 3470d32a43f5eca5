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
/* What the Runtime API says of a post: {"status":"OK"}, or why not. */
#define ANSWER_CAP 65536u
/* Room for a type and a message in JSON: both are ours or a loader's. */
#define FAILURE_CAP 65536u

/* Request line and header lines: both ids and an error's type at their longest, and room to spare. */
#define HEAD_CAP 4096u

static const char api_path[] = "/2018-06-01/runtime";

/* ---- heads of requests ---- */

static void add(lamina_text *head, const char *text)
{
    lamina_text_add(head, lamina_str_from(text));
}

static void begin_head(const runtime_client *client, lamina_text *head, const char *method,
                       lamina_str path)
{
    lamina_text_reset(head);
    add(head, method);
    add(head, api_path);
    lamina_text_add(head, path);
    add(head, " HTTP/1.1\r\nHost: ");
    lamina_text_add(head, client->authority);
    add(head, "\r\nUser-Agent: lamina/1\r\n");
}

/* value was checked, or is a constant. */
static void add_header(lamina_text *head, const char *name, lamina_str value)
{
    add(head, name);
    add(head, ": ");
    lamina_text_add(head, value);
    add(head, "\r\n");
}

lamina_status host__runtime_open(runtime_client *client, const host_settings *settings,
                                 const volatile int *stop)
{
    *client = (runtime_client){.authority = settings->runtime_api, .stop = stop};
    host__http_connection_init(&client->connection, settings->runtime_api);
    host__http_answer_init(&client->next, RUNTIME_PAYLOAD_CAP);
    host__http_answer_init(&client->posted, ANSWER_CAP);
    lamina_text_init(&client->ask, HEAD_CAP);
    lamina_text_init(&client->post, HEAD_CAP);
    begin_head(client, &client->ask, "GET ", LAMINA_STR("/invocation/next"));
    add(&client->ask, "\r\n");
    return lamina_text_status(&client->ask);
}

void host__runtime_close(runtime_client *client)
{
    host__http_connection_close(&client->connection);
    host__http_answer_clear(&client->next);
    host__http_answer_clear(&client->posted);
    lamina_text_clear(&client->ask);
    lamina_text_clear(&client->post);
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

static void read_header(runtime_event *event, const lamina_param *header)
{
    static const struct {
        lamina_str name;
        size_t offset; /* of a lamina_str in runtime_event */
    } wanted[] = {
        {{"Lambda-Runtime-Aws-Request-Id", 29}, offsetof(runtime_event, request_id)},
        {{"Lambda-Runtime-Invocation-Id", 28}, offsetof(runtime_event, invocation_id)},
        {{"Lambda-Runtime-Invoked-Function-Arn", 35}, offsetof(runtime_event, function_arn)},
        {{"Lambda-Runtime-Trace-Id", 23}, offsetof(runtime_event, trace_id)},
        {{"Lambda-Runtime-Client-Context", 29}, offsetof(runtime_event, client_context)},
        {{"Lambda-Runtime-Cognito-Identity", 31}, offsetof(runtime_event, cognito_identity)},
        {{"Lambda-Runtime-Aws-Tenant-Id", 28}, offsetof(runtime_event, tenant_id)},
    };
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        lamina_str *value = (lamina_str *)(void *)((char *)event + wanted[i].offset);
        if (value->ptr == NULL && lamina_str_equal_nocase(header->name, wanted[i].name))
            *value = header->value;
    }
    if (lamina_str_equal_nocase(header->name, LAMINA_STR("Lambda-Runtime-Deadline-Ms")) &&
        lamina_parse_int64_between(header->value, 1, INT64_MAX, &event->deadline_ms) != LAMINA_OK)
        event->deadline_ms = 0;
}

static void read_headers(const http_answer *answer, runtime_event *event)
{
    size_t at = 0;
    lamina_param header;
    while (host__http_answer_header(answer, &at, &header))
        read_header(event, &header);
}

static runtime_outcome refuse_status(const http_answer *answer)
{
    const bool lost = answer->status == 500;
    lamina_log(NULL, lost ? LAMINA_LOG_FATAL : LAMINA_LOG_ERROR,
               "the Runtime API answered %d to /next%s", answer->status,
               lost ? ": this environment is lost" : "");
    return lost ? RUNTIME_BROKEN : RUNTIME_FAILED;
}

static const char *fault_of(const http_answer *answer, lamina_status status)
{
    return answer->fault != NULL ? answer->fault : lamina_status_name(status);
}

runtime_outcome host__runtime_next(runtime_client *client, runtime_event *event)
{
    *event = (runtime_event){0};
    const http_answer *answer = &client->next;
    const http_request request = {.head = lamina_text_view(&client->ask), .stop = client->stop};
    const lamina_status status = host__http_exchange(&client->connection, &request, &client->next);
    if (*client->stop != 0 && status != LAMINA_OK)
        return RUNTIME_STOPPED;
    if (status != LAMINA_OK && status != LAMINA_E_LIMIT) {
        lamina_log(NULL, LAMINA_LOG_ERROR, "no answer to /next: %s", fault_of(answer, status));
        return RUNTIME_FAILED;
    }
    if (status == LAMINA_OK && answer->status != 200)
        return refuse_status(answer);
    read_headers(answer, event);
    if (!is_id(event->request_id)) {
        lamina_log(NULL, LAMINA_LOG_ERROR,
                   "an event came without a usable Lambda-Runtime-Aws-Request-Id and is skipped");
        return RUNTIME_FAILED;
    }
    if (!is_id(event->invocation_id))
        event->invocation_id = (lamina_str){0};
    event->too_large = status == LAMINA_E_LIMIT;
    event->body = event->too_large ? (lamina_str){0} : host__http_answer_content(answer);
    return RUNTIME_DONE;
}

/* ---- posts ---- */

/* For the log: what stands between the API's own path and the version of HTTP. */
static lamina_str posted_path(const runtime_client *client)
{
    const size_t before = sizeof("POST ") - 1 + sizeof(api_path) - 1;
    lamina_str rest = lamina_text_view(&client->post);
    rest = rest.len > before ? (lamina_str){rest.ptr + before, rest.len - before} : (lamina_str){0};
    lamina_str path;
    (void)lamina_str_cut(&rest, ' ', &path);
    return path;
}

/* Ends the head and sends it. A second answer to one id, after the kept connection was found dead, is
   refused there and changes nothing. */
static runtime_outcome post(runtime_client *client, lamina_str content)
{
    lamina_text *head = &client->post;
    add_header(head, "Content-Type", LAMINA_STR("application/json"));
    add(head, "Content-Length: ");
    lamina_text_add_int64(head, (int64_t)content.len);
    add(head, "\r\n\r\n");
    const http_answer *answer = &client->posted;
    const http_request request = {
        .head = lamina_text_view(head), .content = content, .timeout_ms = POST_TIMEOUT_MS};
    lamina_status status = lamina_text_status(head);
    if (status == LAMINA_OK)
        status = host__http_exchange(&client->connection, &request, &client->posted);
    if (status != LAMINA_OK) {
        lamina_log(NULL, LAMINA_LOG_ERROR, "no answer to POST %.*s: %s",
                   LAMINA_FMT(posted_path(client)), fault_of(answer, status));
        return RUNTIME_FAILED;
    }
    if (answer->status >= 200 && answer->status < 300) /* Lambda's own is 202 */
        return RUNTIME_DONE;
    const lamina_str said = host__http_answer_content(answer);
    lamina_log(NULL, answer->status == 500 ? LAMINA_LOG_FATAL : LAMINA_LOG_ERROR,
               "the Runtime API answered %d to POST %.*s: %.*s", answer->status,
               LAMINA_FMT(posted_path(client)), (int)(said.len < 512 ? said.len : 512),
               said.len > 0 ? said.ptr : "");
    return answer->status == 500 ? RUNTIME_BROKEN : RUNTIME_FAILED;
}

/* The ids were checked by host__runtime_next(), and so their lengths and their letters. */
static void begin_invocation_post(runtime_client *client, const runtime_event *event,
                                  const char *verb)
{
    char path[sizeof("/invocation//response") + RUNTIME_ID_CAP];
    const int len =
        snprintf(path, sizeof(path), "/invocation/%.*s/%s", LAMINA_FMT(event->request_id), verb);
    begin_head(client, &client->post, "POST ", (lamina_str){path, (size_t)len});
    if (event->invocation_id.len > 0)
        add_header(&client->post, "Lambda-Runtime-Invocation-Id", event->invocation_id);
}

runtime_outcome host__runtime_respond(runtime_client *client, const runtime_event *event,
                                      lamina_str json)
{
    begin_invocation_post(client, event, "response");
    return post(client, json);
}

/* Behind the head's first lines. */
static runtime_outcome post_failure(runtime_client *client, const lamina_refusal *failure)
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

    add_header(&client->post, "Lambda-Runtime-Function-Error-Type", lamina_str_from(failure->type));
    /* Without room for the message the type still tells. */
    const lamina_str text =
        lamina_text_status(&body) == LAMINA_OK ? lamina_text_view(&body) : LAMINA_STR("{}");
    const runtime_outcome outcome = post(client, text);
    lamina_text_clear(&body);
    return outcome;
}

runtime_outcome host__runtime_fail(runtime_client *client, const runtime_event *event,
                                   const lamina_refusal *failure)
{
    begin_invocation_post(client, event, "error");
    return post_failure(client, failure);
}

runtime_outcome host__runtime_fail_init(runtime_client *client, const lamina_refusal *refusal)
{
    begin_head(client, &client->post, "POST ", LAMINA_STR("/init/error"));
    return post_failure(client, refusal);
}
