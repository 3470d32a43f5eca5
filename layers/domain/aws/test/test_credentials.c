/* Credentials: environment, container endpoint, renewal. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aws/credentials.h"
#include "fake_server.h"
#include "test_context.h"

#define MINUTE_US INT64_C(60000000)

static test_context *test;
static lamina_context *context;
static aws__credentials credentials;
static lamina_str reason;
static fake_server *server;

static void start(void)
{
    static const char *const names[] = {"AWS_ACCESS_KEY_ID",
                                        "AWS_SECRET_ACCESS_KEY",
                                        "AWS_SESSION_TOKEN",
                                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                                        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                                        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                                        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unsetenv(names[i]);
    test = test_context_new();
    context = test_context_get(test);
    aws__credentials_init(&credentials);
}

static void stop(void)
{
    fake_server_stop(server);
    aws__credentials_clear(&credentials);
    test_context_free(test);
}

TestSuite(credentials, .init = start, .fini = stop);

static lamina_status ensure(bool force)
{
    reason = (lamina_str){.ptr = NULL, .len = 0};
    return aws__credentials_ensure(&credentials, context, lamina_now_us(context), force, &reason);
}

static void expect_held(const char *id, const char *secret, const char *token)
{
    cr_assert_eq(ensure(false), LAMINA_OK, "%.*s", LAMINA_FMT(reason));
    cr_assert(lamina_str_is(credentials.access_key_id, id));
    cr_assert(lamina_str_is(credentials.secret_access_key, secret));
    cr_assert(lamina_str_is(credentials.session_token, token));
}

static void expect_refused(lamina_status status, const char *why)
{
    cr_assert_eq(ensure(true), status, "%d %.*s", ensure(true), LAMINA_FMT(reason));
    cr_assert_not_null(strstr(reason.ptr, why), "%s", reason.ptr);
}

/* ---- environment ---- */

Test(credentials, environment_gives_them)
{
    setenv("AWS_ACCESS_KEY_ID", "ID", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "SECRET", 1);
    expect_held("ID", "SECRET", "");
    setenv("AWS_SESSION_TOKEN", "TOKEN", 1);
    expect_held("ID", "SECRET", "");
    uint64_t before = credentials.generation;
    cr_assert_eq(ensure(true), LAMINA_OK);
    cr_assert_neq(credentials.generation, before);
    expect_held("ID", "SECRET", "TOKEN");
}

Test(credentials, longer_ones_leave_no_copy_of_the_old_in_freed_memory)
{
    char token[8001];
    memset(token, 'x', 8000);
    token[8000] = '\0';
    setenv("AWS_ACCESS_KEY_ID", "ID", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "SECRET", 1);
    expect_held("ID", "SECRET", "");
    const char *storage = credentials.storage.ptr;
    setenv("AWS_SESSION_TOKEN", token, 1);
    cr_assert_eq(ensure(true), LAMINA_OK);
    expect_held("ID", "SECRET", token);
    cr_assert_eq(credentials.storage.ptr, storage);
}

Test(credentials, half_of_them_is_told_apart_from_none)
{
    expect_refused(LAMINA_E_CONFIG, "no credentials");
    setenv("AWS_ACCESS_KEY_ID", "ID", 1);
    expect_refused(LAMINA_E_CONFIG, "AWS_SECRET_ACCESS_KEY is not");
    unsetenv("AWS_ACCESS_KEY_ID");
    setenv("AWS_SECRET_ACCESS_KEY", "SECRET", 1);
    expect_refused(LAMINA_E_CONFIG, "AWS_ACCESS_KEY_ID is not");
    setenv("AWS_ACCESS_KEY_ID", "", 1);
    expect_refused(LAMINA_E_CONFIG, "AWS_ACCESS_KEY_ID is not");
}

