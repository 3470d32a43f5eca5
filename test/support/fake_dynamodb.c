/* A DynamoDB that plays a script: see fake_dynamodb.h. */
#include "fake_dynamodb.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_dynamodb_unprocessed.h"

#define TARGET_PREFIX "DynamoDB_20120810."
#define BODY_CAP (32u << 20)
#define HEADER_CAP 2u

/* What a request meets. */
typedef struct passage {
    const char *name;
    lamina_status transport;
    bool unsent, received, reused, times_out, wrong_crc;
    int32_t http_status;
    const char *body;
    bool is_carried_out;
} passage;

#define PAGE "<html><body><h1>Gateway</h1></body></html>"

static const passage faults[FAKE_DYNAMODB_FAULT_COUNT] = {
    [FAKE_DYNAMODB_REFUSED] = {.name = "refused",
                               .transport = LAMINA_E_UNAVAILABLE,
                               .unsent = true},
    [FAKE_DYNAMODB_DEAD] = {.name = "dead", .transport = LAMINA_E_UNAVAILABLE, .reused = true},
    [FAKE_DYNAMODB_CUT] = {.name = "cut",
                           .transport = LAMINA_E_UNAVAILABLE,
                           .is_carried_out = true},
    [FAKE_DYNAMODB_CUT_HALFWAY] = {.name = "cut halfway",
                                   .transport = LAMINA_E_UNAVAILABLE,
                                   .received = true,
                                   .is_carried_out = true},
    [FAKE_DYNAMODB_SILENT] = {.name = "silent",
                              .transport = LAMINA_E_TIMEOUT,
                              .times_out = true,
                              .is_carried_out = true},
    [FAKE_DYNAMODB_SLOW] = {.name = "slow",
                            .transport = LAMINA_E_TIMEOUT,
                            .times_out = true,
                            .received = true,
                            .is_carried_out = true},
    [FAKE_DYNAMODB_WRONG_CRC] = {.name = "wrong checksum",
                                 .http_status = 200,
                                 .body = "{}",
                                 .wrong_crc = true,
                                 .is_carried_out = true},
    [FAKE_DYNAMODB_HALF_JSON] = {.name = "half of the JSON",
                                 .http_status = 200,
                                 .body = "{\"Item\":{\"id\":{\"S\"",
                                 .is_carried_out = true},
    [FAKE_DYNAMODB_HTML_OK] = {.name = "page with 200", .http_status = 200, .body = PAGE},
    [FAKE_DYNAMODB_HTML_403] = {.name = "page with 403", .http_status = 403, .body = PAGE},
    [FAKE_DYNAMODB_HTML_502] = {.name = "page with 502",
                                .http_status = 502,
                                .body = PAGE,
                                .is_carried_out = true},
    [FAKE_DYNAMODB_HTML_503] = {.name = "page with 503", .http_status = 503, .body = PAGE},
    [FAKE_DYNAMODB_INTERNAL] = {.name = "internal error",
                                .http_status = 500,
                                .body = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
                                        "InternalServerError\",\"message\":\"m\"}",
                                .is_carried_out = true},
};

typedef struct step {
    passage way;
    char *body; /* owned; in place of way.body */
    size_t unprocessed;
    char *members; /* owned */
} step;

struct fake_dynamodb {
    test_context *test;
    dynamodb_client *client;
    step *steps;
    size_t step_count;
    fake_dynamodb_call *calls;
    size_t call_count;
    int64_t pending_wait_ms;
    lamina_text answer;
    lamina_param headers[HEADER_CAP];
    char crc[16];
};

/* ---- memory: a test that has none ends ---- */

static void *must(void *memory)
{
    if (memory != NULL)
        return memory;
    fputs("fake_dynamodb: out of memory\n", stderr);
    abort();
}

static char *copy(lamina_str text)
{
    char *bytes = must(malloc(text.len + 1));
    if (text.len > 0)
        memcpy(bytes, text.ptr, text.len);
    bytes[text.len] = '\0';
    return bytes;
}

/* ---- the script ---- */

static step *add_step(fake_dynamodb *fake, passage way)
{
    fake->steps = must(realloc(fake->steps, (fake->step_count + 1) * sizeof *fake->steps));
    step *added = &fake->steps[fake->step_count++];
    *added = (step){.way = way};
    return added;
}

void fake_dynamodb_answer(fake_dynamodb *fake, const char *json)
{
    const passage whole = {.name = "answer", .http_status = 200, .is_carried_out = true};
    add_step(fake, whole)->body = copy(lamina_str_from(json));
}

