/*
 * test_http_answer.c - HTTP/1.1 answers in pieces of every size, whole, cut short and wrong.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http_answer.h"

#define CONTENT_CAP ((size_t)1000)

static http_answer answer;

static void setup(void)
{
    host__http_answer_init(&answer, CONTENT_CAP);
}

static void teardown(void)
{
    host__http_answer_clear(&answer);
}

TestSuite(http_answer, .init = setup, .fini = teardown);

/* As a socket would give it: no more than there is room for. */
static lamina_status feed(lamina_str bytes)
{
    lamina_status status = LAMINA_OK;
    while (status == LAMINA_OK && bytes.len > 0) {
        size_t room;
        char *to = host__http_answer_room(&answer, &room);
        cr_assert_not_null(to);
        const size_t len = bytes.len < room ? bytes.len : room;
        memcpy(to, bytes.ptr, len);
        status = host__http_answer_take(&answer, len);
        bytes = (lamina_str){bytes.ptr + len, bytes.len - len};
        if (answer.step == HTTP_WHOLE)
            break;
    }
    return status;
}

static lamina_status feed_in_pieces(lamina_str bytes, size_t size)
{
    lamina_status status = LAMINA_OK;
    host__http_answer_begin(&answer, 1 << 20);
    for (size_t at = 0; status == LAMINA_OK && at < bytes.len; at += size) {
        const size_t len = bytes.len - at < size ? bytes.len - at : size;
        status = feed((lamina_str){bytes.ptr + at, len});
        if (answer.step == HTTP_WHOLE)
            break;
    }
    return status;
}

static bool header_is(const char *name, const char *expected)
{
    lamina_param header;
    size_t at = 0;
    while (host__http_answer_header(&answer, &at, &header))
        if (lamina_str_equal_nocase(header.name, lamina_str_from(name)))
            return lamina_str_is(header.value, expected);
    return false;
}

typedef struct good_answer {
    const char *bytes;
    int32_t status;
    const char *content;
    bool until_close;
    bool closes;
} good_answer;

#define OK_LINE "HTTP/1.1 200 OK\r\nX-Id: one\r\n"

