/*
 * test_http_connection.c - one connection to a real socket: kept, closed in every state, split, slow.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "http_connection.h"
#include "http_peer.h"

#define OK_ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
#define HEAD "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n"

static http_connection connection;
static http_answer answer;
static http_peer peer;

static void begin(const http_peer_row *script)
{
    http_peer_start(&peer, script);
    host__http_connection_init(&connection, lamina_str_from(peer.authority));
    host__http_answer_init(&answer, 1000);
}

static void finish(int connections)
{
    host__http_connection_close(&connection);
    http_peer_join(&peer);
    cr_expect_eq(peer.connections, connections, "%d connections", peer.connections);
    http_peer_clear(&peer);
    host__http_answer_clear(&answer);
}

static lamina_status ask(void)
{
    const http_request request = {.head = LAMINA_STR(HEAD), .content = LAMINA_STR("abc")};
    return host__http_exchange(&connection, &request, &answer);
}

static void expect_hello(void)
{
    cr_expect_eq(ask(), LAMINA_OK, "%s", answer.fault);
    cr_expect_eq(answer.status, 200);
    cr_expect(lamina_str_is(host__http_answer_content(&answer), "hello"));
}

Test(http_connection, keeps_one_connection)
{
    static const http_peer_row script[] = {
        {.bytes = OK_ANSWER}, {.bytes = OK_ANSWER, .piece = 1}, {.bytes = OK_ANSWER}, {0}};
    begin(script);
    for (int i = 0; i < 3; i++)
        expect_hello();
    finish(1);
}

Test(http_connection, sends_head_and_content_in_one_piece)
{
    static const http_peer_row script[] = {{.bytes = OK_ANSWER}, {0}};
    begin(script);
    expect_hello();
    host__http_connection_close(&connection);
    http_peer_join(&peer);
    cr_expect_str_eq(peer.requests, HEAD "abc");
    http_peer_clear(&peer);
    host__http_answer_clear(&answer);
}

Test(http_connection, opens_another_one_when_the_peer_said_that_it_closes)
{
    static const http_peer_row script[] = {
        {.bytes = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello",
         .closes = true},
        {.bytes = "HTTP/1.1 200 OK\r\n\r\nhello", .closes = true},
        {.bytes = OK_ANSWER},
        {0}};
    begin(script);
    for (int i = 0; i < 3; i++)
        expect_hello();
    finish(3);
}

Test(http_connection, asks_again_when_a_kept_connection_was_closed_without_a_word)
{
    static const http_peer_row script[] = {{.bytes = OK_ANSWER, .closes = true},
                                           {.bytes = OK_ANSWER},
                                           {.bytes = NULL, .closes = true},
                                           {.bytes = OK_ANSWER},
                                           {0}};
    begin(script);
    for (int i = 0; i < 3; i++)
        expect_hello();
    finish(3);
}

Test(http_connection, asks_once_over_a_new_connection)
{
    static const http_peer_row script[] = {
        {.bytes = NULL, .closes = true}, {.bytes = OK_ANSWER}, {0}};
    begin(script);
    cr_expect_eq(ask(), LAMINA_E_UNAVAILABLE);
    cr_expect_str_eq(answer.fault, "the connection was closed before an answer came");
    expect_hello();
    finish(2);
}

Test(http_connection, does_not_ask_again_once_an_answer_has_begun)
{
    static const char *const cut[] = {
        "H",
        "HTTP/1.1 200 OK\r\nConte",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"};
    for (size_t i = 0; i < sizeof(cut) / sizeof(cut[0]); i++) {
        const http_peer_row script[] = {
            {.bytes = OK_ANSWER}, {.bytes = cut[i], .closes = true}, {.bytes = OK_ANSWER}, {0}};
        begin(script);
        expect_hello();
        cr_expect_eq(ask(), LAMINA_E_UNAVAILABLE);
        cr_expect_str_eq(answer.fault, "the connection was closed in the middle of an answer");
        expect_hello();
        finish(2);
    }
}

Test(http_connection, leaves_a_connection_whose_answer_was_wrong_or_too_large)
{
    static const http_peer_row script[] = {
        {.bytes = "nonsense\r\n\r\n"},
        {.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"},
        {.bytes = OK_ANSWER},
        {0}};
    begin(script);
    cr_expect_eq(ask(), LAMINA_E_SYNTAX);
    cr_expect_eq(ask(), LAMINA_E_LIMIT);
    expect_hello();
    finish(3);
}

Test(http_connection, reads_an_answer_that_comes_before_the_request_was_read)
{
    static const http_peer_row script[] = {
        {.bytes = "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n",
         .at_once = true,
         .closes = true},
        {.bytes = OK_ANSWER},
        {0}};
    begin(script);
    const size_t len = (size_t)6 << 20;
    char *content = calloc(1, len);
    const http_request request = {.head = LAMINA_STR("POST /x HTTP/1.1\r\n\r\n"),
                                  .content = {content, len}};
    cr_expect_eq(host__http_exchange(&connection, &request, &answer), LAMINA_OK);
    cr_expect_eq(answer.status, 413);
    expect_hello();
    free(content);
    finish(2);
}

Test(http_connection, ends_with_its_time)
{
    static const http_peer_row script[] = {{.bytes = "HTTP/1.1 200 OK\r\n"}, {0}};
    begin(script);
    const http_request request = {.head = LAMINA_STR("GET /x HTTP/1.1\r\n\r\n"), .timeout_ms = 1};
    cr_expect_eq(host__http_exchange(&connection, &request, &answer), LAMINA_E_TIMEOUT);
    /* On a busy machine the time is up before there is a connection. */
    host__http_connection_close(&connection);
    http_peer_join(&peer);
    http_peer_clear(&peer);
    host__http_answer_clear(&answer);
}

Test(http_connection, asks_for_nothing_when_it_is_to_stop)
{
    static const http_peer_row script[] = {{.bytes = OK_ANSWER}, {0}};
    static const volatile int stop = 15;
    begin(script);
    const http_request request = {.head = LAMINA_STR("GET /x HTTP/1.1\r\n\r\n"), .stop = &stop};
    cr_expect_eq(host__http_exchange(&connection, &request, &answer), LAMINA_E_UNAVAILABLE);
    cr_expect_not_null(strstr(answer.fault, "being stopped"));
    expect_hello();
    finish(2);
}

Test(http_connection, says_why_there_is_no_connection)
{
    static const http_peer_row script[] = {{0}};
    begin(script);
    http_peer_join(&peer);
    http_peer_clear(&peer); /* nobody listens there any more */
    cr_expect_eq(ask(), LAMINA_E_UNAVAILABLE);
    cr_expect_str_eq(answer.fault, "Connection refused");
    host__http_answer_clear(&answer);
}

Test(http_connection, takes_the_authority_apart)
{
    static const struct {
        const char *authority;
        const char *host;
        const char *port;
    } rows[] = {
        {"127.0.0.1:9001", "127.0.0.1", "9001"},
        {"localhost", "localhost", "80"},
        {"[::1]:9001", "::1", "9001"},
        {"[::1]", "::1", "80"},
        {"", "", "80"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        host__http_connection_init(&connection, lamina_str_from(rows[i].authority));
        cr_expect_str_eq(connection.host, rows[i].host);
        cr_expect_str_eq(connection.port, rows[i].port);
    }
}
