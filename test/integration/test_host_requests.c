/*
 * test_host_requests.c - events of every kind through bootstrap and a real plugin, and the problems
 * that a client can cause.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host_session.h"
#include "lamina/text.h"

static host_session session;

static void open_session(void)
{
    host_session_open(&session, NULL);
}

static void close_session(void)
{
    host_session_close(&session);
}

/* Another environment than the suite's. */
static void reopen(const runtime_api_child_options *options)
{
    runtime_api_wait_idle(session.server); /* before that, SIGTERM just ends it */
    host_session_close(&session);
    host_session_open(&session, options);
}

static const lamina_json *ask_file(const char *name)
{
    return host_session_ask(&session, host_session_sample(&session, name));
}

static const lamina_json *ask(const char *method, const char *path, const char *members)
{
    return host_session_ask(&session, host_session_rest(&session, method, path, members));
}

static bool is_text(const lamina_json *object, const char *name, const char *expected)
{
    return lamina_str_is(lamina_json_member_string(object, name), expected);
}

static void expect_problem(const lamina_json *answer, int64_t status, const char *code)
{
    char type[128];
    snprintf(type, sizeof(type), "urn:lamina:problem:%s", code);
    cr_expect_eq(host_session_status(answer), status, "%ld, not %ld",
                 (long)host_session_status(answer), (long)status);
    cr_expect(
        lamina_str_is(host_session_header(answer, "Content-Type"), "application/problem+json"));
    const lamina_json *body = host_session_body(&session, answer);
    cr_expect(is_text(body, "type", type), "%.*s",
              LAMINA_FMT(lamina_json_member_string(body, "type")));
    cr_expect_gt(lamina_json_member_string(body, "instance").len, 0);
}

#define AUTHORIZED                                                                                 \
    ",\"requestContext\":{\"authorizer\":{\"principalId\":\"ada\",\"scope\":\"echo:write\"}}"
#define JSON(text) ",\"headers\":{\"Content-Type\":\"application/json\"},\"body\":\"" text "\""

TestSuite(host_requests, .init = open_session, .fini = close_session);

/* ---- sources and shapes; their paths are of /items, which echo does not have ---- */

Test(host_requests, answers_each_source_in_its_shape)
{
    const lamina_json *answer = ask_file("rest");
    expect_problem(answer, 404, "not-found");
    cr_expect_eq(lamina_json_type(lamina_json_member(answer, "statusDescription")),
                 LAMINA_JSON_NONE);
    expect_problem(ask_file("http_v2"), 404, "not-found");
    expect_problem(ask_file("function_url"), 404, "not-found");
    answer = ask_file("alb");
    expect_problem(answer, 404, "not-found");
    cr_expect(is_text(answer, "statusDescription", "404 Not Found"));
    answer = ask_file("alb_multi_value");
    const lamina_json *types =
        lamina_json_member(lamina_json_member(answer, "multiValueHeaders"), "Content-Type");
    cr_expect(
        lamina_str_is(lamina_json_string(lamina_json_first(types)), "application/problem+json"));
}

Test(host_requests, sends_cookies_as_each_source_wants_them)
{
    const lamina_json *answer = ask("GET", "/cookies", "");
    cr_expect_eq(lamina_json_count(lamina_json_member(
                     lamina_json_member(answer, "multiValueHeaders"), "Set-Cookie")),
                 2);
    answer = host_session_ask(&session, "{\"rawPath\":\"/cookies\",\"requestContext\":{\"http\":"
                                        "{\"method\":\"GET\"}}}");
    cr_expect_eq(lamina_json_count(lamina_json_member(answer, "cookies")), 2);
    answer =
        host_session_ask(&session, "{\"httpMethod\":\"GET\",\"path\":\"/cookies\",\"headers\":{},"
                                   "\"requestContext\":{\"elb\":{}}}");
    cr_expect(lamina_str_is(host_session_header(answer, "Set-Cookie"), "theme=dark; Path=/"));
    runtime_api_wait_idle(session.server);
    cr_expect(host_session_logged(&session, "lambda.multi_value_headers.enabled"));
}

