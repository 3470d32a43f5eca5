/*
 * A request as the event of a function.
 */
#include <criterion/criterion.h>

#include "lamina/http_event.h"
#include "lamina/json.h"

static lamina_arena *arena;
static lamina_text text;

static void start(void)
{
    arena = lamina_arena_new(1 << 20);
    lamina_text_init(&text, 1 << 20);
}

static void stop(void)
{
    lamina_text_clear(&text);
    lamina_arena_free(arena);
}

TestSuite(http_event, .init = start, .fini = stop);

static const lamina_json *write(lamina_http_event event)
{
    const lamina_json *value = NULL;
    event.size = sizeof event;
    lamina_text_reset(&text);
    cr_assert_eq(lamina_http_event_write(&event, &text), LAMINA_OK);
    cr_assert_eq(lamina_json_read(arena, lamina_text_view(&text), 0, &value, NULL), LAMINA_OK, "%s",
                 text.ptr);
    return value;
}

static void expect(const lamina_json *object, const char *name, const char *value)
{
    const lamina_str found = lamina_json_member_string(object, name);
    cr_expect(lamina_str_is(found, value), "%s: %.*s", name, LAMINA_FMT(found));
}

Test(http_event, has_path_and_query_as_they_were_sent)
{
    const lamina_json *event = write((lamina_http_event){
        .method = LAMINA_STR("GET"), .target = LAMINA_STR("/a%2Fb?x=1&x=%202?")});
    expect(event, "version", "2.0");
    expect(event, "rawPath", "/a%2Fb");
    expect(event, "rawQueryString", "x=1&x=%202?");
    const lamina_json *context = lamina_json_member(event, "requestContext");
    expect(lamina_json_member(context, "http"), "method", "GET");
    cr_expect_null(lamina_json_member(context, "authorizer"));
    cr_expect_null(lamina_json_member(event, "body"));
}

Test(http_event, joins_headers_of_one_name)
{
    const lamina_param headers[] = {{LAMINA_STR("X-Tag"), LAMINA_STR("a")},
                                    {LAMINA_STR("If-Match"), LAMINA_STR("\"1\"")},
                                    {LAMINA_STR("x-tag"), LAMINA_STR("b")}};
    const lamina_json *event = write((lamina_http_event){.method = LAMINA_STR("GET"),
                                                         .target = LAMINA_STR("/"),
                                                         .headers = headers,
                                                         .header_count = 3});
    const lamina_json *found = lamina_json_member(event, "headers");
    cr_expect_eq(lamina_json_count(found), 2);
    expect(found, "X-Tag", "a,b");
    expect(found, "If-Match", "\"1\"");
}

Test(http_event, says_what_a_body_is)
{
    lamina_http_event request = {.method = LAMINA_STR("POST"),
                                 .target = LAMINA_STR("/"),
                                 .has_body = true,
                                 .body = LAMINA_STR("{\"a\":\"\xc3\xa4\"}")};
    const lamina_json *event = write(request);
    expect(lamina_json_member(event, "headers"), "content-type", "application/json");
    expect(event, "body", "{\"a\":\"\xc3\xa4\"}");
    cr_expect_not(lamina_json_true(lamina_json_member(event, "isBase64Encoded")));

    const lamina_param type = {LAMINA_STR("Content-Type"), LAMINA_STR("image/png")};
    request.headers = &type;
    request.header_count = 1;
    request.body = LAMINA_STR("\x89PNG");
    event = write(request);
    cr_expect_eq(lamina_json_count(lamina_json_member(event, "headers")), 1);
    expect(event, "body", "iVBORw==");
    cr_expect(lamina_json_true(lamina_json_member(event, "isBase64Encoded")));
}

Test(http_event, says_who_is_asking)
{
    const lamina_json *event =
        write((lamina_http_event){.method = LAMINA_STR("GET"),
                                  .target = LAMINA_STR("/"),
                                  .authorizer = LAMINA_STR("{\"principalId\":\"ada\"}"),
                                  .source_ip = LAMINA_STR("192.0.2.1")});
    const lamina_json *context = lamina_json_member(event, "requestContext");
    expect(lamina_json_member(lamina_json_member(context, "authorizer"), "lambda"), "principalId",
           "ada");
    expect(lamina_json_member(context, "http"), "sourceIp", "192.0.2.1");
}

Test(http_event, is_bounded_by_its_buffer)
{
    lamina_text small;
    lamina_text_init(&small, 64);
    const lamina_http_event event = {
        .size = sizeof event, .method = LAMINA_STR("GET"), .target = LAMINA_STR("/")};
    cr_expect_eq(lamina_http_event_write(&event, &small), LAMINA_E_LIMIT);
    lamina_text_clear(&small);
}
