/*
 * test_exchange.c - whole exchanges: guard, decoding, handler, answer, problems.
 */
#include "fixture.h"

static fixture f;

static void open_fixture(void)
{
    fixture_open(&f);
}

static void close_fixture(void)
{
    fixture_close(&f);
}

static void expect_problem(int64_t status, const char *code)
{
    lamina_text type;
    lamina_text_init(&type, 256);
    lamina_text_add_format(&type, "urn:lamina:problem:%s", code);
    cr_expect_eq(fixture_status(&f), status, "status %ld, not %ld", (long)fixture_status(&f),
                 (long)status);
    fixture_expect(fixture_problem(&f, "type"), type.ptr);
    fixture_expect(fixture_problem(&f, "instance"), "urn:lamina:request:" FIXTURE_REQUEST_ID);
    lamina_text_clear(&type);
}

/* The member of the first entry of the problem's errors. */
static lamina_str first_error(const char *member)
{
    return lamina_json_member_string(
        lamina_json_first(lamina_json_member(fixture_body_json(&f), "errors")), member);
}

#define JSON_BODY(text) ",\"headers\":{\"content-type\":\"application/json\"},\"body\":\"" text "\""

TestSuite(exchange, .init = open_fixture, .fini = close_fixture);

/* ---- the good path ---- */

static lamina_status give_item(lamina_context *context, const lamina_request *request,
                               lamina_response *response)
{
    fixture_item *item = lamina_alloc(context, sizeof(*item));
    item->name = LAMINA_STR("hammer");
    item->count = 3;
    lamina_mark(&item->has, 1);
    response->body = item;
    (void)request;
    return LAMINA_OK;
}

Test(exchange, gives_every_source_the_same_handler)
{
    static const char *const files[] = {"rest", "http_v2", "alb"};
    fixture_handler.act = NULL;
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        cr_assert_eq(fixture_run(&f, fixture_event(f.lasting, files[i])), LAMINA_OK);
        cr_expect_eq(fixture_status(&f), 204, "%s", files[i]);
        cr_expect_eq(f.exchange.request.path_param_count, 1);
    }
    cr_expect_eq(fixture_handler.calls, 3);
}

Test(exchange, fills_the_request)
{
    cr_assert_eq(fixture_run(&f, fixture_event(f.lasting, "http_v2")), LAMINA_OK);
    const lamina_request *request = &f.exchange.request;
    lamina_str value;
    fixture_expect(request->method, "POST");
    fixture_expect(request->raw_body, "{\"name\":\"\xC3\xA4\"}");
    fixture_expect(request->content_type, "application/json");
    fixture_expect(request->principal_id, "ada");
    fixture_expect(request->scopes, "items:read items:write");
    fixture_expect(f.context.operation, "post_item");
    fixture_expect(f.context.caller_id, "ada");
    fixture_expect(f.context.caller_scopes, "items:read items:write");
    cr_expect_gt(request->authorizer.len, 0);
    cr_expect(lamina_request_query(request, "q", &value));
    fixture_expect(value, "a b");
    cr_expect(lamina_request_path(request, "id", &value));
    fixture_expect(value, "a b");
    cr_expect(lamina_request_header(request, "COOKIE", &value));
}

Test(exchange, decodes_body_and_query_into_their_structs)
{
    cr_assert_eq(fixture_run_rest(&f, "POST", "/items",
                                  JSON_BODY("{\\\"name\\\":\\\"saw\\\",\\\"count\\\":2}")),
                 LAMINA_OK);
    const fixture_item *item = f.exchange.request.body;
    fixture_expect(item->name, "saw");
    cr_expect_eq(item->count, 2);

    cr_assert_eq(fixture_run_rest(&f, "GET", "/items",
                                  ",\"queryStringParameters\":{\"limit\":\"7\",\"x\":\"y\"}"),
                 LAMINA_OK);
    const fixture_query *query = f.exchange.request.query;
    cr_expect_eq(query->limit, 7);
    cr_expect(lamina_is_absent(&query->has, 1));
}

