/*
 * test_event.c - events of every kind, and what each becomes.
 */
#include "fixture.h"

static lamina_arena *arena;
static host_event event;
static lamina_str fault;

static void make_arena(void)
{
    arena = lamina_arena_new(1024 * 1024);
}

static void free_arena(void)
{
    lamina_arena_free(arena);
}

static lamina_status read_into(lamina_arena *where, lamina_str text)
{
    host_incoming incoming;
    const lamina_status status = host__event_open(where, text, &incoming, &fault);
    return status == LAMINA_OK ? host__event_read(where, &incoming, &event, &fault) : status;
}

static lamina_status read_text(lamina_str text)
{
    return read_into(arena, text);
}

static lamina_status read_file(const char *name)
{
    return read_text(fixture_event(arena, name));
}

static lamina_str header(const char *name)
{
    for (size_t i = 0; i < event.header_count; i++)
        if (lamina_str_equal_nocase(event.headers[i].name, lamina_str_from(name)))
            return event.headers[i].value;
    return (lamina_str){0};
}

TestSuite(event, .init = make_arena, .fini = free_arena);

Test(event, reads_a_rest_event)
{
    cr_assert_eq(read_file("rest"), LAMINA_OK);
    cr_expect_eq(event.source, LAMINA_SOURCE_REST_API);
    fixture_expect(event.method, "GET");
    fixture_expect(event.path, "/items/a%2Fb");
    fixture_expect(event.source_ip, "203.0.113.7");
    cr_expect_not(event.query_is_encoded);
    cr_expect_eq(event.query_count, 3);
    cr_expect_eq(event.header_count, 4);
    cr_expect_eq(event.body.len, 0);
    fixture_expect(lamina_json_member_string(event.authorizer, "principalId"), "ada");
}

Test(event, keeps_repeated_headers_of_a_rest_event_in_order)
{
    cr_assert_eq(read_file("rest"), LAMINA_OK);
    size_t at = 0;
    const char *const values[] = {"first", "second"};
    for (size_t i = 0; i < event.header_count; i++)
        if (lamina_str_is(event.headers[i].name, "X-Twice"))
            fixture_expect(event.headers[i].value, values[at++ % 2]);
    cr_expect_eq(at, 2);
}

Test(event, takes_null_maps_for_empty_ones)
{
    cr_assert_eq(read_file("rest_null_maps"), LAMINA_OK);
    cr_expect_eq(event.header_count, 0);
    cr_expect_eq(event.query_count, 0);
    fixture_expect(event.body, "{}");
    cr_expect_null(event.authorizer);
}

Test(event, takes_single_values_where_multi_values_are_missing_or_empty)
{
    cr_assert_eq(read_file("rest_cognito"), LAMINA_OK);
    fixture_expect(header("accept"), "*/*");
}

Test(event, removes_a_base_path_that_the_resource_does_not_have)
{
    cr_assert_eq(read_file("rest_base_path"), LAMINA_OK);
    fixture_expect(event.path, "/items/42");
}

Test(event, leaves_a_path_alone_that_begins_as_its_resource)
{
    cr_assert_eq(read_text(LAMINA_STR("{\"resource\":\"/items/{proxy+}\",\"httpMethod\":"
                                      "\"GET\",\"path\":\"/items/x/items/42\"}")),
                 LAMINA_OK);
    fixture_expect(event.path, "/items/x/items/42");
}

Test(event, takes_no_encoded_literal_for_a_base_path)
{
    cr_assert_eq(read_text(LAMINA_STR("{\"resource\":\"/items/{proxy+}\",\"httpMethod\":"
                                      "\"GET\",\"path\":\"/%69tems/items/42\"}")),
                 LAMINA_OK);
    fixture_expect(event.path, "/%69tems/items/42");
}

static void expect_rest_path(const char *path, const char *proxy, const char *expected)
{
    const lamina_str text =
        lamina_arena_format(arena,
                            "{\"resource\":\"/{proxy+}\",\"httpMethod\":\"GET\",\"path\":\"%s\","
                            "\"pathParameters\":{\"proxy\":\"%s\"}}",
                            path, proxy);
    cr_assert_eq(read_text(text), LAMINA_OK);
    fixture_expect(event.path, expected);
}

Test(event, removes_a_base_path_that_a_greedy_resource_did_not_match)
{
    expect_rest_path("/items/42", "items/42", "/items/42");
    expect_rest_path("/base/items/42", "items/42", "/items/42");
    expect_rest_path("/base/v2/items/42", "items/42", "/items/42");
    expect_rest_path("/baseitems/42", "items/42", "/baseitems/42");
    expect_rest_path("/items/a%2Fb", "items/a/b", "/items/a%2Fb");
    expect_rest_path("/items/42", "", "/items/42");
    expect_rest_path("/42", "items/42", "/42");
}