Test(credentials, what_would_break_a_header_is_refused_and_not_shown)
{
    static const char *const secrets[] = {"a\r\nX: y", "a b", "a\n", "\x7f", "a\xc3\xa4"};
    setenv("AWS_ACCESS_KEY_ID", "ID", 1);
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        setenv("AWS_SECRET_ACCESS_KEY", secrets[i], 1);
        expect_refused(LAMINA_E_CONFIG, "control characters");
        cr_assert_null(strstr(reason.ptr, secrets[i]));
    }
    char *giant = calloc(1, 40000);
    memset(giant, 'x', 39999);
    setenv("AWS_SECRET_ACCESS_KEY", "SECRET", 1);
    setenv("AWS_SESSION_TOKEN", giant, 1);
    expect_refused(LAMINA_E_CONFIG, "longer");
    free(giant);
}

/* ---- container endpoint ---- */

#define OK_HEAD "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
#define KEYS "\"AccessKeyId\":\"ID\",\"SecretAccessKey\":\"SECRET\",\"Token\":\"TOKEN\""
#define FAILURE                                                                                    \
    {                                                                                              \
        .answer = "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"                                 \
    }

static void serve(const fake_reply *replies, size_t count)
{
    char url[64];
    server = fake_server_start(replies, count);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/v2/credentials?a=b", fake_server_port(server));
    setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", url, 1);
}

#define SERVE(...)                                                                                 \
    static const fake_reply replies[] = {__VA_ARGS__};                                             \
    serve(replies, sizeof replies / sizeof *replies)

Test(credentials, container_endpoint_gives_them)
{
    SERVE({.answer = OK_HEAD "{" KEYS ",\"Expiration\":\"2026-01-31T13:00:00Z\"}", .close = true});
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Bearer abc", 1);
    expect_held("ID", "SECRET", "TOKEN");
    cr_assert_eq(credentials.expires_us, TEST_CONTEXT_START_US + 60 * MINUTE_US);
    const char *request = fake_server_request(server, 0);
    cr_assert_eq(strncmp(request, "GET /v2/credentials?a=b HTTP/1.1\r\n", 34), 0, "%s", request);
    cr_assert_not_null(strstr(request, "Authorization: Bearer abc\r\n"), "%s", request);
}

Test(credentials, environment_wins_over_the_container_endpoint)
{
    setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/", 1);
    setenv("AWS_ACCESS_KEY_ID", "ID", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "SECRET", 1);
    expect_held("ID", "SECRET", "");
}

Test(credentials, the_token_file_wins_and_is_read_each_time)
{
    SERVE({.answer = OK_HEAD "{" KEYS "}", .close = true});
    char path[] = "/tmp/lamina-token-XXXXXX";
    int fd = mkstemp(path);
    cr_assert_eq(write(fd, "first\n", 6), 6);
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "variable", 1);
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", path, 1);
    cr_assert_eq(ensure(false), LAMINA_OK);
    cr_assert_eq(pwrite(fd, "other\n", 6, 0), 6);
    cr_assert_eq(ensure(true), LAMINA_OK);
    cr_assert_not_null(strstr(fake_server_request(server, 0), "Authorization: first\r\n"));
    cr_assert_not_null(strstr(fake_server_request(server, 1), "Authorization: other\r\n"));
    cr_assert_eq(pwrite(fd, "a\nb: c", 6, 0), 6);
    expect_refused(LAMINA_E_CONFIG, "control characters");
    cr_assert_eq(ftruncate(fd, 0), 0);
    expect_refused(LAMINA_E_CONFIG, "holds no token");
    close(fd);
    unlink(path);
    expect_refused(LAMINA_E_CONFIG, "cannot be opened");
    cr_assert_eq(fake_server_requests(server), 2);
}

Test(credentials, plain_http_goes_only_where_the_sdks_allow_it)
{
    static const char *const refused[] = {"http://example.com/", "http://169.254.170.3/",
                                          "http://169.254.169.254/latest", "http://10.0.0.1/"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", refused[i], 1);
        expect_refused(LAMINA_E_CONFIG, "plain http");
    }
    static const char *const broken[] = {"localhost", "ftp://localhost/", "http://"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", broken[i], 1);
        expect_refused(LAMINA_E_CONFIG, "no http:// or https:// URL");
    }
}

