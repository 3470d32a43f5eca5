/*
 * Parameters and secrets, over real connections to a server that plays a script: what is asked, how long it is kept,
 * and what each failure means; and out of a file.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/parameters.h"
#include "fake_server.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;
static fake_server *server;
static char file_path[] = "/tmp/lamina-parameters-XXXXXX";

static void start(void)
{
    setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "SECRET", 1);
    setenv("AWS_REGION", "eu-west-1", 1);
    setenv("AWS_MAX_ATTEMPTS", "1", 1);
    unsetenv("AWS_SESSION_TOKEN");
    unsetenv("AWS_ENDPOINT_URL");
    unsetenv("LAMINA_PARAMETERS_FILE");
    test = test_context_new();
    context = test_context_get(test);
}

static void stop(void)
{
    domain_parameters_forget();
    if (server != NULL)
        fake_server_stop(server);
    unlink(file_path);
    test_context_free(test);
}

TestSuite(parameters, .init = start, .fini = stop, .timeout = 60);

static void serve(const fake_reply *replies, size_t count)
{
    static char url[64];
    server = fake_server_start(replies, count);
    snprintf(url, sizeof url, "http://127.0.0.1:%u", fake_server_port(server));
    setenv("AWS_ENDPOINT_URL_SSM", url, 1);
    setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", url, 1);
}

#define SERVE(...)                                                                                 \
    static const fake_reply replies[] = {__VA_ARGS__};                                             \
    serve(replies, sizeof replies / sizeof *replies)

#define OK(length, body) "HTTP/1.1 200 OK\r\nContent-Length: " length "\r\n\r\n" body
#define PARAMETER(value)                                                                           \
    {                                                                                              \
        .answer = OK("35", "{\"Parameter\":{\"Value\":\"" value "\",\"N\":1}}")                    \
    }
#define FAILED(status, type, length)                                                               \
    {                                                                                              \
        .answer =                                                                                  \
            "HTTP/1.1 " status " X\r\nContent-Length: " length "\r\n\r\n{\"__type\":\"" type "\"}" \
    }

static void expect(const char *value, const domain_parameter_options *options)
{
    lamina_str got;
    lamina_status status = domain_parameter(context, LAMINA_STR("/shop/url"), options, &got);
    lamina_str causes = test_context_causes(test);
    cr_assert_eq(status, LAMINA_OK, "%s: %.*s", lamina_status_name(status), LAMINA_FMT(causes));
    cr_assert(lamina_str_is(got, value), "%.*s", LAMINA_FMT(got));
}

/* Time passes between two invocations. */
static void advance(int64_t us)
{
    test_context_advance_us(test, us);
    test_context_set_remaining_ms(test, TEST_CONTEXT_REMAINING_MS);
}

static void expect_asked(size_t count)
{
    cr_assert_eq(fake_server_requests(server), count);
}

Test(parameters, a_parameter_is_asked_for_decrypted_and_kept)
{
    SERVE(PARAMETER("one"), PARAMETER("two"), PARAMETER("red"));
    expect("one", NULL);
    const char *request = fake_server_request(server, 0);
    cr_assert_not_null(strstr(request, "AmazonSSM.GetParameter"));
    cr_assert_not_null(strstr(request, "application/x-amz-json-1.1"));
    cr_assert_not_null(strstr(request, "/eu-west-1/ssm/aws4_request"));
    cr_assert_not_null(strstr(request, "{\"Name\":\"/shop/url\",\"WithDecryption\":true}"));

    advance(INT64_C(299000000));
    expect("one", NULL);
    expect_asked(1);
    advance(INT64_C(2000000));
    expect("two", NULL);
    const domain_parameter_options fresh = {.size = sizeof fresh, .is_fresh = true};
    expect("red", &fresh);
    expect_asked(3);
    const domain_parameter_options young = {.size = sizeof young, .max_age_s = 5};
    expect("red", &young);
    expect_asked(3);
}

Test(parameters, where_asking_fails_the_old_value_will_do)
{
    SERVE(PARAMETER("one"), FAILED("500", "InternalServerError", "32"), PARAMETER("two"));
    expect("one", NULL);
    advance(INT64_C(301000000));
    expect("one", NULL);
    cr_assert_not_null(strstr(test_context_log(test).ptr, "its old value is used"));
    cr_assert_null(strstr(test_context_log(test).ptr, "=one"));
    expect("one", NULL);
    expect_asked(2);
    advance(INT64_C(10000000));
    expect("two", NULL);
}

Test(parameters, what_the_function_was_not_given_is_no_fault_of_the_client)
{
    SERVE(FAILED("400", "ParameterNotFound", "30"), FAILED("400", "AccessDeniedException", "34"),
          {.answer = OK("2", "{}")}, FAILED("503", "ServiceUnavailable", "31"));
    static const lamina_status wanted[] = {LAMINA_E_CONFIG, LAMINA_E_CONFIG, LAMINA_E_UPSTREAM,
                                           LAMINA_E_UNAVAILABLE};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        lamina_str value;
        cr_assert_eq(domain_parameter(context, LAMINA_STR("p"), NULL, &value), wanted[i], "%zu", i);
        cr_assert_null(value.ptr);
    }
    lamina_str value;
    cr_assert_eq(domain_parameter(context, LAMINA_STR(""), NULL, &value), LAMINA_E_ARGUMENT);
}