Test(event, reads_an_http_api_event)
{
    cr_assert_eq(read_file("http_v2"), LAMINA_OK);
    cr_expect_eq(event.source, LAMINA_SOURCE_HTTP_API);
    fixture_expect(event.method, "POST");
    fixture_expect(event.path, "/items/a%20b");
    fixture_expect(event.raw_query, "tag=x&tag=y&q=a+b&empty=&bare&sum=1%2B1");
    fixture_expect(event.source_ip, "203.0.113.8");
    fixture_expect(header("Cookie"), "theme=dark; session=s1");
    fixture_expect(header("Accept"), "text/plain,text/html");
    cr_expect(event.body_is_base64);
}

Test(event, strips_the_stage_only_where_it_is_a_whole_segment)
{
    static const struct {
        const char *path;
        const char *stage;
        const char *expected;
    } cases[] = {
        {"/v1/items", "v1", "/items"}, {"/v1", "v1", "/"},
        {"/v1/", "v1", "/"},           {"/v12/items", "v1", "/v12/items"},
        {"/items", "v1", "/items"},    {"/items", "$default", "/items"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const lamina_str text = lamina_arena_format(
            arena,
            "{\"rawPath\":\"%s\",\"requestContext\":{\"stage\":\"%s\",\"http\":{\"method\":\"GET\"}}}",
            cases[i].path, cases[i].stage);
        cr_assert_eq(read_text(text), LAMINA_OK);
        fixture_expect(event.path, cases[i].expected);
    }
}

Test(event, tells_a_function_url_by_its_domain)
{
    cr_assert_eq(read_file("function_url"), LAMINA_OK);
    cr_expect_eq(event.source, LAMINA_SOURCE_FUNCTION_URL);
    fixture_expect(event.path, "/items");
}

Test(event, reads_a_load_balancer_event)
{
    cr_assert_eq(read_file("alb"), LAMINA_OK);
    cr_expect_eq(event.source, LAMINA_SOURCE_ALB);
    cr_expect_not(event.multi_value);
    cr_expect(event.query_is_encoded);
    cr_expect_eq(event.query_count, 2);
    fixture_expect(event.source_ip, "203.0.113.10");
}

Test(event, reads_a_load_balancer_event_with_multi_values)
{
    cr_assert_eq(read_file("alb_multi_value"), LAMINA_OK);
    cr_expect(event.multi_value);
    cr_expect_eq(event.header_count, 3);
    cr_expect_eq(event.query_count, 2);
}

/* ---- faults ---- */

static void expect_fault(const char *text, const char *part)
{
    cr_expect_eq(read_text(lamina_str_from(text)), LAMINA_E_SYNTAX, "accepted: %s", text);
    cr_expect_not_null(memmem(fault.ptr, fault.len, part, strlen(part)), "\"%.*s\" lacks \"%s\"",
                       LAMINA_FMT(fault), part);
}

Test(event, refuses_events_that_are_not_http)
{
    static const struct {
        const char *file;
        const char *part;
    } cases[] = {{"authorizer_token", "Lambda authorizer"},
                 {"sqs", "\"SQS\" is no HTTP event"},
                 {"schedule", "schedule"},
                 {"direct", "direct"},
                 {"websocket", "WebSocket"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        expect_fault(fixture_event(arena, cases[i].file).ptr, cases[i].part);
    expect_fault("{}", "neither httpMethod nor requestContext.http");
}

Test(event, says_where_it_is_not_json)
{
    expect_fault("", "not JSON: line 1, column 1");
    expect_fault("{\n  \"httpMethod\" \"GET\"}", "line 2, column 16");
    expect_fault("{} {}", "not JSON");
    expect_fault("[]", "not a JSON object");
    expect_fault("null", "not a JSON object");
    expect_fault("\"\xff\"", "not JSON");
}

Test(event, refuses_an_authorizers_event_of_an_http_api)
{
    cr_assert_eq(read_text(LAMINA_STR("{\"version\":\"2.0\",\"type\":\"REQUEST\","
                                      "\"routeArn\":\"arn:x\",\"rawPath\":\"/items\","
                                      "\"requestContext\":{\"http\":{\"method\":\"GET\"}}}")),
                 LAMINA_E_SYNTAX);
    cr_expect(lamina_str_has_prefix(
        fault, LAMINA_STR("an event of the kind \"Lambda authorizer of an HTTP API\"")));
}

Test(event, survives_multi_values_that_are_no_arrays)
{
    static const char *const bad[] = {"\"x\"", "1", "{}"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const lamina_str text = lamina_arena_format(
            arena,
            "{\"httpMethod\":\"GET\",\"path\":\"/\",\"requestContext\":{\"elb\":{}},"
            "\"multiValueHeaders\":{\"host\":[\"x\"],\"x-forwarded-for\":%s}}",
            bad[i]);
        cr_expect_eq(read_text(text), LAMINA_E_SYNTAX);
        fixture_expect(fault,
                       "load balancer event: multiValueHeaders holds a value that is not an array");
    }
}

Test(event, takes_null_for_no_values)
{
    cr_assert_eq(
        read_text(LAMINA_STR("{\"httpMethod\":\"GET\",\"path\":\"/\",\"multiValueHeaders\":"
                             "{\"host\":[\"x\"],\"accept\":null}}")),
        LAMINA_OK);
    cr_expect_eq(event.header_count, 1);
}

Test(event, says_what_is_missing)
{
    expect_fault("{\"path\":\"/x\"}", "REST API event: httpMethod is missing");
    expect_fault("{\"httpMethod\":\"GET\"}", "path is missing");
    expect_fault("{\"httpMethod\":\"GET\",\"path\":null}", "path is null");
    expect_fault("{\"rawPath\":\"/x\"}", "requestContext is missing");
    expect_fault("{\"rawPath\":\"/x\",\"requestContext\":{}}", "requestContext.http is missing");
    expect_fault("{\"rawPath\":\"/x\",\"requestContext\":{\"http\":{}}}",
                 "HTTP API event: requestContext.http.method is missing");
    expect_fault("{\"requestContext\":{\"http\":{\"method\":\"GET\"}}}", "rawPath is missing");
    expect_fault("{\"requestContext\":{\"elb\":{}},\"path\":\"/x\"}",
                 "load balancer event: httpMethod is missing");
}

Test(event, says_what_is_of_a_wrong_type)
{
#define REST(members) "{\"httpMethod\":\"GET\",\"path\":\"/x\"," members "}"
    expect_fault("{\"httpMethod\":1,\"path\":\"/x\"}", "httpMethod is not a string");
    expect_fault("{\"httpMethod\":\"GET\",\"path\":[]}", "path is not a string");
    expect_fault(REST("\"headers\":[]"), "headers is not an object");
    expect_fault(REST("\"headers\":{\"a\":1}"), "headers holds a value that is not a string");
    expect_fault(REST("\"multiValueHeaders\":{\"a\":\"b\"}"), "that is not an array");
    expect_fault(REST("\"multiValueHeaders\":{\"a\":[1]}"), "that is not a string");
    expect_fault(REST("\"queryStringParameters\":\"a=1\""), "queryStringParameters is not");
    expect_fault(REST("\"body\":{}"), "body is not a string");
    expect_fault(REST("\"isBase64Encoded\":\"true\""), "isBase64Encoded is not a boolean");
    expect_fault(REST("\"requestContext\":\"x\""), "requestContext is not an object");
    expect_fault(REST("\"requestContext\":{\"authorizer\":\"x\"}"),
                 "requestContext.authorizer is not an object");
    expect_fault(REST("\"requestContext\":{\"identity\":{\"sourceIp\":1}}"),
                 "requestContext.identity.sourceIp is not a string");
    expect_fault("{\"rawPath\":\"/x\",\"requestContext\":{\"http\":{\"method\":\"GET\"}},"
                 "\"cookies\":{\"a\":\"b\"}}",
                 "cookies is not an array");
    expect_fault("{\"rawPath\":\"/x\",\"requestContext\":{\"http\":{\"method\":\"GET\"}},"
                 "\"cookies\":[1]}",
                 "cookies holds a value that is not a string");
}

Test(event, refuses_a_request_line_that_http_could_not_carry)
{
    expect_fault("{\"httpMethod\":\"\",\"path\":\"/x\"}", "method is no token");
    expect_fault("{\"httpMethod\":\"GET /\",\"path\":\"/x\"}", "method is no token");
    expect_fault("{\"httpMethod\":\"GET\",\"path\":\"\"}", "path does not begin with '/'");
    expect_fault("{\"httpMethod\":\"GET\",\"path\":\"x\"}", "path does not begin with '/'");
}

Test(event, reports_the_first_fault_of_several)
{
    expect_fault("{\"httpMethod\":1,\"path\":2,\"headers\":3}", "httpMethod");
}

Test(event, is_bounded_by_the_arena)
{
    lamina_arena *small = lamina_arena_new(4096);
    char text[8192];
    memset(text, ' ', sizeof(text));
    memcpy(text, "{\"a\":\"", 6);
    memset(text + 6, 'x', sizeof(text) - 8);
    memcpy(text + sizeof(text) - 2, "\"}", 2);
    cr_expect_eq(read_into(small, (lamina_str){text, sizeof(text)}), LAMINA_E_LIMIT);
    cr_expect_gt(fault.len, 0);
    lamina_arena_free(small);
}