Test(credentials, a_failing_endpoint_is_asked_three_times)
{
    SERVE(FAILURE, FAILURE, {.answer = OK_HEAD "{" KEYS "}", .close = true}, FAILURE, FAILURE,
          FAILURE);
    expect_held("ID", "SECRET", "TOKEN");
    cr_assert_eq(fake_server_requests(server), 3);
    expect_refused(LAMINA_E_UNAVAILABLE, "answered 500");
}

Test(credentials, a_refusal_of_the_endpoint_is_final)
{
    SERVE({.answer = "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"});
    cr_assert_eq(ensure(false), LAMINA_E_CONFIG);
    cr_assert_eq(fake_server_requests(server), 1);
}

Test(credentials, answers_that_are_no_credentials_are_refused)
{
    static const char *const bodies[] = {"",
                                         "{}",
                                         "[]",
                                         "<html>",
                                         "{\"AccessKeyId\":\"ID\"}",
                                         "{\"AccessKeyId\":1,\"SecretAccessKey\":2}",
                                         "{" KEYS ",\"Expiration\":\"soon\"}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        char answer[512];
        snprintf(answer, sizeof answer, OK_HEAD "%s", bodies[i]);
        const fake_reply reply = {.answer = answer, .close = true};
        serve(&reply, 1);
        cr_assert_eq(ensure(false), LAMINA_E_UPSTREAM, "%s", bodies[i]);
        fake_server_stop(server);
        server = NULL;
    }
}

Test(credentials, they_are_renewed_ahead_of_their_end)
{
    SERVE(
        {.answer = OK_HEAD "{" KEYS ",\"Expiration\":\"2026-01-31T13:00:00Z\"}", .close = true},
        {.answer = OK_HEAD
         "{\"AccessKeyId\":\"ID2\",\"SecretAccessKey\":\"S2\",\"Token\":\"T2\",\"Expiration\":\"2026-01-31T14:00:00Z\"}",
         .close = true});
    test_context_set_remaining_ms(test, INT64_MAX);
    expect_held("ID", "SECRET", "TOKEN");
    test_context_advance_us(test, 49 * MINUTE_US);
    expect_held("ID", "SECRET", "TOKEN");
    cr_assert_eq(fake_server_requests(server), 1);
    test_context_advance_us(test, MINUTE_US);
    expect_held("ID2", "S2", "T2");
    cr_assert_eq(fake_server_requests(server), 2);
}

Test(credentials, a_failed_renewal_keeps_the_old_ones_until_their_end)
{
    SERVE({.answer = OK_HEAD "{" KEYS ",\"Expiration\":\"2026-01-31T13:00:00Z\"}", .close = true},
          {.answer = "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"});
    test_context_set_remaining_ms(test, INT64_MAX);
    expect_held("ID", "SECRET", "TOKEN");
    test_context_advance_us(test, 55 * MINUTE_US);
    expect_held("ID", "SECRET", "TOKEN");
    cr_assert_eq(fake_server_requests(server), 2);
    cr_assert_not_null(strstr(test_context_log(test).ptr, "could not be renewed"));
    expect_held("ID", "SECRET", "TOKEN");
    cr_assert_eq(fake_server_requests(server), 2, "not on every request");
    test_context_advance_us(test, 5 * MINUTE_US);
    cr_assert_eq(ensure(false), LAMINA_E_CONFIG);
}

Test(credentials, the_deadline_bounds_the_asking)
{
    SERVE({.answer = NULL});
    test_context_use_system_clock(test);
    test_context_set_remaining_ms(test, 200);
    cr_assert_eq(ensure(false), LAMINA_E_TIMEOUT);
    test_context_set_remaining_ms(test, 0);
    cr_assert_eq(ensure(false), LAMINA_E_TIMEOUT);
    cr_assert_eq(fake_server_requests(server), 1);
}
