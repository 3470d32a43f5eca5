/* The client over real connections: what only a server that misbehaves shows. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dynamodb/client.h"
#include "fake_server.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;
static fake_server *server;
static dynamodb_client *client;
static dynamodb_error error;

static void start(void)
{
    setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "SECRET", 1);
    unsetenv("AWS_SESSION_TOKEN");
    unsetenv("AWS_MAX_ATTEMPTS");
    test = test_context_new();
    test_context_use_system_clock(test);
    context = test_context_get(test);
}

static void stop(void)
{
    dynamodb_client_free(client);
    fake_server_stop(server);
    test_context_free(test);
}

TestSuite(connection, .init = start, .fini = stop);

static void serve(const fake_reply *replies, size_t count)
{
    char url[64];
    server = fake_server_start(replies, count);
    snprintf(url, sizeof url, "http://127.0.0.1:%u", fake_server_port(server));
    dynamodb_client_options options = {.size = sizeof options,
                                       .region = "eu-central-1",
                                       .endpoint = url,
                                       .request_timeout_ms = 300};
    lamina_str reason = {.ptr = NULL, .len = 0};
    cr_assert_eq(dynamodb_client_new(&options, context->arena, &client, &reason), LAMINA_OK);
}

#define SERVE(...)                                                                                 \
    static const fake_reply replies[] = {__VA_ARGS__};                                             \
    serve(replies, sizeof replies / sizeof *replies)

static lamina_status send(uint32_t repeat)
{
    const lamina_json *answer = NULL;
    dynamodb_request request = {.size = sizeof request,
                                .repeat = repeat,
                                .operation = "UpdateItem",
                                .body = LAMINA_STR("{\"TableName\":\"t\"}")};
    error = (dynamodb_error){.size = sizeof error};
    return dynamodb_send(client, context, &request, &answer, &error);
}

#define FINE "HTTP/1.1 200 OK\r\nx-amz-crc32: 2745614147\r\nContent-Length: 2\r\n\r\n{}"

Test(connection, one_serves_all_requests)
{
    SERVE({.answer = FINE});
    for (int i = 0; i < 5; i++)
        cr_assert_eq(send(DYNAMODB_REPEAT_UNSAFE), LAMINA_OK);
    cr_assert_eq(fake_server_connections(server), 1);
    cr_assert_eq(fake_server_requests(server), 5);
}

Test(connection, the_host_that_is_sent_is_the_host_that_was_signed)
{
    SERVE({.answer = FINE});
    char host[64];
    cr_assert_eq(send(DYNAMODB_REPEAT_SAFE), LAMINA_OK);
    const char *request = fake_server_request(server, 0);
    snprintf(host, sizeof host, "\r\nhost: 127.0.0.1:%u\r\n", fake_server_port(server));
    const char *found = strcasestr(request, host);
    cr_assert_not_null(found, "%s", request);
    cr_assert_null(strcasestr(found + 2, "\r\nhost:"), "%s", request);
    cr_assert_eq(strncmp(request, "POST / HTTP/1.1\r\n", 17), 0);
    cr_assert_null(strcasestr(request, "expect:"));
}

Test(connection, a_connection_that_the_server_closed_is_replaced)
{
    SERVE({.answer = FINE, .close = true}, {.answer = FINE, .close = true}, {.answer = FINE});
    for (int i = 0; i < 3; i++)
        cr_assert_eq(send(DYNAMODB_REPEAT_SAFE), LAMINA_OK);
    cr_assert_eq(fake_server_connections(server), 3);
}

/* The server took the whole request and hung up: it may have been carried out. */
Test(connection, an_unsafe_request_is_never_sent_twice_behind_the_callers_back)
{
    SERVE({.answer = FINE}, {.answer = NULL, .close = true}, {.answer = FINE});
    cr_assert_eq(send(DYNAMODB_REPEAT_UNSAFE), LAMINA_OK);
    cr_assert_eq(send(DYNAMODB_REPEAT_UNSAFE), LAMINA_E_AMBIGUOUS);
    cr_assert_eq(fake_server_requests(server), 2);
}

Test(connection, a_safe_request_goes_over_a_new_one_at_once)
{
    SERVE({.answer = FINE}, {.answer = NULL, .close = true}, {.answer = FINE});
    cr_assert_eq(send(DYNAMODB_REPEAT_SAFE), LAMINA_OK);
    cr_assert_eq(send(DYNAMODB_REPEAT_SAFE), LAMINA_OK);
    cr_assert_eq(error.attempts, 2);
    cr_assert_eq(fake_server_requests(server), 3);
    cr_assert_eq(fake_server_connections(server), 2);
}

Test(connection, half_an_answer_is_none)
{
    SERVE({.answer = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"Item\":{", .close = true},
          {.answer = "HTTP/1.1 200 OK\r\nContent-Le", .close = true}, {.answer = FINE},
          {.answer = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"Item\":{", .close = true});
    cr_assert_eq(send(DYNAMODB_REPEAT_SAFE), LAMINA_OK);
    cr_assert_eq(error.attempts, 3);
    cr_assert_eq(send(DYNAMODB_REPEAT_UNSAFE), LAMINA_E_AMBIGUOUS);
}

Test(connection, a_server_that_never_answers_is_given_up_in_time)
{
    SERVE({.answer = NULL});
    test_context_set_remaining_ms(test, 450);
    cr_assert_eq(send(DYNAMODB_REPEAT_SAFE), LAMINA_E_AMBIGUOUS);
    cr_assert_eq(error.kind, DYNAMODB_ERROR_TRANSPORT);
    cr_assert_gt(lamina_remaining_ms(context), 0);
}

Test(connection, nobody_there_is_unavailable)
{
    SERVE({.answer = FINE});
    fake_server_stop(server);
    server = NULL;
    cr_assert_eq(send(DYNAMODB_REPEAT_UNSAFE), LAMINA_E_UNAVAILABLE);
    cr_assert_eq(error.attempts, 3);
    cr_assert_eq(error.http_status, 0);
    cr_assert_eq(error.kind, DYNAMODB_ERROR_TRANSPORT);
}
