/*
 * The event that a function gets, against what API Gateway documents.
 */
#include "proxy_event.h"

#include <criterion/criterion.h>
#include <string.h>

#include "lamina/json.h"

static lamina_arena *arena;
static lamina_text event;
static const local_ids ids = {.request = "11111111-1111-4111-8111-111111111111",
                              .extended = "AAAAAAAAAAAAAAA=",
                              .invocation = "22222222-2222-4222-8222-222222222222",
                              .trace = "Root=1-2-3"};

static void start(void)
{
    arena = lamina_arena_new(8 << 20);
    lamina_text_init(&event, 8 << 20);
    cr_assert_not_null(arena);
}

static void stop(void)
{
    lamina_text_clear(&event);
    lamina_arena_free(arena);
}

TestSuite(test_proxy_event, .init = start, .fini = stop);

static local_proxy_request request_of(const char *method, const char *path)
{
    return (local_proxy_request){.method = lamina_str_from(method),
                                 .path = lamina_str_from(path),
                                 .resource = LAMINA_STR("/partners"),
                                 .stage = LAMINA_STR("v1"),
                                 .protocol = LAMINA_STR("HTTP/1.1"),
                                 .source_ip = LAMINA_STR("127.0.0.1"),
                                 .ids = &ids,
                                 .now_ms = 1428582896000};
}

static const lamina_json *write_and_read(const local_proxy_request *request)
{
    const lamina_json *value = NULL;
    cr_assert_eq(local__proxy_event_write(arena, request, &event), LAMINA_OK);
    cr_assert_eq(lamina_json_read(arena, lamina_text_view(&event), 0, &value, NULL), LAMINA_OK,
                 "%s", event.ptr);
    return value;
}

static void expect_string(const lamina_json *object, const char *name, const char *value)
{
    lamina_str found = lamina_json_member_string(object, name);
    cr_expect(lamina_str_is(found, value), "%s: %.*s", name, LAMINA_FMT(found));
}

static void expect_null(const lamina_json *object, const char *name)
{
    cr_expect_eq(lamina_json_type(lamina_json_member(object, name)), LAMINA_JSON_NULL, "%s", name);
}

Test(test_proxy_event, has_null_for_what_is_not_there)
{
    local_proxy_request request = request_of("GET", "/partners");
    const lamina_json *json = write_and_read(&request);
    static const char *const nulls[] = {"headers",
                                        "multiValueHeaders",
                                        "queryStringParameters",
                                        "multiValueQueryStringParameters",
                                        "pathParameters",
                                        "stageVariables",
                                        "body"};
    for (size_t i = 0; i < sizeof nulls / sizeof nulls[0]; i++)
        expect_null(json, nulls[i]);
    cr_expect(!lamina_json_true(lamina_json_member(json, "isBase64Encoded")));
    expect_string(json, "resource", "/partners");
    expect_string(json, "path", "/partners");
    expect_string(json, "httpMethod", "GET");
}

Test(test_proxy_event, tells_the_context)
{
    local_proxy_request request = request_of("GET", "/partners");
    const lamina_json *context = lamina_json_member(write_and_read(&request), "requestContext");
    expect_string(context, "requestId", ids.request);
    expect_string(context, "extendedRequestId", ids.extended);
    expect_string(context, "stage", "v1");
    expect_string(context, "path", "/v1/partners");
    expect_string(context, "resourcePath", "/partners");
    expect_string(context, "requestTime", "09/Apr/2015:12:34:56 +0000");
    expect_string(context, "accountId", "123456789012");
    cr_expect_gt(lamina_json_member_string(context, "resourceId").len, 0);
    expect_string(lamina_json_member(context, "identity"), "sourceIp", "127.0.0.1");
    expect_null(lamina_json_member(context, "identity"), "userAgent");
    int64_t epoch = 0;
    lamina_json_int64(lamina_json_member(context, "requestTimeEpoch"), &epoch);
    cr_expect_eq(epoch, 1428582896000);
}

Test(test_proxy_event, groups_headers_by_name_in_any_case_and_the_last_value_wins)
{
    const lamina_param headers[] = {{LAMINA_STR("X-A"), LAMINA_STR("1")},
                                    {LAMINA_STR("User-Agent"), LAMINA_STR("test")},
                                    {LAMINA_STR("x-a"), LAMINA_STR("2")}};
    local_proxy_request request = request_of("GET", "/partners");
    request.headers = headers;
    request.header_count = 3;
    const lamina_json *json = write_and_read(&request);
    cr_expect_eq(lamina_json_count(lamina_json_member(json, "headers")), 2);
    expect_string(lamina_json_member(json, "headers"), "X-A", "2");
    const lamina_json *all =
        lamina_json_member(lamina_json_member(json, "multiValueHeaders"), "X-A");
    cr_assert_eq(lamina_json_count(all), 2);
    cr_expect(lamina_str_is(lamina_json_string(lamina_json_first(all)), "1"));
    const lamina_json *context = lamina_json_member(json, "requestContext");
    expect_string(lamina_json_member(context, "identity"), "userAgent", "test");
}