Test(host_requests, sends_bytes_as_base64)
{
    const lamina_json *answer = ask("GET", "/binary", "");
    cr_expect(lamina_json_true(lamina_json_member(answer, "isBase64Encoded")));
    lamina_str bytes;
    cr_assert_eq(
        lamina_base64_decode(session.arena, lamina_json_member_string(answer, "body"), &bytes),
        LAMINA_OK);
    cr_expect_eq(bytes.len, 256);
    cr_expect_eq((unsigned char)bytes.ptr[255], 255);
}

/* ---- the request as the plugin sees it ---- */

Test(host_requests, decodes_path_parameters_once)
{
    const lamina_json *answer = ask("GET", "/echo/a%2Fb/parts/100%2525", "");
    const lamina_json *params =
        lamina_json_member(host_session_body(&session, answer), "pathParams");
    const lamina_json *first = lamina_json_first(params);
    const lamina_json *second = lamina_json_next(first);
    cr_expect(lamina_str_is(lamina_json_string(lamina_json_next(lamina_json_first(first))), "a/b"));
    cr_expect(
        lamina_str_is(lamina_json_string(lamina_json_next(lamina_json_first(second))), "100%25"));
}

Test(host_requests, decodes_a_base64_body)
{
    const lamina_json *answer =
        ask("POST", "/request", ",\"body\":\"aGVsbG8=\",\"isBase64Encoded\":true");
    cr_expect(is_text(host_session_body(&session, answer), "rawBody", "hello"));
    runtime_api_push_json(session.server,
                          host_session_rest(&session, "POST", "/request",
                                            ",\"body\":\"a\",\"isBase64Encoded\":true"));
    cr_expect_not_null(strstr(host_session_failure(&session), "not base64"));
}

Test(host_requests, gives_the_records_both_ways)
{
    const lamina_json *answer =
        ask("POST", "/echo", JSON("{\\\"name\\\":\\\"n\\\",\\\"count\\\":3}") AUTHORIZED);
    cr_expect_eq(host_session_status(answer), 201);
    cr_expect(lamina_str_is(host_session_header(answer, "Location"), "/echo/new"));
    cr_expect(is_text(host_session_body(&session, answer), "name", "n"));
    cr_expect_eq(host_session_status(ask("DELETE", "/echo/7", AUTHORIZED)), 204);
}

Test(host_requests, answers_head_and_options)
{
    const lamina_json *answer = ask("HEAD", "/echo/7", "");
    cr_expect_eq(host_session_status(answer), 200);
    cr_expect(lamina_str_is(host_session_header(answer, "Content-Type"), "application/json"));
    cr_expect(is_text(answer, "body", ""));
    answer = ask("OPTIONS", "/echo/7", "");
    cr_expect_eq(host_session_status(answer), 204);
    cr_expect(lamina_str_is(host_session_header(answer, "Allow"),
                            "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"));
}

/* ---- problems ---- */

Test(host_requests, refuses_what_the_client_did_wrong)
{
    expect_problem(ask("GET", "/nothing", ""), 404, "not-found");
    expect_problem(ask("POST", "/echo/7", ""), 405, "method-not-allowed");
    expect_problem(ask("get", "/echo", ""), 405, "method-not-allowed");
    expect_problem(ask("GET", "/echo/%ff", ""), 400, "invalid-path");
    expect_problem(ask("POST", "/echo", JSON("{}")), 401, "unauthenticated");
    expect_problem(ask("GET", "/request/scoped", AUTHORIZED), 403, "forbidden");
    expect_problem(ask("POST", "/raw/small", ",\"body\":\"12345678901234567\""), 413,
                   "content-too-large");
    expect_problem(ask("POST", "/echo", ",\"body\":\"{}\"" AUTHORIZED), 415,
                   "unsupported-media-type");
    expect_problem(ask("POST", "/echo", JSON("{") AUTHORIZED), 400, "malformed-json");
    expect_problem(ask("POST", "/echo", JSON("{}") AUTHORIZED), 422, "invalid-request");
}

