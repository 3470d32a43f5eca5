/*
 * What came of one try: an answer, an error that the service names, or nothing that can be trusted.
 *
 * Whatever is cut short, changed on its way or written by somebody between us and the service is no
 * answer: whether the request was carried out is then unknown.
 */
#include "aws/error.h"

#include "aws/crc32.h"
#include "aws/http_date.h"

/* Of what an error may say; the rest is cut, for it only goes to a log line. */
#define MESSAGE_CAP 2048u
/* Beyond this the service cannot ask for patience. */
#define RETRY_AFTER_CAP_MS 30000

static lamina_str copy(lamina_arena *arena, lamina_str text)
{
    if (text.len > MESSAGE_CAP)
        text.len = MESSAGE_CAP;
    return lamina_arena_copy(arena, text);
}

static void set_transport_failure(aws__outcome *outcome, lamina_status status, lamina_str message)
{
    outcome->status = status;
    outcome->kind = AWS__KIND_TRANSPORT;
    outcome->retry = AWS__RETRY_TRANSIENT;
    outcome->may_have_happened = true;
    outcome->message = message;
}

/* ---- no answer ---- */

static void read_no_answer(lamina_arena *arena, lamina_status transport,
                           const lamina_http_answer *answer, aws__outcome *outcome)
{
    lamina_str fault = answer->fault != NULL ? copy(arena, lamina_str_from(answer->fault))
                                             : LAMINA_STR("no answer");
    set_transport_failure(outcome, transport, fault);
    outcome->may_have_happened = answer->sent != 0;
    outcome->timed_out = transport == LAMINA_E_TIMEOUT;
    outcome->dead_connection =
        transport == LAMINA_E_UNAVAILABLE && answer->reused != 0 && answer->received == 0;
    /* A cap of ours, a request that cannot be sent: the next try would end the same way. */
    if (transport != LAMINA_E_TIMEOUT && transport != LAMINA_E_UNAVAILABLE)
        outcome->retry = AWS__RETRY_NEVER;
}

/* ---- headers ---- */

static void read_headers(lamina_arena *arena, const lamina_http_answer *answer,
                         aws__outcome *outcome)
{
    lamina_str text;
    if (lamina_http_answer_header(answer, "x-amzn-RequestId", &text))
        outcome->request_id = copy(arena, text);
    if (lamina_http_answer_header(answer, "Date", &text) &&
        aws__http_date_read(text, &outcome->server_time_us) != LAMINA_OK)
        outcome->server_time_us = 0;
    int64_t after_ms = 0;
    if (lamina_http_answer_header(answer, "x-amz-retry-after", &text) &&
        lamina_parse_int64_between(text, 0, RETRY_AFTER_CAP_MS, &after_ms) == LAMINA_OK)
        outcome->retry_after_ms = (uint32_t)after_ms;
}

/* A sum that is none is as good as a wrong one. */
static bool is_intact(const lamina_http_answer *answer)
{
    lamina_str text;
    int64_t sum = 0;
    if (!lamina_http_answer_header(answer, "x-amz-crc32", &text))
        return true;
    return lamina_parse_int64_between(text, 0, UINT32_MAX, &sum) == LAMINA_OK &&
           aws__crc32(answer->body) == (uint32_t)sum;
}

/* ---- errors ---- */

/* "com.amazonaws.dynamodb.v20120810#ValidationException" and, in the header of some services,
   "ValidationException:http://..." */
static lamina_str bare_type(lamina_str text)
{
    lamina_str head;
    if (lamina_str_cut(&text, '#', &head))
        head = text;
    lamina_str name;
    lamina_str_cut(&head, ':', &name);
    return lamina_str_trim(name);
}

static lamina_str find_type(lamina_arena *arena, const lamina_http_answer *answer,
                            const lamina_json *body)
{
    lamina_str type = bare_type(lamina_json_member_string(body, "__type"));
    lamina_str header;
    if (type.len == 0 && lamina_http_answer_header(answer, "X-Amzn-ErrorType", &header))
        type = bare_type(header);
    return copy(arena, type);
}

static lamina_str find_message(lamina_arena *arena, const lamina_json *body)
{
    lamina_str message = lamina_json_member_string(body, "message");
    if (message.len == 0)
        message = lamina_json_member_string(body, "Message");
    return copy(arena, message);
}

static bool contains(lamina_str text, lamina_str part)
{
    for (size_t i = 0; i + part.len <= text.len; i++)
        if (lamina_str_equal((lamina_str){.ptr = text.ptr + i, .len = part.len}, part))
            return true;
    return false;
}