Test(test_proxy_event, decodes_the_query_once)
{
    local_proxy_request request = request_of("GET", "/partners");
    request.query = LAMINA_STR("limit=5&a=1&&a=x%2By+z&flag&bad=%zz&twice=%2525");
    const lamina_json *json = write_and_read(&request);
    const lamina_json *query = lamina_json_member(json, "queryStringParameters");
    cr_expect_eq(lamina_json_count(query), 5);
    expect_string(query, "limit", "5");
    expect_string(query, "a", "x+y z");
    expect_string(query, "flag", "");
    expect_string(query, "bad", "%zz");
    expect_string(query, "twice", "%25");
    const lamina_json *multi = lamina_json_member(json, "multiValueQueryStringParameters");
    cr_expect_eq(lamina_json_count(lamina_json_member(multi, "a")), 2);
}

Test(test_proxy_event, gives_the_proxy_parameter_without_a_leading_slash)
{
    local_proxy_request request = request_of("GET", "/partners/1/x%2Fy");
    request.resource = LAMINA_STR("/partners/{proxy+}");
    request.proxy = LAMINA_STR("1/x%2Fy");
    const lamina_json *json = write_and_read(&request);
    expect_string(json, "path", "/partners/1/x%2Fy");
    expect_string(lamina_json_member(json, "pathParameters"), "proxy", "1/x%2Fy");
}

static void expect_body(const char *content_type, lamina_str body, const char *text, bool base64)
{
    const lamina_param header = {LAMINA_STR("Content-Type"), lamina_str_from(content_type)};
    local_proxy_request request = request_of("POST", "/partners");
    request.headers = &header;
    request.header_count = content_type ? 1 : 0;
    request.body = body;
    lamina_text_reset(&event);
    const lamina_json *json = write_and_read(&request);
    expect_string(json, "body", text);
    cr_expect_eq(lamina_json_true(lamina_json_member(json, "isBase64Encoded")), base64, "%s",
                 content_type ? content_type : "no type");
}

Test(test_proxy_event, carries_text_as_text_and_all_else_in_base64)
{
    expect_body("application/json", LAMINA_STR("{\"a\":\"\\n\"}"), "{\"a\":\"\\n\"}", false);
    expect_body("application/merge-patch+json; charset=utf-8", LAMINA_STR("{}"), "{}", false);
    expect_body("text/plain", LAMINA_STR("\xc3\xa4"), "\xc3\xa4", false);
    expect_body(NULL, LAMINA_STR("plain"), "plain", false);
    expect_body("application/json", LAMINA_STR("\xff\xfe"), "//4=", true);
    expect_body("image/png", LAMINA_STR("abc"), "YWJj", true);
    expect_body("application/octet-stream", LAMINA_STR("abc"), "YWJj", true);
}

Test(test_proxy_event, stops_at_the_cap)
{
    lamina_text small;
    lamina_text_init(&small, 300);
    local_proxy_request request = request_of("GET", "/partners");
    cr_expect_eq(local__proxy_event_write(arena, &request, &small), LAMINA_E_LIMIT);
    lamina_text_clear(&small);
}

Test(test_proxy_event, says_who_is_asking_in_the_authorizers_words)
{
    local_proxy_request request = request_of("GET", "/partners");
    const lamina_json *value = write_and_read(&request);
    cr_expect_eq(lamina_json_type(
                     lamina_json_member(lamina_json_member(value, "requestContext"), "authorizer")),
                 LAMINA_JSON_NONE);
    lamina_text_reset(&event);
    request.authorizer = LAMINA_STR("{\"principalId\":\"ada\"}");
    value = write_and_read(&request);
    expect_string(lamina_json_member(lamina_json_member(value, "requestContext"), "authorizer"),
                  "principalId", "ada");
}

Test(test_proxy_event, shows_an_authorizer_all_but_the_content)
{
    local_proxy_request request = request_of("POST", "/partners/1");
    const lamina_param headers[] = {{LAMINA_STR("Authorization"), LAMINA_STR("Bearer x")}};
    request.headers = headers;
    request.header_count = 1;
    request.query = LAMINA_STR("a=1");
    request.body = LAMINA_STR("secret");
    const lamina_json *value = NULL;
    cr_assert_eq(
        local__authorizer_event_write(arena, &request, local__method_arn(arena, &request), &event),
        LAMINA_OK);
    cr_assert_eq(lamina_json_read(arena, lamina_text_view(&event), 0, &value, NULL), LAMINA_OK);
    expect_string(value, "type", "REQUEST");
    expect_string(value, "httpMethod", "POST");
    expect_string(value, "path", "/partners/1");
    expect_string(lamina_json_member(value, "headers"), "Authorization", "Bearer x");
    expect_string(lamina_json_member(value, "queryStringParameters"), "a", "1");
    expect_string(lamina_json_member(value, "requestContext"), "apiId", "local");
    cr_expect_eq(lamina_json_type(lamina_json_member(value, "body")), LAMINA_JSON_NONE);
    lamina_str arn = lamina_json_member_string(value, "methodArn");
    cr_expect(lamina_str_has_prefix(arn, LAMINA_STR("arn:aws:execute-api:")));
    cr_expect_not_null(strstr(event.ptr, ":123456789012:local/v1/POST/partners/1\""));
}
