/*
 * exchange_answer.c - the end of an exchange: from the handler's response, or from a failure, to the
 * bytes that are posted.
 */
#include "exchange_answer.h"

#include <string.h>

#include "cors.h"
#include "lamina/log.h"
#include "lamina/record_json.h"
#include "media_type.h"

#define JSON_TYPE "application/json"
#define PROBLEM_TYPE "application/problem+json"

/* The handler is at fault: the client learns that it failed, the log learns why. What the handler may
   have set on the error object was about something that it had got over. */
static lamina_status blame_handler(host_exchange *x, const char *cause, lamina_str detail)
{
    lamina_error_reset(x->context);
    return lamina_cause(x->context, LAMINA_E_INTERNAL, "the response of %s cannot be sent: %s%.*s",
                        x->match.route->operation, cause, LAMINA_FMT(detail));
}

/* ---- the content ---- */

static lamina_status encode_record(host_exchange *x)
{
    lamina_text *out = &x->service->content;
    lamina_json_writer writer;
    lamina_json_write_init(&writer, out);
    const lamina_field *forgotten = NULL;
    const lamina_status status =
        lamina_record_write_json(x->response.record, x->response.body, &writer, &forgotten);
    if (forgotten != NULL)
        return blame_handler(x,
                             "a required field was not filled: ", lamina_str_from(forgotten->name));
    if (status == LAMINA_E_LIMIT)
        return lamina_fail(x->context, LAMINA_E_INTERNAL, "response-too-large",
                           "The answer is larger than can be sent");
    if (status != LAMINA_OK)
        return blame_handler(
            x, "its record cannot be encoded: ", lamina_str_from(lamina_status_name(status)));
    x->answer.content = lamina_text_view(out);
    return LAMINA_OK;
}

static lamina_status encode_content(host_exchange *x)
{
    const lamina_response *response = &x->response;
    if (response->body != NULL && response->record == NULL)
        return blame_handler(x, "it has a body and no record to encode it with", LAMINA_STR(""));
    if (response->body != NULL)
        return encode_record(x);
    const lamina_str type =
        response->content_type.len > 0 ? response->content_type : LAMINA_STR(JSON_TYPE);
    x->answer.content = response->raw_body;
    x->answer.is_binary =
        response->raw_body.len > 0 &&
        (!host__media_type_is_text(type) || !lamina_str_is_utf8(response->raw_body, NULL));
    return LAMINA_OK;
}

/* ---- the headers ---- */

/* The headers of the response, with the Content-Type before them when there is content. */
static lamina_status collect_headers(host_exchange *x, lamina_str content_type)
{
    const size_t count = x->response.header_count;
    lamina_param *all = lamina_arena_array(x->context->arena, count + 1, sizeof(*all));
    if (all == NULL)
        return LAMINA_E_LIMIT;
    size_t at = 0;
    if (content_type.len > 0)
        all[at++] = (lamina_param){LAMINA_STR("Content-Type"), content_type};
    if (count > 0)
        memcpy(all + at, x->response.headers, count * sizeof(*all));
    x->answer.headers = all;
    x->answer.header_count = at + count;
    return LAMINA_OK;
}

/* Handlers may set it past lamina_response_header(), which knows what a header can hold: one that
   echoes a client's word must not let it write headers. */
static lamina_status choose_content_type(host_exchange *x, lamina_str *content_type)
{
    *content_type = (lamina_str){0};
    if (x->answer.content.len == 0)
        return LAMINA_OK;
    lamina_response checked = {.size = sizeof(lamina_response)};
    *content_type = LAMINA_STR(JSON_TYPE);
    if (x->response.content_type.len == 0)
        return LAMINA_OK;
    if (lamina_response_header(x->context, &checked, "Content-Type", x->response.content_type) !=
        LAMINA_OK)
        return blame_handler(x, "its content type cannot stand in a header", LAMINA_STR(""));
    *content_type = checked.content_type;
    return LAMINA_OK;
}

/* RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5: these have no content. */
static bool has_no_content(int32_t status)
{
    return status == 204 || status == 205 || status == 304;
}

static void drop_content(host_exchange *x)
{
    x->answer.content = (lamina_str){0};
    x->answer.is_binary = false;
}

static bool is_head(const host_exchange *x)
{
    return lamina_str_is(x->event.method, "HEAD");
}