Test(exchange, encodes_the_record)
{
    fixture_handler.act = give_item;
    cr_assert_eq(fixture_run_rest(&f, "GET", "/items/1", ""), LAMINA_OK);
    cr_expect_eq(fixture_status(&f), 200);
    fixture_expect(fixture_header(&f, "Content-Type"), "application/json");
    fixture_expect(fixture_body(&f), "{\"name\":\"hammer\",\"count\":3}");
}

Test(exchange, leaves_nothing_of_one_request_to_the_next)
{
    fixture_handler.act = give_item;
    cr_assert_eq(fixture_run(&f, fixture_event(f.lasting, "http_v2")), LAMINA_OK);
    cr_assert_eq(fixture_run_rest(&f, "GET", "/items/1", ""), LAMINA_OK);
    cr_expect_eq(f.exchange.request.authorizer.len, 0);
    cr_expect_eq(f.exchange.request.principal_id.len, 0);
    cr_expect_eq(f.exchange.request.raw_body.len, 0);
    fixture_expect(fixture_body(&f), "{\"name\":\"hammer\",\"count\":3}");
}

/* ---- HEAD and OPTIONS ---- */

Test(exchange, answers_head_without_content)
{
    fixture_handler.act = give_item;
    cr_assert_eq(fixture_run_rest(&f, "HEAD", "/items/1", ""), LAMINA_OK);
    cr_expect_eq(fixture_status(&f), 200);
    fixture_expect(fixture_header(&f, "Content-Type"), "application/json");
    cr_expect_eq(fixture_body(&f).len, 0);
    fixture_expect(f.exchange.request.method, "HEAD");
}

Test(exchange, answers_a_head_problem_without_content)
{
    cr_assert_eq(fixture_run_rest(&f, "HEAD", "/nothing", ""), LAMINA_OK);
    cr_expect_eq(fixture_status(&f), 404);
    cr_expect_eq(fixture_body(&f).len, 0);
}

Test(exchange, answers_options_itself)
{
    cr_assert_eq(fixture_run_rest(&f, "OPTIONS", "/items", ""), LAMINA_OK);
    cr_expect_eq(fixture_status(&f), 204);
    fixture_expect(fixture_header(&f, "Allow"), "GET, HEAD, OPTIONS, POST");
    cr_expect_eq(fixture_handler.calls, 0);
    cr_assert_eq(fixture_run_rest(&f, "OPTIONS", "/nothing", ""), LAMINA_OK);
    expect_problem(404, "not-found");
}

/* ---- what the client did wrong ---- */

Test(exchange, answers_404_and_405)
{
    cr_assert_eq(fixture_run_rest(&f, "GET", "/nothing", ""), LAMINA_OK);
    expect_problem(404, "not-found");
    cr_assert_eq(fixture_run_rest(&f, "PATCH", "/items/1", ""), LAMINA_OK);
    expect_problem(405, "method-not-allowed");
    fixture_expect(fixture_header(&f, "Allow"), "GET, HEAD, OPTIONS, POST, PUT");
    cr_expect_eq(fixture_handler.calls, 0);
}

Test(exchange, answers_400_to_a_broken_path)
{
    cr_assert_eq(fixture_run_rest(&f, "GET", "/items/%zz", ""), LAMINA_OK);
    expect_problem(400, "invalid-path");
}

Test(exchange, asks_for_a_caller_and_then_for_the_scope)
{
    cr_assert_eq(fixture_run_rest(&f, "PUT", "/items/1", ""), LAMINA_OK);
    expect_problem(401, "unauthenticated");
    fixture_expect(fixture_header(&f, "WWW-Authenticate"), "Bearer");

    cr_assert_eq(fixture_run_text(&f, "{\"httpMethod\":\"PUT\",\"path\":\"/items/1\","
                                      "\"requestContext\":{\"authorizer\":{\"scope\":"
                                      "\"items:read items:writer\"}}}"),
                 LAMINA_OK);
    expect_problem(403, "forbidden");
    cr_expect_eq(fixture_handler.calls, 0);

    cr_assert_eq(fixture_run_text(&f, "{\"httpMethod\":\"PUT\",\"path\":\"/items/1\","
                                      "\"headers\":{\"Content-Type\":\"application/json\"},"
                                      "\"body\":\"{\\\"name\\\":\\\"saw\\\"}\","
                                      "\"requestContext\":{\"authorizer\":{\"scope\":"
                                      "\"items:read items:write\"}}}"),
                 LAMINA_OK);
    cr_expect_eq(fixture_status(&f), 204);
    cr_expect_eq(fixture_handler.calls, 1);
}