Test(host_requests, lists_every_violation)
{
    const lamina_json *answer =
        ask("POST", "/echo", JSON("{\\\"count\\\":\\\"x\\\",\\\"unknown\\\":1}") AUTHORIZED);
    expect_problem(answer, 422, "invalid-request");
    const lamina_json *errors = lamina_json_member(host_session_body(&session, answer), "errors");
    cr_expect_geq(lamina_json_count(errors), 3);
    for (const lamina_json *e = lamina_json_first(errors); e != NULL; e = lamina_json_next(e))
        cr_expect_eq(lamina_json_member_string(e, "pointer").ptr[0], '/');
}

Test(host_requests, tells_the_log_what_the_client_is_not_told)
{
    const lamina_json *answer = ask("GET", "/fail/internal", "");
    expect_problem(answer, 500, "as-asked");
    const lamina_str body = lamina_json_member_string(answer, "body");
    cr_expect_null(memmem(body.ptr, body.len, "hunter2", 7));
    runtime_api_wait_idle(session.server);
    cr_expect(host_session_logged(&session, "hunter2"));
    cr_expect(host_session_logged(&session, "\"level\":\"ERROR\""));
}

Test(host_requests, gives_every_status_its_http_status)
{
    static const struct {
        const char *kind;
        int64_t status;
    } cases[] = {{"syntax", 400},      {"unauthenticated", 401}, {"forbidden", 403},
                 {"not-found", 404},   {"conflict", 409},        {"precondition", 412},
                 {"too-large", 413},   {"invalid", 422},         {"internal", 500},
                 {"unsupported", 501}, {"upstream", 502},        {"throttled", 503},
                 {"ambiguous", 503},   {"timeout", 504}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char path[64];
        snprintf(path, sizeof(path), "/fail/%s", cases[i].kind);
        expect_problem(ask("GET", path, ""), cases[i].status, "as-asked");
    }
    expect_problem(ask("GET", "/unknown-status", ""), 500, "internal-error");
    expect_problem(ask("GET", "/memory", ""), 500, "arena-full");
    cr_expect_eq(host_session_status(ask("GET", "/request", "")), 200);
}

/* ---- the log ---- */

Test(host_requests, writes_one_line_a_request)
{
    (void)ask("GET", "/echo/7", "");
    runtime_api_wait_idle(session.server);
    cr_expect(host_session_logged(&session, "\"message\":\"request\""));
    cr_expect(
        host_session_logged(&session, "\"route\":\"/echo/{id}\",\"status\":200,\"duration_us\":"));
}

Test(host_requests, writes_what_the_handler_adds_into_that_line)
{
    (void)ask("GET", "/log", "");
    (void)ask("GET", "/echo/7", "");
    runtime_api_wait_idle(session.server);
    cr_expect(host_session_logged(&session, ",\"basket\":\"b-1\",\"basket_items\":3}"));
    cr_expect(host_session_logged(&session, "\"route\":\"/echo/{id}\""));
}

Test(host_requests, writes_none_when_the_access_log_is_off)
{
    reopen(&(runtime_api_child_options){.env = {"LAMINA_ACCESS_LOG=off"}});
    (void)ask("GET", "/echo/7", "");
    runtime_api_wait_idle(session.server);
    cr_expect_not(host_session_logged(&session, "\"message\":\"request\""));
}

Test(host_requests, serves_one_operation_alone)
{
    reopen(&(runtime_api_child_options){.handler = "echo.get_order"});
    cr_expect_eq(host_session_status(ask("GET", "/echo/7", "")), 200);
    expect_problem(ask("DELETE", "/echo/7", AUTHORIZED), 405, "method-not-allowed");
    expect_problem(ask("GET", "/request", ""), 404, "not-found");
}