lamina_status host__exchange_encode(host_exchange *x)
{
    const lamina_response *response = &x->response;
    if (response->status != 0 && (response->status < 200 || response->status > 599))
        return blame_handler(x, "its status is not in 200 to 599", LAMINA_STR(""));
    if (lamina_arena_is_exhausted(x->context->arena))
        return blame_handler(x, "the invocation's memory was used up", LAMINA_STR(""));
    lamina_status status = encode_content(x);
    if (status != LAMINA_OK)
        return status;

    x->answer.status = response->status;
    if (response->status == 0)
        x->answer.status = x->answer.content.len > 0 ? 200 : 204;
    if (has_no_content(x->answer.status))
        drop_content(x);
    lamina_str content_type;
    status = choose_content_type(x, &content_type);
    if (status != LAMINA_OK)
        return status;
    if (is_head(x))
        drop_content(x);
    status = collect_headers(x, content_type);
    return status == LAMINA_OK ? status : blame_handler(x, "no memory is left", LAMINA_STR(""));
}

/* ---- writing ---- */

lamina_status host__exchange_write(host_exchange *x)
{
    size_t lost = 0;
    const lamina_status status = host__cors_answer_write(&x->service->answer, &x->event, &x->answer,
                                                         x->service->cors_origin, &lost);
    if (lost > 0)
        lamina_log(x->context, LAMINA_LOG_WARN,
                   "%zu Set-Cookie headers were left out: the target group must have "
                   "lambda.multi_value_headers.enabled",
                   lost);
    if (status == LAMINA_E_LIMIT) {
        lamina_error_reset(x->context);
        return lamina_fail(x->context, LAMINA_E_INTERNAL, "response-too-large",
                           "The answer is larger than can be sent");
    }
    return status;
}

lamina_status host__exchange_write_options(host_exchange *x)
{
    lamina_text *allow = &x->service->content;
    host__router_write_allowed(x->match.allowed, allow);
    const lamina_param header = {LAMINA_STR("Allow"), lamina_text_view(allow)};
    x->answer = (host_answer){.status = 204, .headers = &header, .header_count = 1};
    const lamina_status status = host__exchange_write(x);
    x->answer.headers = NULL;
    x->answer.header_count = 0;
    return status;
}

/* A broken query is no broken body: 400, and its own code. */
static int32_t read_problem(host_exchange *x, lamina_status status)
{
    x->problem = (lamina_problem){.size = sizeof(lamina_problem)};
    lamina_error_read(x->context->error, &x->problem);
    if (x->query_refused && status == LAMINA_E_INVALID) {
        x->problem.code = LAMINA_STR("invalid-query");
        return 400;
    }
    return lamina_status_http(status);
}

/* The header that belongs to a status: RFC 9110 sections 15.5.2 and 15.5.6. */
static size_t add_status_header(host_exchange *x, lamina_status status, lamina_text *allow,
                                lamina_param *header)
{
    if (status == LAMINA_E_UNAUTHENTICATED) {
        *header = (lamina_param){LAMINA_STR("WWW-Authenticate"), LAMINA_STR("Bearer")};
        return 1;
    }
    if (status != LAMINA_E_METHOD || x->match.allowed == 0)
        return 0;
    host__router_write_allowed(x->match.allowed, allow);
    *header = (lamina_param){LAMINA_STR("Allow"), lamina_text_view(allow)};
    return 1;
}

lamina_status host__exchange_write_problem(host_exchange *x, lamina_status status)
{
    const int32_t http_status = read_problem(x, status);
    x->failure = status;
    lamina_text *content = &x->service->content;
    lamina_text_reset(content);
    lamina_problem_write(content, status, http_status, &x->problem, x->context->request_id);

    lamina_text allow;
    lamina_text_init(&allow, 256);
    lamina_param headers[2] = {{LAMINA_STR("Content-Type"), LAMINA_STR(PROBLEM_TYPE)}};
    const size_t count = 1 + add_status_header(x, status, &allow, &headers[1]);
    x->answer = (host_answer){.status = http_status, .headers = headers, .header_count = count};
    if (!is_head(x))
        x->answer.content = lamina_text_view(content);

    size_t lost;
    lamina_status written = lamina_text_status(content);
    if (written == LAMINA_OK)
        written = host__cors_answer_write(&x->service->answer, &x->event, &x->answer,
                                          x->service->cors_origin, &lost);
    x->answer.headers = NULL;
    x->answer.header_count = 0;
    lamina_text_clear(&allow);
    if (written == LAMINA_OK)
        return LAMINA_OK;
    x->fault = LAMINA_STR("no answer could be written");
    return LAMINA_E_INTERNAL;
}
