/*
 * What functions may answer, and what API Gateway makes of it.
 */
#include "proxy_answer.h"

#include <criterion/criterion.h>
#include <string.h>

#include "lamina/text.h"

static lamina_arena *arena;
static local_reply reply;
static lamina_str reason;

static void start(void)
{
    arena = lamina_arena_new(8 << 20);
    cr_assert_not_null(arena);
}

static void stop(void)
{
    lamina_arena_free(arena);
}

TestSuite(test_proxy_answer, .init = start, .fini = stop);

static void expect_good(const char *json)
{
    reason = LAMINA_STR("");
    lamina_status status = local__proxy_answer_read(arena, lamina_str_from(json), &reply, &reason);
    cr_assert_eq(status, LAMINA_OK, "%s: %.*s", json, LAMINA_FMT(reason));
}

static void expect_bad(const char *json, const char *why)
{
    reason = LAMINA_STR("");
    cr_expect_eq(local__proxy_answer_read(arena, lamina_str_from(json), &reply, &reason),
                 LAMINA_E_INVALID, "%s", json);
    cr_expect(memmem(reason.ptr, reason.len, why, strlen(why)) != NULL, "%s: %.*s", json,
              LAMINA_FMT(reason));
}

static size_t times(const char *name, const char *value)
{
    size_t count = 0;
    for (size_t i = 0; i < reply.header_count; i++)
        count += lamina_str_is(reply.headers[i].name, name) &&
                 lamina_str_is(reply.headers[i].value, value);
    return count;
}

Test(test_proxy_answer, needs_no_more_than_a_status)
{
    expect_good("{\"statusCode\":204}");
    cr_expect_eq(reply.status, 204);
    cr_expect_eq(reply.body.len, 0);
    expect_good("{\"statusCode\":\"201\",\"headers\":null,\"body\":null,\"isBase64Encoded\":null}");
    cr_expect_eq(reply.status, 201);
}

Test(test_proxy_answer, lets_multi_value_headers_win)
{
    expect_good("{\"statusCode\":200,\"headers\":{\"x-a\":\"single\",\"X-B\":1,\"X-C\":true},"
                "\"multiValueHeaders\":{\"X-A\":[\"one\",\"two\"]}}");
    cr_expect_eq(reply.header_count, 4);
    cr_expect_eq(times("X-A", "one") + times("X-A", "two"), 2);
    cr_expect_eq(times("X-B", "1") + times("X-C", "true"), 2);
}

Test(test_proxy_answer, renames_and_drops_what_is_api_gateway_s_own)
{
    expect_good("{\"statusCode\":401,\"headers\":{\"WWW-Authenticate\":\"Bearer\","
                "\"date\":\"today\",\"Server\":\"s\",\"Connection\":\"close\","
                "\"Content-Length\":\"9\",\"Transfer-Encoding\":\"chunked\",\"Upgrade\":\"h2c\","
                "\"content-type\":\"text/plain\"}}");
    cr_expect_eq(reply.header_count, 5);
    cr_expect_eq(times("x-amzn-Remapped-WWW-Authenticate", "Bearer"), 1);
    cr_expect_eq(times("x-amzn-Remapped-date", "today"), 1);
    cr_expect_eq(times("x-amzn-Remapped-Connection", "close"), 1);
    cr_expect(lamina_str_is(reply.content_type, "text/plain"));
}

Test(test_proxy_answer, decodes_base64)
{
    expect_good("{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"AAH/\"}");
    cr_expect(lamina_str_equal(reply.body, LAMINA_STR("\x00\x01\xff")));
}

Test(test_proxy_answer, refuses_what_is_no_answer)
{
    expect_bad("", "no JSON");
    expect_bad("{\"statusCode\":200", "no JSON");
    expect_bad("null", "no JSON object");
    expect_bad("\"text\"", "no JSON object");
    expect_bad("{}", "statusCode is missing");
    expect_bad("{\"statusCode\":null}", "statusCode is missing");
    expect_bad("{\"statusCode\":200.5}", "integer from 200 to 599");
    expect_bad("{\"statusCode\":\"ok\"}", "integer from 200 to 599");
    expect_bad("{\"statusCode\":101}", "integer from 200 to 599");
    expect_bad("{\"statusCode\":600}", "integer from 200 to 599");
    expect_bad("{\"statusCode\":200,\"body\":{}}", "body must be a string");
    expect_bad("{\"statusCode\":200,\"body\":5}", "body must be a string");
    expect_bad("{\"statusCode\":200,\"isBase64Encoded\":\"true\"}", "must be a boolean");
    expect_bad("{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"%\"}", "no base64");
    expect_bad("{\"statusCode\":200,\"headers\":[]}", "headers must be an object");
    expect_bad("{\"statusCode\":200,\"headers\":{\"A\":[\"x\"]}}", "value must be a string");
    expect_bad("{\"statusCode\":200,\"headers\":{\"A B\":\"x\"}}", "no header name: \"A B\"");
    expect_bad("{\"statusCode\":200,\"headers\":{\"\":\"x\"}}", "no header name");
    expect_bad("{\"statusCode\":200,\"headers\":{\"A\":\"x\\r\\nB: y\"}}", "control characters");
    expect_bad("{\"statusCode\":200,\"headers\":{\"A\":\"x\\u0000y\"}}", "control characters");
    expect_bad("{\"statusCode\":200,\"multiValueHeaders\":{\"A\":\"x\"}}", "must hold arrays");
    expect_bad("{\"statusCode\":200,\"cookies\":[]}", "has no member \"cookies\"");
}
