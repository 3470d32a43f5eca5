/*
 * The stage's front with a real module behind it: whose path it is, and what becomes of a request.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/json.h"
#include "lamina/text.h"
#include "stage_process.h"

static stage_process *stage;
static lamina_http_client *client;

static void start(void)
{
    stage = stage_start(&(stage_options){.plugins = {"echo"}});
    client = lamina_http_client_new(NULL);
    cr_assert_not_null(client);
}

static void stop(void)
{
    lamina_http_client_free(client);
    cr_expect_eq(stage_stop(stage), 0);
}

TestSuite(test_stage_routes, .init = start, .fini = stop);

static void expect_answer(const lamina_http_answer *answer, int32_t status, const char *body)
{
    cr_expect_eq(answer->status, status, "status %d, not %d", answer->status, status);
    cr_expect(lamina_str_is(answer->body, body), "%.*s", LAMINA_FMT(answer->body));
}

static void expect_header(const lamina_http_answer *answer, const char *name, const char *value)
{
    lamina_str found = stage_header(answer, name);
    cr_expect(lamina_str_is(found, value), "%s: %.*s", name, LAMINA_FMT(found));
}

Test(test_stage_routes, answers_health_itself)
{
    lamina_http_answer answer = stage_get(client, stage, "/health");
    expect_answer(&answer, 200, "{\"status\":\"ok\"}");
    cr_expect_eq(stage_header(&answer, "x-amzn-RequestId").len, 36);
    cr_expect_eq(stage_header(&answer, "x-amz-apigw-id").len, 16);
    expect_header(&answer, "Content-Type", "application/json");
    cr_expect_eq(stage_children(stage, NULL, 0), 0, "nothing is started before it is needed");
}

Test(test_stage_routes, refuses_paths_that_nobody_attached)
{
    static const char *const paths[] = {"/nobody", "", "/", "/health/more", "/Request"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        lamina_http_answer answer = stage_get(client, stage, paths[i]);
        expect_answer(&answer, 403, "{\"message\":\"Missing Authentication Token\"}");
        expect_header(&answer, "x-amzn-ErrorType", "MissingAuthenticationTokenException");
    }
    lamina_http_answer answer =
        stage_send(client, stage, &(stage_call){.method = "DELETE", .path = "/health"});
    cr_expect_eq(answer.status, 403);
}

Test(test_stage_routes, forbids_what_lies_outside_of_the_stage)
{
    static const char *const targets[] = {"/", "/v2/request", "/v1x/request", "*"};
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        char text[128];
        snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                 targets[i]);
        char *answer = stage_raw(stage, lamina_str_from(text));
        cr_expect(strstr(answer, "HTTP/1.1 403 ") == answer, "%s: %s", targets[i], answer);
        cr_expect_not_null(strstr(answer, "{\"message\":\"Forbidden\"}"));
        free(answer);
    }
}

static const lamina_json *read_body(lamina_arena *arena, const lamina_http_answer *answer)
{
    const lamina_json *value = NULL;
    cr_assert_eq(lamina_json_read(arena, answer->body, 0, &value, NULL), LAMINA_OK, "%.*s",
                 LAMINA_FMT(answer->body));
    return value;
}

static lamina_str pair_value(const lamina_json *pairs, const char *name)
{
    for (const lamina_json *at = lamina_json_first(pairs); at; at = lamina_json_next(at))
        if (lamina_str_is(lamina_json_string(lamina_json_first(at)), name))
            return lamina_json_string(lamina_json_next(lamina_json_first(at)));
    return LAMINA_STR("(absent)");
}

Test(test_stage_routes, hands_the_whole_request_to_the_function)
{
    lamina_http_answer answer = stage_send(
        client, stage,
        &(stage_call){.method = "POST",
                      .path = "/request?a=1&a=2&b=%C3%A4+%26",
                      .body = LAMINA_STR("{\"n\":\"\xc3\xa4\"}"),
                      .headers = {{LAMINA_STR("Content-Type"), LAMINA_STR("application/json")},
                                  {LAMINA_STR("X-Twice"), LAMINA_STR("one")},
                                  {LAMINA_STR("X-Twice"), LAMINA_STR("two")},
                                  {LAMINA_STR("X-Forwarded-For"), LAMINA_STR("10.0.0.1")}}});
    cr_assert_eq(answer.status, 200, "%.*s", LAMINA_FMT(answer.body));
    lamina_arena *arena = lamina_arena_new(1 << 20);
    const lamina_json *seen = read_body(arena, &answer);
    int64_t source = 0;
    lamina_json_int64(lamina_json_member(seen, "source"), &source);
    cr_expect_eq(source, 1, "the host takes it for a REST API's");
    cr_expect(lamina_str_is(lamina_json_member_string(seen, "method"), "POST"));
    cr_expect(lamina_str_is(lamina_json_member_string(seen, "path"), "/request"));
    cr_expect(lamina_str_is(lamina_json_member_string(seen, "rawBody"), "{\"n\":\"\xc3\xa4\"}"));
    cr_expect(lamina_str_is(lamina_json_member_string(seen, "sourceIp"), "127.0.0.1"));
    cr_expect(lamina_str_is(lamina_json_member_string(seen, "functionArn"),
                            "arn:aws:lambda:eu-central-1:123456789012:function:echo"));
    const lamina_json *query = lamina_json_member(seen, "queryParams");
    cr_expect_eq(lamina_json_count(query), 3);
    cr_expect(lamina_str_is(pair_value(query, "b"), "\xc3\xa4 &"));
    const lamina_json *headers = lamina_json_member(seen, "headers");
    cr_expect(lamina_str_is(pair_value(headers, "X-Forwarded-For"), "10.0.0.1, 127.0.0.1"));
    cr_expect(lamina_str_is(pair_value(headers, "Content-Length"), "(absent)"));
    cr_expect(lamina_str_is(pair_value(headers, "X-Twice"), "one"));
    lamina_arena_free(arena);
}

Test(test_stage_routes, carries_bytes_both_ways)
{
    char bytes[256];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)i;
    lamina_str all = {bytes, sizeof bytes};
    lamina_http_answer answer = stage_send(
        client, stage,
        &(stage_call){.method = "POST",
                      .path = "/raw",
                      .body = all,
                      .headers = {{LAMINA_STR("Content-Type"), LAMINA_STR("image/png")}}});
    cr_expect_eq(answer.status, 200);
    cr_expect(lamina_str_equal(answer.body, all));
    expect_header(&answer, "Content-Type", "image/png");
}

Test(test_stage_routes, carries_a_megabyte_both_ways)
{
    size_t len = 1000000;
    char *bytes = malloc(len);
    cr_assert_not_null(bytes);
    memset(bytes, 'x', len);
    lamina_http_answer answer = stage_send(
        client, stage,
        &(stage_call){.method = "POST",
                      .path = "/raw",
                      .body = {bytes, len},
                      .headers = {{LAMINA_STR("Content-Type"), LAMINA_STR("text/plain")}}});
    cr_expect_eq(answer.status, 200);
    cr_expect(lamina_str_equal(answer.body, (lamina_str){bytes, len}));
    free(bytes);
}

Test(test_stage_routes, sends_a_header_as_often_as_the_function_did)
{
    lamina_http_answer answer = stage_get(client, stage, "/cookies");
    size_t cookies = 0;
    for (size_t i = 0; i < answer.header_count; i++)
        cookies += lamina_str_is(answer.headers[i].name, "Set-Cookie");
    cr_expect_eq(cookies, 2);
}

Test(test_stage_routes, decodes_greedy_paths_once)
{
    lamina_http_answer answer = stage_get(client, stage, "/files/a%2Fb/c%2520d");
    expect_answer(&answer, 200, "a/b/c%20d");
}

Test(test_stage_routes, answers_head_without_content)
{
    char *answer = stage_raw(stage, LAMINA_STR("HEAD /v1/files/abc HTTP/1.1\r\nHost: x\r\n\r\n"
                                               "GET /v1/health HTTP/1.1\r\nHost: x\r\n"
                                               "Connection: close\r\n\r\n"));
    cr_expect(strstr(answer, "HTTP/1.1 200 OK\r\n") == answer, "%s", answer);
    const char *second = strstr(answer, "\r\n\r\nHTTP/1.1 200 OK\r\n");
    cr_expect_not_null(second, "the next answer follows at once: %s", answer);
    free(answer);
}

Test(test_stage_routes, answers_preflights_itself_and_other_options_by_the_function)
{
    lamina_http_answer answer = stage_send(
        client, stage,
        &(stage_call){
            .method = "OPTIONS",
            .path = "/request",
            .headers = {{LAMINA_STR("Origin"), LAMINA_STR("https://a.example")},
                        {LAMINA_STR("Access-Control-Request-Method"), LAMINA_STR("POST")}}});
    cr_expect_eq(answer.status, 200);
    expect_header(&answer, "Access-Control-Allow-Origin", "*");
    cr_expect_gt(stage_header(&answer, "Access-Control-Allow-Methods").len, 0);
    cr_expect_eq(stage_children(stage, NULL, 0), 0, "no function was asked");

    answer = stage_send(client, stage, &(stage_call){.method = "OPTIONS", .path = "/request"});
    cr_expect_gt(stage_header(&answer, "Allow").len, 0);
    cr_expect_eq(stage_children(stage, NULL, 0), 1);
}

Test(test_stage_routes, refuses_websockets_by_name)
{
    char *answer = stage_raw(stage, LAMINA_STR("GET /v1/request HTTP/1.1\r\nHost: x\r\n"
                                               "Connection: Upgrade\r\n"
                                               "Upgrade: websocket\r\n\r\n"));
    cr_expect(strstr(answer, "HTTP/1.1 501 ") == answer, "%s", answer);
    cr_expect_not_null(strstr(answer, "does not emulate WebSocket"));
    free(answer);
}

Test(test_stage_routes, refuses_content_over_ten_megabytes)
{
    size_t len = ((size_t)10 << 20) + 1;
    char *bytes = calloc(1, len);
    cr_assert_not_null(bytes);
    lamina_http_answer answer = stage_send(
        client, stage, &(stage_call){.method = "POST", .path = "/raw", .body = {bytes, len}});
    expect_answer(&answer, 413, "{\"message\":\"Request Too Long\"}");
    free(bytes);
}

Test(test_stage_routes, refuses_content_that_makes_an_event_over_lambda_s_limit)
{
    size_t len = (size_t)7 << 20;
    char *bytes = malloc(len);
    cr_assert_not_null(bytes);
    memset(bytes, 'x', len);
    lamina_http_answer answer = stage_send(
        client, stage, &(stage_call){.method = "POST", .path = "/raw", .body = {bytes, len}});
    expect_answer(&answer, 413, "{\"message\":\"Request Too Long\"}");
    free(bytes);
}