Test(parameters, a_missing_parameter_takes_the_old_value_away)
{
    SERVE(PARAMETER("one"), FAILED("400", "ParameterNotFound", "30"));
    expect("one", NULL);
    advance(INT64_C(301000000));
    lamina_str value;
    cr_assert_eq(domain_parameter(context, LAMINA_STR("/shop/url"), NULL, &value), LAMINA_E_CONFIG);
}

Test(parameters, secrets_are_texts_bytes_or_members)
{
    SERVE({.answer = OK("40", "{\"SecretString\":\"{\\\"password\\\":\\\"pw\\\"}\"}")},
          {.answer = OK("23", "{\"SecretBinary\":\"AAEC\"}")});
    lamina_str value;
    cr_assert_eq(domain_secret_member(context, LAMINA_STR("shop"), "password", NULL, &value),
                 LAMINA_OK);
    cr_assert(lamina_str_is(value, "pw"));
    const char *request = fake_server_request(server, 0);
    cr_assert_not_null(strstr(request, "secretsmanager.GetSecretValue"));
    cr_assert_not_null(strstr(request, "/eu-west-1/secretsmanager/aws4_request"));
    cr_assert_not_null(strstr(request, "{\"SecretId\":\"shop\"}"));
    cr_assert_eq(domain_secret_member(context, LAMINA_STR("shop"), "user", NULL, &value),
                 LAMINA_E_CONFIG);
    cr_assert_eq(domain_secret(context, LAMINA_STR("shop"), NULL, &value), LAMINA_OK);
    cr_assert(lamina_str_is(value, "{\"password\":\"pw\"}"));
    expect_asked(1);

    cr_assert_eq(domain_secret(context, LAMINA_STR("bytes"), NULL, &value), LAMINA_OK);
    cr_assert_eq(value.len, 3);
    cr_assert_eq(memcmp(value.ptr, "\0\1\2", 3), 0);
    cr_assert_eq(domain_secret_member(context, LAMINA_STR("bytes"), "user", NULL, &value),
                 LAMINA_E_CONFIG);
    cr_assert_null(strstr(test_context_causes(test).ptr, "pw"));
}

/* ---- out of a file ---- */

static void write_file(const char *text)
{
    int file = mkstemp(file_path);
    cr_assert_geq(file, 0);
    cr_assert_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
    setenv("LAMINA_PARAMETERS_FILE", file_path, 1);
}

Test(parameters, a_file_takes_the_place_of_aws)
{
    lamina_str value;
    write_file(
        "{\"parameters\":{\"/shop/url\":\"http://x\",\"n\":5},\"secrets\":{\"/shop/url\":\"s\"}}");
    expect("http://x", NULL);
    cr_assert_eq(domain_secret(context, LAMINA_STR("/shop/url"), NULL, &value), LAMINA_OK);
    cr_assert(lamina_str_is(value, "s"), "of another kind");
    static const char *const missing[] = {"n", "/shop", "/shop/url/x"};
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
        cr_assert_eq(domain_parameter(context, lamina_str_from(missing[i]), NULL, &value),
                     LAMINA_E_CONFIG);
    cr_assert_not_null(strstr(test_context_causes(test).ptr, "it has no text"));
}

Test(parameters, a_file_that_is_none_is_told)
{
    lamina_str value;
    setenv("LAMINA_PARAMETERS_FILE", "/nowhere/at/all", 1);
    cr_assert_eq(domain_parameter(context, LAMINA_STR("p"), NULL, &value), LAMINA_E_CONFIG);
    cr_assert_not_null(strstr(test_context_causes(test).ptr, "No such file"));
    write_file("{");
    cr_assert_eq(domain_parameter(context, LAMINA_STR("p"), NULL, &value), LAMINA_E_CONFIG);
    cr_assert_not_null(strstr(test_context_causes(test).ptr, "it is no JSON"));
}

Test(parameters, more_than_are_kept_push_the_longest_unused_out)
{
    lamina_text text;
    lamina_text_init(&text, 64 << 10);
    lamina_text_add(&text, LAMINA_STR("{\"parameters\":{"));
    for (int i = 0; i <= (int)DOMAIN_PARAMETER_CAP; i++)
        lamina_text_add_format(&text, "%s\"p%d\":\"v%d\"", i == 0 ? "" : ",", i, i);
    lamina_text_add(&text, LAMINA_STR("}}"));
    write_file(text.ptr);
    lamina_text_clear(&text);
    lamina_str value;
    for (int i = 0; i <= (int)DOMAIN_PARAMETER_CAP; i++)
        cr_assert_eq(
            domain_parameter(context, lamina_arena_format(context->arena, "p%d", i), NULL, &value),
            LAMINA_OK);
    unlink(file_path);
    cr_assert_eq(domain_parameter(context, LAMINA_STR("p1"), NULL, &value), LAMINA_OK);
    cr_assert(lamina_str_is(value, "v1"));
    cr_assert_eq(domain_parameter(context, LAMINA_STR("p0"), NULL, &value), LAMINA_E_CONFIG);
}