void fake_dynamodb_error(fake_dynamodb *fake, int32_t http_status, const char *type,
                         const char *members)
{
    lamina_text text;
    lamina_text_init(&text, BODY_CAP);
    lamina_text_add_format(&text, "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\"", type);
    lamina_text_add(&text, LAMINA_STR(",\"message\":\"m\""));
    lamina_text_add_format(&text, "%s%s}", members != NULL ? "," : "",
                           members != NULL ? members : "");
    const passage refusal = {.name = "error", .http_status = http_status};
    add_step(fake, refusal)->body = copy(lamina_text_view(&text));
    lamina_text_clear(&text);
}

void fake_dynamodb_throttle(fake_dynamodb *fake, size_t times)
{
    for (size_t i = 0; i < times; i++)
        fake_dynamodb_error(fake, 400, "ProvisionedThroughputExceededException", NULL);
}

void fake_dynamodb_unprocessed(fake_dynamodb *fake, size_t count, const char *other_members)
{
    const passage part = {.name = "unprocessed", .http_status = 200, .is_carried_out = true};
    step *added = add_step(fake, part);
    added->unprocessed = count;
    added->members = copy(lamina_str_from(other_members));
}

void fake_dynamodb_raw(fake_dynamodb *fake, int32_t http_status, const char *body)
{
    const passage raw = {.name = "raw", .http_status = http_status, .body = ""};
    add_step(fake, raw)->body = copy(lamina_str_from(body));
}

void fake_dynamodb_fail(fake_dynamodb *fake, fake_dynamodb_fault fault, size_t times)
{
    for (size_t i = 0; i < times; i++)
        add_step(fake, faults[fault]);
}

const char *fake_dynamodb_fault_name(fake_dynamodb_fault fault)
{
    return faults[fault].name;
}

/* ---- answers ---- */

static uint32_t crc32_of(lamina_str bytes)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < bytes.len; i++) {
        crc ^= (unsigned char)bytes.ptr[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xedb88320) : 0);
    }
    return ~crc;
}

static void answer_in_part(fake_dynamodb *fake, const step *now, lamina_str request)
{
    const char *operation = fake->calls[fake->call_count - 1].operation;
    bool is_write = strcmp(operation, "BatchWriteItem") == 0;
    lamina_text_reset(&fake->answer);
    lamina_text_add_format(&fake->answer, "{%s%s\"Unprocessed%s\":", now->members,
                           now->members[0] != '\0' ? "," : "", is_write ? "Items" : "Keys");
    fake_dynamodb__unprocessed_write(&fake->answer, request, now->unprocessed);
    lamina_text_add_char(&fake->answer, '}');
}

static void fill_answer(fake_dynamodb *fake, const step *now, lamina_str request,
                        lamina_http_answer *answer)
{
    lamina_text_reset(&fake->answer);
    lamina_text_add(&fake->answer, lamina_str_from(now->body != NULL ? now->body : now->way.body));
    if (now->members != NULL)
        answer_in_part(fake, now, request);
    answer->status = now->way.http_status;
    answer->received = 1;
    answer->body = lamina_text_view(&fake->answer);
    answer->headers = fake->headers;
    fake->headers[answer->header_count++] =
        (lamina_param){.name = LAMINA_STR("x-amzn-RequestId"), .value = LAMINA_STR("FAKE-REQUEST")};
    if (now->way.body != NULL && !now->way.wrong_crc)
        return; /* not the service's words: they carry no checksum */
    uint32_t crc = crc32_of(answer->body);
    snprintf(fake->crc, sizeof fake->crc, "%" PRIu32, now->way.wrong_crc ? ~crc : crc);
    fake->headers[answer->header_count++] =
        (lamina_param){.name = LAMINA_STR("x-amz-crc32"), .value = lamina_str_from(fake->crc)};
}

/* ---- the transport ---- */

static lamina_str operation_of(const lamina_http_call *call)
{
    for (size_t i = 0; i < call->header_count; i++) {
        lamina_str value = call->headers[i].value;
        if (!lamina_str_equal_nocase(call->headers[i].name, LAMINA_STR("x-amz-target")) ||
            !lamina_str_has_prefix(value, LAMINA_STR(TARGET_PREFIX)))
            continue;
        size_t skip = sizeof TARGET_PREFIX - 1;
        return (lamina_str){value.ptr + skip, value.len - skip};
    }
    return LAMINA_STR("");
}

static void keep_call(fake_dynamodb *fake, const lamina_http_call *call, const passage *way)
{
    fake->calls = must(realloc(fake->calls, (fake->call_count + 1) * sizeof *fake->calls));
    fake->calls[fake->call_count++] =
        (fake_dynamodb_call){.operation = copy(operation_of(call)),
                             .body = copy(call->body),
                             .timeout_ms = call->timeout_ms,
                             .waited_ms = fake->pending_wait_ms,
                             .is_fresh = (call->flags & LAMINA_HTTP_FRESH) != 0,
                             .is_carried_out = way->is_carried_out};
    fake->pending_wait_ms = 0;
}