Test(exchange, limits_the_body_by_its_decoded_size)
{
    cr_assert_eq(fixture_run_rest(&f, "POST", "/raw", ",\"body\":\"12345678\""), LAMINA_OK);
    cr_expect_eq(fixture_status(&f), 204);
    cr_assert_eq(fixture_run_rest(&f, "POST", "/raw", ",\"body\":\"123456789\""), LAMINA_OK);
    expect_problem(413, "content-too-large");
    cr_assert_eq(
        fixture_run_rest(&f, "POST", "/raw", ",\"body\":\"MTIzNDU2Nzg=\",\"isBase64Encoded\":true"),
        LAMINA_OK);
    cr_expect_eq(fixture_status(&f), 204);
    fixture_expect(f.exchange.request.raw_body, "12345678");
    cr_assert_eq(
        fixture_run_rest(&f, "POST", "/raw", ",\"body\":\"MTIzNDU2Nzg5\",\"isBase64Encoded\":true"),
        LAMINA_OK);
    expect_problem(413, "content-too-large");
}

Test(exchange, asks_for_json_where_a_record_is_expected)
{
    cr_assert_eq(fixture_run_rest(&f, "POST", "/items",
                                  ",\"headers\":{\"Content-Type\":\"text/plain\"},\"body\":\"x\""),
                 LAMINA_OK);
    expect_problem(415, "unsupported-media-type");
    cr_assert_eq(fixture_run_rest(&f, "POST", "/items", ",\"body\":\"{}\""), LAMINA_OK);
    expect_problem(415, "unsupported-media-type");
    cr_assert_eq(fixture_run_rest(&f, "POST", "/items", ""), LAMINA_OK);
    expect_problem(400, "malformed-json");
    fixture_expect(fixture_problem(&f, "detail"), "A JSON body is required");
}

Test(exchange, says_where_the_body_is_not_json)
{
    cr_assert_eq(fixture_run_rest(&f, "POST", "/items", JSON_BODY("{\\n \\\"name\\\" 1}")),
                 LAMINA_OK);
    expect_problem(400, "malformed-json");
    const lamina_str detail = fixture_problem(&f, "detail");
    cr_expect_not_null(memmem(detail.ptr, detail.len, "line 2, column 9 (byte 10)", 26), "%.*s",
                       LAMINA_FMT(detail));
}

Test(exchange, reports_every_violation_of_the_record)
{
    cr_assert_eq(
        fixture_run_rest(&f, "POST", "/items", JSON_BODY("{\\\"count\\\":11,\\\"colour\\\":1}")),
        LAMINA_OK);
    expect_problem(422, "invalid-request");
    cr_expect_eq(lamina_json_count(lamina_json_member(fixture_body_json(&f), "errors")), 3);
    fixture_expect(first_error("pointer"), "/count");
    fixture_expect(first_error("code"), "range");
}

Test(exchange, takes_json_that_is_no_object_for_a_violation)
{
    cr_assert_eq(fixture_run_rest(&f, "POST", "/items", JSON_BODY("[1]")), LAMINA_OK);
    expect_problem(422, "invalid-request");
    fixture_expect(first_error("pointer"), "");
}

Test(exchange, names_the_query_parameter_that_is_wrong)
{
    cr_assert_eq(
        fixture_run_rest(&f, "GET", "/items", ",\"queryStringParameters\":{\"limit\":\"0\"}"),
        LAMINA_OK);
    expect_problem(400, "invalid-query");
    fixture_expect(first_error("parameter"), "limit");
    fixture_expect(first_error("code"), "range");
}

