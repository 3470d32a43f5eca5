/*
 * Bytes that a well-behaved client does not send, and those that it may.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/text.h"
#include "stage_process.h"

static stage_process *stage;

static void start(void)
{
    stage = stage_start(&(stage_options){.plugins = {"echo"}});
}

static void stop(void)
{
    cr_expect_eq(stage_stop(stage), 0);
}

TestSuite(test_stage_framing, .init = start, .fini = stop);

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (const char *at = strstr(text, what); at != NULL; at = strstr(at + 1, what))
        count++;
    return count;
}

Test(test_stage_framing, answers_pipelined_requests_in_order)
{
    char *answer = stage_raw(
        stage, LAMINA_STR("GET /v1/files/first HTTP/1.1\r\nHost: x\r\n\r\n"
                          "POST /v1/raw HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n"
                          "Content-Type: text/plain\r\n\r\nsecond"
                          "GET /v1/files/third HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    const char *first = strstr(answer, "\r\n\r\nfirst");
    const char *second = strstr(answer, "\r\n\r\nsecond");
    const char *third = strstr(answer, "\r\n\r\nthird");
    cr_expect(first && second && third && first < second && second < third, "%s", answer);
    free(answer);
}

Test(test_stage_framing, reads_chunked_content)
{
    char *answer = stage_raw(
        stage, LAMINA_STR("POST /v1/raw HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                          "Content-Type: text/plain\r\nConnection: close\r\n\r\n"
                          "4\r\nWiki\r\n5\r\npedia\r\n0\r\n\r\n"));
    cr_expect(strstr(answer, "HTTP/1.1 200 ") == answer, "%s", answer);
    cr_expect_not_null(strstr(answer, "\r\n\r\nWikipedia"));
    free(answer);
}

Test(test_stage_framing, closes_a_connection_whose_requests_could_be_cut_in_two_ways)
{
    static const struct {
        const char *bytes;
        const char *status;
    } cases[] = {
        {"POST /v1/raw HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
         "0\r\n\r\n",
         "HTTP/1.1 400 "},
        {"POST /v1/raw HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
         "HTTP/1.1 400 "},
        {"POST /v1/raw HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc", "HTTP/1.1 400 "},
        {"POST /v1/raw HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", "HTTP/1.1 501 "},
        {"HEAD /v1/health HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde", "HTTP/1.1 400 "},
        {"BREW /v1/raw HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde", "HTTP/1.1 400 "},
        {"GET /v1/raw HTTP/1.1\r\nHost: x\r\nX Y: z\r\n\r\n", "HTTP/1.1 400 "},
    };
    static const char next[] = "GET /v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char bytes[1024];
        snprintf(bytes, sizeof bytes, "%s%s", cases[i].bytes, next);
        char *answer = stage_raw(stage, lamina_str_from(bytes));
        cr_expect(strstr(answer, cases[i].status) == answer, "case %zu: %s", i, answer);
        cr_expect_eq(count_of(answer, "HTTP/1.1 "), 1, "case %zu: %s", i, answer);
        free(answer);
    }
}

Test(test_stage_framing, answers_an_unknown_method_as_the_api_does)
{
    char *answer = stage_raw(
        stage, LAMINA_STR("BREW /v1/request HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    cr_expect(strstr(answer, "HTTP/1.1 403 ") == answer, "%s", answer);
    cr_expect_not_null(strstr(answer, "Missing Authentication Token"));
    free(answer);
}

Test(test_stage_framing, survives_what_is_no_http)
{
    static const char *const junk[] = {"\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02",
                                       "GET / HTTP/9.9\r\n\r\n",
                                       "GET /v1/request HTTP/1.1\r\nno colon\r\n\r\n"};
    for (size_t i = 0; i < sizeof junk / sizeof junk[0]; i++) {
        char bytes[256];
        snprintf(bytes, sizeof bytes, "%s\r\n\r\n", junk[i]);
        free(stage_raw(stage, lamina_str_from(bytes)));
    }
    char *answer = stage_raw(
        stage, LAMINA_STR("GET /v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    cr_expect(strstr(answer, "HTTP/1.1 200 ") == answer, "%s", answer);
    free(answer);
}

Test(test_stage_framing, refuses_headers_over_the_api_s_limit)
{
    size_t len = 64 << 10;
    char *bytes = malloc(len + 1);
    cr_assert_not_null(bytes);
    int head = snprintf(bytes, len, "GET /v1/health HTTP/1.1\r\nHost: x\r\nX-Long: ");
    memset(bytes + head, 'x', len - (size_t)head);
    char *answer = stage_raw(stage, (lamina_str){bytes, len});
    cr_expect(*answer == '\0' || strstr(answer, "HTTP/1.1 4") == answer, "%s", answer);
    free(answer);
    free(bytes);
}