static const good_answer good[] = {
    {OK_LINE "Content-Length: 5\r\n\r\nhello", 200, "hello", false, false},
    {OK_LINE "content-length:5\r\n\r\nhello", 200, "hello", false, false},
    {OK_LINE "Content-Length: 0\r\n\r\n", 200, "", false, false},
    {"HTTP/1.1 202\r\nX-Id: one\r\nContent-Length: 2\r\n\r\n{}", 202, "{}", false, false},
    {"HTTP/1.1 202 \r\nX-Id:\t one \t\r\nContent-Length: 2\r\n\r\n{}", 202, "{}", false, false},
    {"HTTP/1.1 204 No Content\r\nX-Id: one\r\n\r\n", 204, "", false, false},
    {OK_LINE "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0A;x=\"y\"\r\n0123456789\r\n0\r\n\r\n",
     200, "abc0123456789", false, false},
    {OK_LINE "Transfer-Encoding: Chunked\r\n\r\n1 \r\na\r\n0000\r\nTrailer: x\r\nX-Id: two\r\n\r\n",
     200, "a", false, false},
    {OK_LINE "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200, "", false, false},
    {OK_LINE "Connection: keep-alive, Close\r\nContent-Length: 1\r\n\r\na", 200, "a", false, true},
    {"HTTP/1.0 200 OK\r\nX-Id: one\r\nContent-Length: 1\r\n\r\na", 200, "a", false, true},
    {OK_LINE "\r\nuntil the end", 200, "until the end", true, true},
    {"HTTP/1.1 100 Continue\r\nX-Id: no\r\n\r\nHTTP/1.1 103 Hints\r\n\r\n" OK_LINE
     "Content-Length: 1\r\n\r\na",
     200, "a", false, false},
    {OK_LINE "Content-Length: 4\r\n\r\n\r\n\r\n", 200, "\r\n\r\n", false, false},
    {OK_LINE "X-Obs: \xC3\xA9\r\nContent-Length: 1\r\n\r\na", 200, "a", false, false},
};
#define GOOD_COUNT (sizeof(good) / sizeof(good[0]))

static void expect_as_it_says(const good_answer *row)
{
    cr_expect_eq(answer.status, row->status);
    cr_expect_eq(answer.closes, row->closes, "%s", row->bytes);
    cr_expect(lamina_str_is(host__http_answer_content(&answer), row->content), "%s: %.*s",
              row->bytes, LAMINA_FMT(host__http_answer_content(&answer)));
    cr_expect(header_is("x-id", "one"), "%s", row->bytes);
}

static void expect_good(const good_answer *row, lamina_status status)
{
    cr_expect_eq(status, LAMINA_OK, "%s: %s", row->bytes, answer.fault);
    if (row->until_close)
        cr_expect_eq(host__http_answer_close(&answer), LAMINA_OK);
    cr_expect_eq(answer.step, HTTP_WHOLE, "%s", row->bytes);
    expect_as_it_says(row);
}

Test(http_answer, reads_answers_in_pieces_of_every_size)
{
    for (size_t i = 0; i < GOOD_COUNT; i++) {
        const lamina_str bytes = lamina_str_from(good[i].bytes);
        for (size_t size = 1; size <= bytes.len; size++)
            expect_good(&good[i], feed_in_pieces(bytes, size));
    }
}

Test(http_answer, reads_answers_split_at_any_byte)
{
    for (size_t i = 0; i < GOOD_COUNT; i++) {
        const lamina_str bytes = lamina_str_from(good[i].bytes);
        for (size_t at = 1; at < bytes.len; at++) {
            host__http_answer_begin(&answer, 1 << 20);
            cr_expect_eq(feed((lamina_str){bytes.ptr, at}), LAMINA_OK);
            expect_good(&good[i], feed((lamina_str){bytes.ptr + at, bytes.len - at}));
        }
    }
}

Test(http_answer, is_never_whole_when_it_is_cut_short)
{
    for (size_t i = 0; i < GOOD_COUNT; i++) {
        if (good[i].until_close)
            continue;
        const lamina_str bytes = lamina_str_from(good[i].bytes);
        for (size_t len = 0; len < bytes.len; len++) {
            host__http_answer_begin(&answer, 1 << 20);
            cr_expect_eq(feed((lamina_str){bytes.ptr, len}), LAMINA_OK);
            cr_expect_neq(answer.step, HTTP_WHOLE, "%s: %zu", good[i].bytes, len);
            cr_expect_eq(host__http_answer_close(&answer), LAMINA_E_UNAVAILABLE);
            cr_expect_not_null(answer.fault);
        }
    }
}

Test(http_answer, refuses_what_is_no_http)
{
    static const char *const bad[] = {
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.2 200 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "HTTP/1.1 200 a\x01\r\n\r\n",
        "HTTP/1.1 101 Switching\r\n\r\n",
        "http/1.1 200 OK\r\n\r\n",
        "\r\nHTTP/1.1 200 OK\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        OK_LINE "no colon\r\n\r\n",
        OK_LINE ": no name\r\n\r\n",
        OK_LINE "space before : x\r\n\r\n",
        OK_LINE " folded\r\n\r\n",
        OK_LINE "a: b\nc: d\r\n\r\n",
        OK_LINE "a: b\rc\r\n\r\n",
        OK_LINE "a: \x7F\r\n\r\n",
        OK_LINE "Content-Length: -1\r\n\r\n",
        OK_LINE "Content-Length: +1\r\n\r\n",
        OK_LINE "Content-Length: 1, 1\r\n\r\n",
        OK_LINE "Content-Length: 0x1\r\n\r\n",
        OK_LINE "Content-Length: 99999999999999999999\r\n\r\n",
        OK_LINE "Content-Length:\r\n\r\n",
        OK_LINE "Content-Length: 1\r\nContent-Length: 1\r\n\r\na",
        OK_LINE "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na",
        OK_LINE "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\na",
        OK_LINE "Transfer-Encoding: gzip, chunked\r\n\r\n",
        OK_LINE "Transfer-Encoding: identity\r\n\r\n",
        OK_LINE "Transfer-Encoding: chunked\r\n\r\n\r\n",
        OK_LINE "Transfer-Encoding: chunked\r\n\r\nx\r\n",
        OK_LINE "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        OK_LINE "Transfer-Encoding: chunked\r\n\r\n1x\r\na\r\n",
        OK_LINE "Transfer-Encoding: chunked\r\n\r\n1;\x01\r\na\r\n",
        OK_LINE "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
        OK_LINE "Transfer-Encoding: chunked\r\n\r\n1\r\na\n\n",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const lamina_str bytes = lamina_str_from(bad[i]);
        for (size_t size = 1; size <= bytes.len; size++) {
            cr_expect_eq(feed_in_pieces(bytes, size), LAMINA_E_SYNTAX, "%s", bad[i]);
            cr_expect_not_null(answer.fault);
            cr_expect(answer.closes);
        }
    }
}

Test(http_answer, bounds_the_content)
{
    static const char *const large[] = {
        OK_LINE "Content-Length: 1001\r\n\r\n",
        OK_LINE "Content-Length: 9223372036854775807\r\n\r\n",
        OK_LINE "Transfer-Encoding: chunked\r\n\r\n3e9\r\n",
        OK_LINE "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffffffffff\r\n",
        OK_LINE "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n3e4\r\n",
    };
    for (size_t i = 0; i < sizeof(large) / sizeof(large[0]); i++) {
        cr_expect_eq(feed_in_pieces(lamina_str_from(large[i]), 7), LAMINA_E_LIMIT, "%s", large[i]);
        cr_expect(header_is("X-Id", "one"), "its headers say what it was");
        cr_expect(answer.closes);
    }
}

static void expect_of_many(const char *start, const char *part, size_t count, lamina_status wanted)
{
    host__http_answer_begin(&answer, 1 << 20);
    lamina_status status = feed(lamina_str_from(start));
    for (size_t i = 0; i < count && status == LAMINA_OK; i++)
        status = feed(lamina_str_from(part));
    cr_expect_eq(status, wanted, "%s%s...: %s", start, part, lamina_status_name(status));
}

Test(http_answer, bounds_content_that_ends_with_the_connection)
{
    expect_of_many(OK_LINE "\r\n", "0123456789", 100, LAMINA_OK);
    expect_of_many(OK_LINE "\r\n", "0123456789", 101, LAMINA_E_LIMIT);
}

Test(http_answer, bounds_the_head)
{
    expect_of_many(OK_LINE, "X-Long: 0123456789012345678901234567890\r\n", 10000, LAMINA_E_LIMIT);
    cr_expect(header_is("X-Id", "one"), "what came before the cap is there");
    expect_of_many("", "0123456789", 30000, LAMINA_E_LIMIT);
    expect_of_many("", "HTTP/1.1 100 Continue\r\n\r\n", 20000, LAMINA_E_LIMIT);
}

Test(http_answer, bounds_lines_between_chunks)
{
    static const char start[] = OK_LINE "Transfer-Encoding: chunked\r\n\r\n";
    expect_of_many(start, "0000000000", 1000, LAMINA_E_SYNTAX);
    char trailers[sizeof(start) + 8];
    snprintf(trailers, sizeof(trailers), "%s0\r\n", start);
    expect_of_many(trailers, "X-Trailer: 0123456789\r\n", 2000, LAMINA_E_SYNTAX);
}

Test(http_answer, keeps_no_connection_that_says_more_than_was_asked)
{
    cr_expect_eq(feed(lamina_str_from(OK_LINE "Content-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\n")),
                 LAMINA_OK);
    cr_expect_eq(answer.step, HTTP_WHOLE);
    cr_expect(lamina_str_is(host__http_answer_content(&answer), "a"));
    cr_expect(answer.closes);
}

Test(http_answer, reads_many_small_chunks_in_little_memory)
{
    host__http_answer_begin(&answer, 1 << 20);
    cr_expect_eq(feed(lamina_str_from(OK_LINE "Transfer-Encoding: chunked\r\n\r\n")), LAMINA_OK);
    for (size_t i = 0; i < CONTENT_CAP; i++)
        cr_assert_eq(
            feed(LAMINA_STR("1;a-long-extension-which-is-longer-than-its-content\r\nx\r\n")),
            LAMINA_OK);
    cr_expect_eq(feed(LAMINA_STR("0\r\n\r\n")), LAMINA_OK);
    cr_expect_eq(host__http_answer_content(&answer).len, CONTENT_CAP);
    cr_expect_lt(answer.room, (size_t)256 * 1024);
}