static lamina_status send_call(void *self, const lamina_http_call *call, lamina_http_answer *answer)
{
    fake_dynamodb *fake = self;
    if (fake->call_count == fake->step_count) {
        fprintf(stderr, "fake_dynamodb: the script has nothing for request %zu, %.*s: %.*s\n",
                fake->call_count + 1, LAMINA_FMT(operation_of(call)), LAMINA_FMT(call->body));
        abort();
    }
    const step *now = &fake->steps[fake->call_count];
    keep_call(fake, call, &now->way);
    *answer = (lamina_http_answer){.size = answer->size,
                                   .reused = now->way.reused,
                                   .sent = !now->way.unsent,
                                   .received = now->way.received};
    if (now->way.times_out)
        test_context_advance_us(fake->test, (int64_t)call->timeout_ms * 1000);
    if (now->way.transport != LAMINA_OK)
        answer->fault = now->way.name;
    else
        fill_answer(fake, now, call->body, answer);
    return now->way.transport;
}

static void wait_ms(void *self, uint32_t milliseconds)
{
    fake_dynamodb *fake = self;
    fake->pending_wait_ms += milliseconds;
    test_context_advance_us(fake->test, (int64_t)milliseconds * 1000);
}

/* ---- birth and end ---- */

fake_dynamodb *fake_dynamodb_new(test_context *test)
{
    fake_dynamodb *fake = must(calloc(1, sizeof *fake));
    fake->test = test;
    lamina_text_init(&fake->answer, BODY_CAP);
    setenv("AWS_ACCESS_KEY_ID", "AKIDFAKE", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "fake", 1);
    const dynamodb_transport transport = {.send = send_call, .wait_ms = wait_ms, .self = fake};
    dynamodb_client_options options = {.size = sizeof options,
                                       .max_attempts = 3,
                                       .region = "eu-central-1",
                                       .endpoint = "http://127.0.0.1:1",
                                       .transport = &transport};
    lamina_str reason = {NULL, 0};
    lamina_status status =
        dynamodb_client_new(&options, test_context_get(test)->arena, &fake->client, &reason);
    if (status != LAMINA_OK) {
        fprintf(stderr, "fake_dynamodb: %.*s\n", LAMINA_FMT(reason));
        abort();
    }
    dynamodb_client_use(fake->client);
    return fake;
}

void fake_dynamodb_free(fake_dynamodb *fake)
{
    if (fake == NULL)
        return;
    dynamodb_client_use(NULL);
    dynamodb_client_free(fake->client);
    for (size_t i = 0; i < fake->step_count; i++) {
        free(fake->steps[i].body);
        free(fake->steps[i].members);
    }
    for (size_t i = 0; i < fake->call_count; i++) {
        free((char *)fake->calls[i].operation);
        free((char *)fake->calls[i].body);
    }
    free(fake->steps);
    free(fake->calls);
    lamina_text_clear(&fake->answer);
    free(fake);
}

/* ---- what was asked ---- */

size_t fake_dynamodb_call_count(const fake_dynamodb *fake)
{
    return fake->call_count;
}

const fake_dynamodb_call *fake_dynamodb_call_at(const fake_dynamodb *fake, size_t i)
{
    if (i < fake->call_count)
        return &fake->calls[i];
    fprintf(stderr, "fake_dynamodb: request %zu was not sent\n", i + 1);
    abort();
}

static bool is_write(const char *operation)
{
    static const char *const writes[] = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem",
                                         "TransactWriteItems"};
    for (size_t i = 0; i < sizeof writes / sizeof *writes; i++)
        if (strcmp(operation, writes[i]) == 0)
            return true;
    return false;
}

/* The same transaction, token and all, as one before it. */
static bool is_replay(const fake_dynamodb *fake, size_t i)
{
    if (strcmp(fake->calls[i].operation, "TransactWriteItems") != 0)
        return false;
    for (size_t j = 0; j < i; j++)
        if (fake->calls[j].is_carried_out && strcmp(fake->calls[j].body, fake->calls[i].body) == 0)
            return true;
    return false;
}

size_t fake_dynamodb_write_count(const fake_dynamodb *fake)
{
    size_t count = 0;
    for (size_t i = 0; i < fake->call_count; i++)
        count += fake->calls[i].is_carried_out && is_write(fake->calls[i].operation) &&
                 !is_replay(fake, i);
    return count;
}