Test(exchange, answers_400_to_a_broken_query_string)
{
    cr_assert_eq(fixture_run_text(&f, "{\"rawPath\":\"/items\",\"rawQueryString\":\"a=%zz\","
                                      "\"requestContext\":{\"http\":{\"method\":\"GET\"}}}"),
                 LAMINA_OK);
    expect_problem(400, "invalid-query");
}

/* Half a million numbers: it is refused by the record, or by the arena's cap before that. */
Test(exchange, survives_a_body_of_very_many_values)
{
    lamina_text event;
    lamina_text_init(&event, 2 * 1024 * 1024);
    lamina_text_add(&event, LAMINA_STR("{\"httpMethod\":\"POST\",\"path\":\"/items\",\"headers\":"
                                       "{\"content-type\":\"application/json\"},\"body\":\"["));
    for (size_t i = 0; i < 500000; i++)
        lamina_text_add(&event, LAMINA_STR("1,"));
    lamina_text_add(&event, LAMINA_STR("1]\"}"));
    cr_assert_eq(fixture_run(&f, lamina_text_view(&event)), LAMINA_OK);
    const int64_t status = fixture_status(&f);
    cr_expect(status == 413 || status == 422, "status %ld", (long)status);
    lamina_text_clear(&event);
}

Test(exchange, refuses_bodies_that_nest_too_deep)
{
    char body[512] = ",\"headers\":{\"content-type\":\"application/json\"},\"body\":\"";
    for (size_t i = 0; i < 200; i++)
        strncat(body, "[", sizeof(body) - strlen(body) - 1);
    strncat(body, "\"", sizeof(body) - strlen(body) - 1);
    cr_assert_eq(fixture_run_rest(&f, "POST", "/items", body), LAMINA_OK);
    expect_problem(400, "malformed-json");
}

/* ---- malformed events ---- */

Test(exchange, fails_the_invocation_for_broken_base64)
{
    cr_expect_eq(fixture_run_rest(&f, "POST", "/raw", ",\"body\":\"=A\",\"isBase64Encoded\":true"),
                 LAMINA_E_SYNTAX);
    fixture_expect(f.exchange.fault, "isBase64Encoded is true, but body is not base64");
    cr_expect_eq(fixture_handler.calls, 0);
}

Test(exchange, fails_the_invocation_for_other_events)
{
    cr_expect_eq(fixture_run(&f, fixture_event(f.lasting, "sqs")), LAMINA_E_SYNTAX);
    cr_expect_gt(f.exchange.fault.len, 0);
}

/* ---- what the handler did wrong ---- */

static lamina_status fail_with_words(lamina_context *context, const lamina_request *request,
                                     lamina_response *response)
{
    (void)request;
    (void)response;
    lamina_cause(context, LAMINA_E_CONFLICT, "secret");
    return lamina_fail(context, LAMINA_E_CONFLICT, "item-locked", "Item %d is locked", 7);
}

Test(exchange, answers_a_failure_in_the_handlers_words)
{
    fixture_handler.act = fail_with_words;
    cr_assert_eq(fixture_run_rest(&f, "GET", "/items/1", ""), LAMINA_OK);
    expect_problem(409, "item-locked");
    fixture_expect(fixture_problem(&f, "detail"), "Item 7 is locked");
    const lamina_str body = fixture_body(&f);
    cr_expect_null(memmem(body.ptr, body.len, "secret", 6));
    cr_expect_eq(f.exchange.problem.cause_count, 1);
}

static lamina_status fail_silently(lamina_context *context, const lamina_request *request,
                                   lamina_response *response)
{
    (void)request;
    (void)response;
    return lamina_cause(context, -12345, "the secret of a layer below");
}

Test(exchange, takes_an_unknown_status_for_an_internal_error)
{
    fixture_handler.act = fail_silently;
    cr_assert_eq(fixture_run_rest(&f, "GET", "/items/1", ""), LAMINA_OK);
    expect_problem(500, "internal-error");
    cr_expect_eq(fixture_problem(&f, "detail").len, 0);
}

static lamina_status forget_name(lamina_context *context, const lamina_request *request,
                                 lamina_response *response)
{
    (void)request;
    response->body = lamina_alloc(context, sizeof(fixture_item));
    return LAMINA_OK;
}

