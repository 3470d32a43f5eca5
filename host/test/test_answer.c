/*
 * test_answer.c - one answer in the shapes of all event sources.
 */
#include "answer.h"
#include "fixture.h"

static lamina_text out;
static size_t lost;

static void make_text(void)
{
    lamina_text_init(&out, 8 * 1024 * 1024);
}

static void clear_text(void)
{
    lamina_text_clear(&out);
}

static const lamina_param cookies[] = {
    {{"Content-Type", 12}, {"text/plain", 10}},
    {{"Set-Cookie", 10}, {"a=1", 3}},
    {{"Set-Cookie", 10}, {"b=\"2\"", 5}},
    {{"Vary", 4}, {"Accept", 6}},
    {{"vary", 4}, {"Origin", 6}},
};

static void expect_shape(uint32_t source, bool multi_value, const char *expected)
{
    const host_event event = {.source = source, .multi_value = multi_value};
    const host_answer answer = {
        .status = 201, .content = LAMINA_STR("h\"i"), .headers = cookies, .header_count = 5};
    cr_assert_eq(host__answer_write(&out, &event, &answer, &lost), LAMINA_OK);
    fixture_expect(lamina_text_view(&out), expected);
}

TestSuite(answer, .init = make_text, .fini = clear_text);

Test(answer, has_the_shape_of_a_rest_api)
{
    expect_shape(LAMINA_SOURCE_REST_API, false,
                 "{\"statusCode\":201,\"headers\":{\"Content-Type\":\"text/plain\"},"
                 "\"multiValueHeaders\":{\"Set-Cookie\":[\"a=1\",\"b=\\\"2\\\"\"],"
                 "\"Vary\":[\"Accept\",\"Origin\"]},"
                 "\"isBase64Encoded\":false,\"body\":\"h\\\"i\"}");
}

Test(answer, has_the_shape_of_an_http_api_and_a_function_url)
{
    static const char expected[] =
        "{\"statusCode\":201,\"headers\":{\"Content-Type\":\"text/plain\","
        "\"Vary\":\"Accept, Origin\"},\"cookies\":[\"a=1\",\"b=\\\"2\\\"\"],"
        "\"isBase64Encoded\":false,\"body\":\"h\\\"i\"}";
    expect_shape(LAMINA_SOURCE_HTTP_API, false, expected);
    expect_shape(LAMINA_SOURCE_FUNCTION_URL, false, expected);
}

Test(answer, has_the_shape_of_a_load_balancer_with_multi_values)
{
    expect_shape(LAMINA_SOURCE_ALB, true,
                 "{\"statusCode\":201,\"statusDescription\":\"201 Created\","
                 "\"multiValueHeaders\":{\"Content-Type\":[\"text/plain\"],"
                 "\"Set-Cookie\":[\"a=1\",\"b=\\\"2\\\"\"],\"Vary\":[\"Accept\",\"Origin\"]},"
                 "\"isBase64Encoded\":false,\"body\":\"h\\\"i\"}");
    cr_expect_eq(lost, 0);
}

Test(answer, counts_cookies_that_a_load_balancer_with_single_values_cannot_carry)
{
    expect_shape(LAMINA_SOURCE_ALB, false,
                 "{\"statusCode\":201,\"statusDescription\":\"201 Created\","
                 "\"headers\":{\"Content-Type\":\"text/plain\",\"Set-Cookie\":\"a=1\","
                 "\"Vary\":\"Accept, Origin\"},"
                 "\"isBase64Encoded\":false,\"body\":\"h\\\"i\"}");
    cr_expect_eq(lost, 1);
}

Test(answer, writes_binary_content_as_base64)
{
    const host_event event = {.source = LAMINA_SOURCE_REST_API};
    const host_answer answer = {.status = 200, .is_binary = true, .content = {"\0\xff\x10", 3}};
    cr_assert_eq(host__answer_write(&out, &event, &answer, &lost), LAMINA_OK);
    fixture_expect(lamina_text_view(&out), "{\"statusCode\":200,\"headers\":{},"
                                           "\"isBase64Encoded\":true,\"body\":\"AP8Q\"}");
}

Test(answer, leaves_out_a_description_that_has_no_phrase)
{
    const host_event event = {.source = LAMINA_SOURCE_ALB};
    const host_answer answer = {.status = 299};
    cr_assert_eq(host__answer_write(&out, &event, &answer, &lost), LAMINA_OK);
    fixture_expect(lamina_text_view(&out), "{\"statusCode\":299,\"headers\":{},"
                                           "\"isBase64Encoded\":false,\"body\":\"\"}");
}

Test(answer, refuses_what_is_larger_than_the_source_accepts)
{
    static char content[1024 * 1024];
    memset(content, 'x', sizeof(content));
    const host_answer answer = {.status = 200, .content = {content, sizeof(content)}};
    const host_event alb = {.source = LAMINA_SOURCE_ALB};
    const host_event rest = {.source = LAMINA_SOURCE_REST_API};
    cr_expect_eq(host__answer_write(&out, &alb, &answer, &lost), LAMINA_E_LIMIT);
    cr_expect_eq(host__answer_write(&out, &rest, &answer, &lost), LAMINA_OK);
}