/* A signature is refused for a wrong clock, or because it is wrong; only the first can be mended. */
static uint32_t retry_by_clock(const aws__outcome *outcome)
{
    bool is_clock = !lamina_str_is(outcome->type, "InvalidSignatureException") ||
                    contains(outcome->message, LAMINA_STR("Signature expired")) ||
                    contains(outcome->message, LAMINA_STR("not yet current"));
    return is_clock && outcome->server_time_us != 0 ? AWS__RETRY_CLOCK : AWS__RETRY_NEVER;
}

static void read_error(const aws__service *service, lamina_arena *arena,
                       const lamina_http_answer *answer, const lamina_json *body,
                       aws__outcome *outcome)
{
    outcome->body = body;
    outcome->type = find_type(arena, answer, body);
    outcome->message = find_message(arena, body);
    const aws__error_type *row = aws__error_type_find(service, outcome->type);
    if (row == NULL)
        row = aws__error_type_by_status(answer->status);
    outcome->kind = row->kind;
    outcome->status = row->status;
    outcome->retry = row->retry;
    outcome->may_have_happened = row->may_have_happened;
    if (row->retry == AWS__RETRY_REASONS)
        outcome->retry = service->retry_by_reasons(body);
    if (row->retry == AWS__RETRY_CLOCK)
        outcome->retry = retry_by_clock(outcome);
    /* An answer that is final, or that cancels a whole transaction, speaks of the tries before it too: had
       one of them been carried out, its token would have brought its success back. A failure that may
       pass says nothing of them. */
    outcome->settles = row->retry == AWS__RETRY_REASONS || outcome->retry == AWS__RETRY_NEVER;
}

/* Not the service's words: a proxy's page, half a body. A 4xx of that sort is a refusal, and final. */
static void read_foreign(const aws__service *service, lamina_arena *arena,
                         const lamina_http_answer *answer, aws__outcome *outcome)
{
    set_transport_failure(outcome, LAMINA_E_UPSTREAM,
                          lamina_arena_format(arena,
                                              "HTTP %d with %zu bytes that are not %s's JSON",
                                              answer->status, answer->body.len, service->title));
    if (answer->status >= 300 && answer->status < 500) {
        outcome->retry = AWS__RETRY_NEVER;
        outcome->may_have_happened = false;
    }
}

void aws__outcome_read(const aws__service *service, lamina_arena *arena, lamina_status transport,
                       const lamina_http_answer *answer, aws__outcome *outcome)
{
    *outcome = (aws__outcome){.http_status = answer->status,
                              .answer = answer->body,
                              .went_out = transport == LAMINA_OK || answer->sent != 0};
    read_headers(arena, answer, outcome);
    if (transport != LAMINA_OK) {
        read_no_answer(arena, transport, answer, outcome);
        return;
    }
    if (!is_intact(answer)) {
        set_transport_failure(outcome, LAMINA_E_UPSTREAM,
                              LAMINA_STR("the answer does not match its checksum (x-amz-crc32)"));
        return;
    }
    /* The tree points into its text, and the client's next call overwrites this one. */
    lamina_str text = lamina_arena_copy(arena, answer->body);
    const lamina_json *body = NULL;
    lamina_status status = text.ptr == NULL
                               ? LAMINA_E_LIMIT
                               : lamina_json_read(arena, text, LAMINA_JSON_DEPTH_MAX, &body, NULL);
    bool is_object = lamina_json_type(body) == LAMINA_JSON_OBJECT;
    if (status == LAMINA_E_LIMIT && lamina_arena_is_exhausted(arena)) {
        set_transport_failure(outcome, LAMINA_E_LIMIT,
                              LAMINA_STR("the answer does not fit the invocation's memory"));
        outcome->retry = AWS__RETRY_NEVER;
        return;
    }
    if (!is_object && answer->status == 200) {
        read_foreign(service, arena, answer, outcome);
        return;
    }
    if (answer->status == 200) {
        outcome->body = body;
        outcome->status = LAMINA_OK;
        return;
    }
    lamina_str type;
    bool is_named = lamina_json_member(body, "__type") != NULL ||
                    lamina_http_answer_header(answer, "X-Amzn-ErrorType", &type);
    if (is_named)
        read_error(service, arena, answer, body, outcome);
    else
        read_foreign(service, arena, answer, outcome);
}