Test(exchange, tells_the_log_alone_which_field_was_forgotten)
{
    fixture_handler.act = forget_name;
    cr_assert_eq(fixture_run_rest(&f, "GET", "/items/1", ""), LAMINA_OK);
    expect_problem(500, "internal-error");
    cr_expect_eq(fixture_problem(&f, "detail").len, 0);
    cr_assert_eq(f.exchange.problem.cause_count, 1);
    fixture_expect(
        f.exchange.problem.causes[0],
        "the response of get_item cannot be sent: a required field was not filled: name");
}

static int32_t status_to_give;

static lamina_status give_status(lamina_context *context, const lamina_request *request,
                                 lamina_response *response)
{
    (void)context;
    (void)request;
    response->status = status_to_give;
    response->raw_body = LAMINA_STR("x");
    return LAMINA_OK;
}

Test(exchange, sends_no_status_that_http_does_not_have)
{
    static const int32_t bad[] = {-1, 1, 100, 101, 199, 600, 1000};
    fixture_handler.act = give_status;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        status_to_give = bad[i];
        cr_assert_eq(fixture_run_rest(&f, "GET", "/items/newest", ""), LAMINA_OK);
        expect_problem(500, "internal-error");
    }
    status_to_give = 599;
    cr_assert_eq(fixture_run_rest(&f, "GET", "/items/newest", ""), LAMINA_OK);
    cr_expect_eq(fixture_status(&f), 599);
}

Test(exchange, sends_no_content_where_http_forbids_it)
{
    static const int32_t empty[] = {204, 205, 304};
    fixture_handler.act = give_status;
    for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]); i++) {
        status_to_give = empty[i];
        cr_assert_eq(fixture_run_rest(&f, "GET", "/items/newest", ""), LAMINA_OK);
        cr_expect_eq(fixture_status(&f), empty[i]);
        cr_expect_eq(fixture_body(&f).len, 0);
        cr_expect_eq(fixture_header(&f, "Content-Type").len, 0);
    }
}

static lamina_status use_up_arena(lamina_context *context, const lamina_request *request,
                                  lamina_response *response)
{
    (void)request;
    (void)response;
    while (lamina_alloc(context, 1024 * 1024) != NULL)
        continue;
    return LAMINA_OK;
}

Test(exchange, answers_500_when_the_arena_was_used_up)
{
    fixture_handler.act = use_up_arena;
    cr_assert_eq(fixture_run_rest(&f, "GET", "/items/1", ""), LAMINA_OK);
    expect_problem(500, "internal-error");
    fixture_handler.act = give_item;
    cr_assert_eq(fixture_run_rest(&f, "GET", "/items/1", ""), LAMINA_OK);
    cr_expect_eq(fixture_status(&f), 200);
}

static size_t content_len;

static lamina_status give_much(lamina_context *context, const lamina_request *request,
                               lamina_response *response)
{
    (void)request;
    char *bytes = lamina_alloc(context, content_len);
    memset(bytes, 'x', content_len);
    response->raw_body = (lamina_str){bytes, content_len};
    response->content_type = LAMINA_STR("text/plain");
    return LAMINA_OK;
}

Test(exchange, answers_500_when_the_answer_is_too_large_for_lambda)
{
    fixture_handler.act = give_much;
    content_len = 6 * 1024 * 1024 - 1000;
    cr_assert_eq(fixture_run_rest(&f, "GET", "/items/newest", ""), LAMINA_OK);
    cr_expect_eq(fixture_status(&f), 200);
    content_len = 6 * 1024 * 1024 + 100;
    cr_assert_eq(fixture_run_rest(&f, "GET", "/items/newest", ""), LAMINA_OK);
    expect_problem(500, "response-too-large");
}

static lamina_status give_binary(lamina_context *context, const lamina_request *request,
                                 lamina_response *response)
{
    (void)context;
    response->raw_body = LAMINA_STR("\xff\x00\x01");
    (void)lamina_request_query(request, "type", &response->content_type);
    return lamina_response_header(context, response, "X-Answer", LAMINA_STR("42"));
}

