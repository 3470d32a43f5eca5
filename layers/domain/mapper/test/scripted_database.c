/* A database that answers from a script: see scripted_database.h. */
#include "scripted_database.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"

typedef struct asked {
    char *operation;
    char *body;
} asked;

static struct {
    test_context *test;
    dynamodb_client *client;
    struct {
        int32_t status;
        char *body;
    } answers[SCRIPTED_ANSWER_CAP];
    size_t answer_count;
    asked requests[SCRIPTED_ANSWER_CAP];
    size_t request_count;
} database;

static char *copy(lamina_str text)
{
    char *bytes = malloc(text.len + 1);
    cr_assert_not_null(bytes);
    if (text.len > 0)
        memcpy(bytes, text.ptr, text.len);
    bytes[text.len] = '\0';
    return bytes;
}

static lamina_status send(void *self, const lamina_http_call *call, lamina_http_answer *answer)
{
    (void)self;
    size_t i = database.request_count++;
    cr_assert_lt(i, database.answer_count, "more requests than the script has answers: %.*s",
                 LAMINA_FMT(call->body));
    for (size_t h = 0; h < call->header_count; h++)
        if (lamina_str_equal_nocase(call->headers[h].name, LAMINA_STR("x-amz-target")))
            database.requests[i].operation = copy(call->headers[h].value);
    database.requests[i].body = copy(call->body);
    answer->sent = 1;
    answer->fault = database.answers[i].body == NULL ? "cut" : NULL;
    if (database.answers[i].body == NULL)
        return LAMINA_E_UNAVAILABLE;
    answer->status = database.answers[i].status;
    answer->body = lamina_str_from(database.answers[i].body);
    answer->received = 1;
    return LAMINA_OK;
}

static void wait_ms(void *self, uint32_t milliseconds)
{
    (void)self;
    test_context_advance_us(database.test, (int64_t)milliseconds * 1000);
}

static const dynamodb_transport transport = {.send = send, .wait_ms = wait_ms};

void scripted_database_open(void)
{
    setenv("AWS_ACCESS_KEY_ID", "AKIDTEST", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "secret", 1);
    setenv("LAMINA_LEDGER", "off", 1); /* bodies are what the operations themselves ask */
    unsetenv("SAMPLE_TABLE_NAME");
    unsetenv("NOTE_TABLE_NAME");
    unsetenv("PAIR_TABLE_NAME");
    database.test = test_context_new();
    dynamodb_client_options options = {.size = sizeof options,
                                       .max_attempts = 3,
                                       .region = "eu-central-1",
                                       .endpoint = "http://127.0.0.1:1",
                                       .transport = &transport};
    lamina_str reason = {NULL, 0};
    lamina_status status =
        dynamodb_client_new(&options, scripted_context()->arena, &database.client, &reason);
    cr_assert_eq(status, LAMINA_OK, "%.*s", LAMINA_FMT(reason));
    dynamodb_client_use(database.client);
}

void scripted_database_close(void)
{
    dynamodb_client_use(NULL);
    dynamodb_client_free(database.client);
    test_context_free(database.test);
    for (size_t i = 0; i < SCRIPTED_ANSWER_CAP; i++) {
        free(database.answers[i].body);
        free(database.requests[i].operation);
        free(database.requests[i].body);
    }
}

lamina_context *scripted_context(void)
{
    return test_context_get(database.test);
}

test_context *scripted_test(void)
{
    return database.test;
}

void scripted_answer(int32_t http_status, const char *body)
{
    cr_assert_lt(database.answer_count, SCRIPTED_ANSWER_CAP);
    database.answers[database.answer_count].status = http_status;
    if (body != NULL)
        database.answers[database.answer_count].body = copy(lamina_str_from(body));
    database.answer_count++;
}

void scripted_error(const char *type, const char *members)
{
    char body[4096];
    int len = snprintf(body, sizeof body,
                       "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"m\"%s%s}",
                       type, members == NULL ? "" : ",", members == NULL ? "" : members);
    cr_assert(len > 0 && (size_t)len < sizeof body);
    scripted_answer(400, body);
}

size_t scripted_request_count(void)
{
    return database.request_count;
}

lamina_str scripted_body(size_t i)
{
    cr_assert_lt(i, database.request_count);
    return lamina_str_from(database.requests[i].body);
}

void scripted_expect(size_t i, const char *operation, const char *body)
{
    cr_assert_lt(i, database.request_count, "request %zu was not sent: %.*s", i,
                 LAMINA_FMT(test_context_causes(database.test)));
    char target[64];
    snprintf(target, sizeof target, "DynamoDB_20120810.%s", operation);
    cr_assert_str_eq(database.requests[i].operation, target);
    cr_assert_str_eq(database.requests[i].body, body);
}

void scripted_expect_status(lamina_status status, lamina_status expected)
{
    cr_assert_eq(status, expected, "%s, not %s: %.*s", lamina_status_name(status),
                 lamina_status_name(expected), LAMINA_FMT(test_context_causes(database.test)));
}

void scripted_expect_text(lamina_str got, const char *expected)
{
    cr_assert(lamina_str_is(got, expected), "got \"%.*s\", not \"%s\"", LAMINA_FMT(got), expected);
}