Test(exchange, encodes_what_is_no_text_as_base64)
{
    static const char *const types[] = {"image/png", "text/plain", ""};
    fixture_handler.act = give_binary;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        const lamina_str members = lamina_arena_format(
            f.lasting, ",\"queryStringParameters\":{\"type\":\"%s\"}", types[i]);
        cr_assert_eq(fixture_run_rest(&f, "GET", "/items/newest", members.ptr), LAMINA_OK);
        fixture_expect(fixture_body(&f), "/wAB");
        cr_expect(lamina_json_true(lamina_json_member(f.answer, "isBase64Encoded")));
        fixture_expect(fixture_header(&f, "X-Answer"), "42");
    }
}

static lamina_status echo_content_type(lamina_context *context, const lamina_request *request,
                                       lamina_response *response)
{
    (void)context;
    response->raw_body = LAMINA_STR("x");
    (void)lamina_request_query(request, "type", &response->content_type);
    return LAMINA_OK;
}

Test(exchange, sends_no_content_type_that_would_write_headers)
{
    static const char *const bad[] = {"text/plain\\r\\nX-Evil: 1", "text/plain\\u0000", "\\u007f"};
    fixture_handler.act = echo_content_type;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const lamina_str members =
            lamina_arena_format(f.lasting, ",\"queryStringParameters\":{\"type\":\"%s\"}", bad[i]);
        cr_assert_eq(fixture_run_rest(&f, "GET", "/items/newest", members.ptr), LAMINA_OK);
        expect_problem(500, "internal-error");
        cr_assert_eq(f.exchange.problem.cause_count, 1);
        fixture_expect(f.exchange.problem.causes[0],
                       "the response of get_newest cannot be sent: its content type cannot stand "
                       "in a header");
    }
}

/* ---- CORS ---- */

Test(exchange, lets_pages_of_an_origin_read_answers_and_problems)
{
    f.service.cors_origin = LAMINA_STR("https://app.example");
    fixture_handler.act = give_item;
    cr_assert_eq(fixture_run(&f, fixture_event(f.lasting, "rest")), LAMINA_OK);
    fixture_expect(fixture_header(&f, "Access-Control-Allow-Origin"), "https://app.example");
    fixture_expect(fixture_header(&f, "Vary"), "Origin");
    cr_expect_gt(fixture_header(&f, "Access-Control-Expose-Headers").len, 0);
    cr_assert_eq(fixture_run_rest(&f, "GET", "/nothing/here", ""), LAMINA_OK);
    expect_problem(404, "not-found");
    fixture_expect(fixture_header(&f, "Access-Control-Allow-Origin"), "https://app.example");
}

Test(exchange, lets_any_page_read_answers_without_varying)
{
    f.service.cors_origin = LAMINA_STR("*");
    cr_assert_eq(fixture_run_rest(&f, "GET", "/nothing/here", ""), LAMINA_OK);
    fixture_expect(fixture_header(&f, "Access-Control-Allow-Origin"), "*");
    cr_expect_eq(fixture_header(&f, "Vary").len, 0);
}

Test(exchange, says_nothing_of_origins_unless_it_was_told)
{
    cr_assert_eq(fixture_run_rest(&f, "GET", "/nothing/here", ""), LAMINA_OK);
    cr_expect_eq(fixture_header(&f, "Access-Control-Allow-Origin").len, 0);
}

static lamina_status choose_origin(lamina_context *context, const lamina_request *request,
                                   lamina_response *response)
{
    (void)request;
    response->status = 204;
    return lamina_response_header(context, response, "Access-Control-Allow-Origin",
                                  LAMINA_STR("https://other.example"));
}

Test(exchange, leaves_a_handlers_own_word_on_origins)
{
    f.service.cors_origin = LAMINA_STR("https://app.example");
    fixture_handler.act = choose_origin;
    cr_assert_eq(fixture_run(&f, fixture_event(f.lasting, "rest")), LAMINA_OK);
    fixture_expect(fixture_header(&f, "Access-Control-Allow-Origin"), "https://other.example");
    cr_expect_eq(fixture_header(&f, "Vary").len, 0);
}
