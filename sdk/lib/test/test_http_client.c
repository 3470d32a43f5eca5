/*
 * The HTTP client against a peer that answers byte for byte as scripted.
 */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "http_peer.h"
#include "lamina/http_client.h"
#include "lamina/text.h"

#define OK_ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

static lamina_http_client *client;
static http_peer *peer;
static lamina_http_answer answer;

static void set_up(void)
{
    client = lamina_http_client_new(NULL);
    cr_assert_not_null(client);
}

static void tear_down(void)
{
    lamina_http_client_free(client);
    if (peer != NULL)
        http_peer_stop(peer);
}

TestSuite(http_client, .init = set_up, .fini = tear_down, .timeout = 20);

#define SCRIPT(...)                                                                                \
    peer = http_peer_start((const http_peer_exchange[]){__VA_ARGS__},                              \
                           sizeof((const http_peer_exchange[]){__VA_ARGS__}) /                     \
                               sizeof(http_peer_exchange))

static lamina_status send_call(const char *method, lamina_http_call call)
{
    call.size = sizeof call;
    call.method = method;
    if (call.url == NULL)
        call.url = peer->url;
    answer = (lamina_http_answer){.size = sizeof answer};
    return lamina_http_send(client, &call, &answer);
}

static lamina_str header(const char *name)
{
    lamina_str value;
    return lamina_http_answer_header(&answer, name, &value) ? value : (lamina_str){0};
}

static bool has_header(const char *name)
{
    lamina_str value;
    return lamina_http_answer_header(&answer, name, &value);
}

/* ---- what is sent ---- */

Test(http_client, sends_the_callers_headers_and_nothing_of_its_own_but_host)
{
    SCRIPT({.answer = OK_ANSWER});
    const lamina_param headers[] = {{LAMINA_STR("X-One"), LAMINA_STR(" 1 ")},
                                    {LAMINA_STR("X-Empty"), {0}}};
    cr_assert_eq(send_call("GET", (lamina_http_call){.headers = headers, .header_count = 2}),
                 LAMINA_OK);
    char expected[256];
    snprintf(expected, sizeof expected,
             "GET /x HTTP/1.1\r\nHost: %.*s\r\nX-One: 1\r\nX-Empty:\r\n\r\n",
             (int)(strlen(peer->url) - strlen("http:///x")), peer->url + strlen("http://"));
    cr_assert_str_eq(peer->requests[0], expected);
}

Test(http_client, sends_a_body_of_any_bytes_with_its_length)
{
    SCRIPT({.answer = OK_ANSWER}, {.answer = OK_ANSWER});
    cr_assert_eq(send_call("POST", (lamina_http_call){.body = {"a\0b", 3}}), LAMINA_OK);
    cr_assert_not_null(strstr(peer->requests[0], "POST /x HTTP/1.1\r\n"));
    cr_assert_not_null(strstr(peer->requests[0], "Content-Length: 3\r\n"));
    cr_assert_arr_eq(peer->requests[0] + peer->request_lens[0] - 3, "a\0b", 3);
    cr_assert_eq(send_call("PUT", (lamina_http_call){.body = LAMINA_STR("put")}), LAMINA_OK);
    cr_assert_not_null(strstr(peer->requests[1], "PUT /x HTTP/1.1\r\n"));
}

Test(http_client, says_that_an_empty_post_has_no_content)
{
    SCRIPT({.answer = OK_ANSWER}, {.answer = OK_ANSWER});
    cr_assert_eq(send_call("POST", (lamina_http_call){0}), LAMINA_OK);
    cr_assert_not_null(strstr(peer->requests[0], "Content-Length: 0\r\n"));
    cr_assert_null(strstr(peer->requests[0], "Content-Type"));
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_OK);
    cr_assert_eq(strncmp(peer->requests[1], "GET ", 4), 0);
    cr_assert_null(strstr(peer->requests[1], "Content-Length"));
}

Test(http_client, sends_a_large_body_whole_and_without_expect)
{
    enum { LARGE = 3 * 1024 * 1024 };
    SCRIPT({.answer = OK_ANSWER});
    char *body = malloc(LARGE);
    memset(body, 'x', LARGE);
    cr_assert_eq(send_call("POST", (lamina_http_call){.body = {body, LARGE}}), LAMINA_OK);
    cr_assert_null(strstr(peer->requests[0], "Expect"));
    const char *end = strstr(peer->requests[0], "\r\n\r\n");
    cr_assert_eq(peer->request_lens[0] - (size_t)(end + 4 - peer->requests[0]), LARGE);
    free(body);
}

Test(http_client, sends_the_user_agent_it_was_given)
{
    lamina_http_client_free(client);
    client = lamina_http_client_new(&(lamina_http_client_options){
        .size = sizeof(lamina_http_client_options), .user_agent = "lamina/1.0.0"});
    SCRIPT({.answer = OK_ANSWER});
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_OK);
    cr_assert_not_null(strstr(peer->requests[0], "User-Agent: lamina/1.0.0\r\n"));
}

Test(http_client, leaves_the_path_as_it_is)
{
    SCRIPT({.answer = OK_ANSWER});
    char url[128];
    snprintf(url, sizeof url, "%s/../%%41?q=%%2F", peer->url);
    cr_assert_eq(send_call("GET", (lamina_http_call){.url = url}), LAMINA_OK);
    cr_assert_eq(strncmp(peer->requests[0], "GET /x/../%41?q=%2F HTTP/1.1\r\n", 30), 0);
}

/* ---- what is not sent ---- */

static void expect_unsendable(const char *method, lamina_http_call call)
{
    cr_expect_eq(send_call(method, call), LAMINA_E_ARGUMENT);
    cr_expect_not_null(answer.fault);
    cr_expect_eq(answer.sent, 0);
}

Test(http_client, refuses_headers_that_would_break_out_of_their_line)
{
    SCRIPT({.answer = OK_ANSWER});
    const lamina_param bad[] = {
        {LAMINA_STR("X"), LAMINA_STR("a\r\nY: b")},
        {LAMINA_STR("X"), LAMINA_STR("a\nb")},
        {LAMINA_STR("X"), {"a\0b", 3}},
        {LAMINA_STR("X: 1\r\nY"), LAMINA_STR("b")},
        {LAMINA_STR(""), LAMINA_STR("b")},
        {LAMINA_STR("X Y"), LAMINA_STR("b")},
        {LAMINA_STR("X:"), LAMINA_STR("b")},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        expect_unsendable("GET", (lamina_http_call){.headers = &bad[i], .header_count = 1});
}

Test(http_client, refuses_headers_that_frame_the_message)
{
    SCRIPT({.answer = OK_ANSWER});
    const lamina_param bad[] = {
        {LAMINA_STR("content-length"), LAMINA_STR("5")},
        {LAMINA_STR("Transfer-Encoding"), LAMINA_STR("chunked")},
        {LAMINA_STR("Expect"), LAMINA_STR("100-continue")},
        {LAMINA_STR("Connection"), LAMINA_STR("close")},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        expect_unsendable("POST", (lamina_http_call){.headers = &bad[i], .header_count = 1});
}

Test(http_client, refuses_urls_and_methods_that_are_none)
{
    static const char *const urls[] = {
        "",          "127.0.0.1",           "file:///etc/passwd",   "ftp://127.0.0.1/",
        "http://",   "http://a b/",         "http://a/\r\nX: y",    "http://a/\x7f",
        "http://[/", "http://127.0.0.1:x/", "http://u:p@127.0.0.1/"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        cr_expect_eq(send_call("GET", (lamina_http_call){.url = urls[i]}), LAMINA_E_ARGUMENT, "%s",
                     urls[i]);
        cr_expect_not_null(answer.fault);
    }
    expect_unsendable("GET /", (lamina_http_call){.url = "http://127.0.0.1/"});
    expect_unsendable("", (lamina_http_call){.url = "http://127.0.0.1/"});
    expect_unsendable(NULL, (lamina_http_call){.url = "http://127.0.0.1/"});
}

Test(http_client, goes_past_proxies_that_the_environment_names)
{
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    SCRIPT({.answer = OK_ANSWER});
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_OK);
}

Test(http_client, follows_no_redirect)
{
    SCRIPT({.answer = "HTTP/1.1 302 Found\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n"});
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_OK);
    cr_assert_eq(answer.status, 302);
    cr_assert(lamina_str_is(header("location"), "/y"));
}

/* ---- what comes ---- */

Test(http_client, hands_over_status_headers_and_body)
{
    SCRIPT({.answer =
                "HTTP/1.1 404 Nope\r\nX-A:  one \r\nx-a: two\r\nX-None:\r\nFolded: a\r\n  b\r\n"
                "Content-Length: 5\r\n\r\nhello"});
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_OK);
    cr_assert_eq(answer.status, 404);
    cr_assert(lamina_str_is(answer.body, "hello"));
    cr_assert_eq(answer.header_count, 5);
    cr_assert(lamina_str_is(answer.headers[0].name, "X-A"));
    cr_assert(lamina_str_is(header("x-a"), "one"));
    cr_assert(lamina_str_is(header("FOLDED"), "a b"));
    cr_assert(has_header("x-none"));
    cr_assert_eq(header("x-none").len, 0);
    cr_assert_not(has_header("absent"));
    cr_assert(answer.sent && answer.received && !answer.reused);
    cr_assert_null(answer.fault);
}

Test(http_client, lives_with_an_answer_without_any_header)
{
    SCRIPT({.answer = "HTTP/1.1 200 OK\r\n\r\nto the end", .close = true});
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_OK);
    cr_assert_eq(answer.header_count, 0);
    cr_assert(lamina_str_is(answer.body, "to the end"));
}

Test(http_client, drops_interim_answers_and_trailers)
{
    SCRIPT({.answer = "HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n"
                      "HTTP/1.1 103 Early Hints\r\nX-Interim: 2\r\n\r\n"
                      "HTTP/1.1 200 OK\r\nX-Final: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\nX-Final: 2\r\n\r\n"},
           {.answer = OK_ANSWER});
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_OK);
    cr_assert_eq(answer.status, 200);
    cr_assert(lamina_str_is(answer.body, "abcde"));
    cr_assert(lamina_str_is(header("X-Final"), "1"));
    cr_assert_not(has_header("X-Interim"));
    cr_assert_not(has_header("X-Trailer"));
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_OK);
    cr_assert_not(has_header("X-Final"));
}

Test(http_client, does_not_wait_for_a_body_behind_head)
{
    SCRIPT({.answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"}, {.answer = OK_ANSWER});
    cr_assert_eq(send_call("HEAD", (lamina_http_call){0}), LAMINA_OK);
    cr_assert_eq(answer.body.len, 0);
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_OK);
    cr_assert(lamina_str_is(answer.body, "ok"));
    cr_assert(answer.reused);
}

/* ---- caps ---- */

static void limit_client(size_t body_cap, size_t header_cap)
{
    lamina_http_client_free(client);
    client = lamina_http_client_new(
        &(lamina_http_client_options){.size = sizeof(lamina_http_client_options),
                                      .body_cap = body_cap,
                                      .header_cap = header_cap});
}

Test(http_client, gives_up_an_answer_whose_content_is_over_the_cap)
{
    limit_client(4, 0);
    SCRIPT({.answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfour"},
           {.answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfifth"}, {.answer = OK_ANSWER});
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_OK);
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_E_LIMIT);
    cr_assert_eq(answer.status, 200);
    cr_assert(has_header("Content-Length"));
    cr_assert_not_null(answer.fault);
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_OK);
    cr_assert(lamina_str_is(answer.body, "ok"));
}

Test(http_client, gives_up_an_answer_whose_headers_are_over_the_cap)
{
    limit_client(0, 64);
    SCRIPT({.answer = "HTTP/1.1 200 OK\r\nX-Long: 0123456789012345678901234567890123456789"
                      "0123456789012345678901234567890123456789\r\nContent-Length: 0\r\n\r\n"});
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_E_LIMIT);
    cr_assert_not_null(answer.fault);
}

Test(http_client, gives_up_a_header_line_that_is_longer_than_libcurl_takes)
{
    enum { LONG = 150 * 1024 };
    lamina_text text;
    lamina_text_init(&text, (size_t)2 * LONG);
    lamina_text_add(&text, LAMINA_STR("HTTP/1.1 200 OK\r\nX-Long: "));
    memset(lamina_text_reserve(&text, LONG), 'x', LONG);
    lamina_text_advance(&text, LONG);
    lamina_text_add(&text, LAMINA_STR("\r\nContent-Length: 0\r\n\r\n"));
    SCRIPT({.answer = text.ptr, .answer_len = text.len});
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_E_LIMIT);
    http_peer_stop(peer); /* it may still be sending from text */
    peer = NULL;
    lamina_text_clear(&text);
}

/* ---- connections ---- */

Test(http_client, keeps_one_connection)
{
    SCRIPT({.answer = OK_ANSWER}, {.answer = OK_ANSWER}, {.answer = OK_ANSWER});
    for (uint32_t i = 0; i < 3; i++) {
        cr_assert_eq(send_call(i == 1 ? "POST" : "GET", (lamina_http_call){0}), LAMINA_OK);
        cr_assert_eq(answer.reused, i > 0);
        cr_assert_eq(answer.connections, 1);
        cr_assert(i == 0 || answer.connect_us == 0);
    }
    cr_assert_eq(peer->connections, 1);
}

Test(http_client, takes_a_fresh_connection_when_told)
{
    SCRIPT({.answer = OK_ANSWER}, {.answer = OK_ANSWER}, {.answer = OK_ANSWER});
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_OK);
    cr_assert_eq(send_call("GET", (lamina_http_call){.flags = LAMINA_HTTP_FRESH}), LAMINA_OK);
    cr_assert_eq(answer.reused, 0);
    cr_assert_eq(answer.connections, 2);
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_OK);
    cr_assert_eq(answer.reused, 1);
}

Test(http_client, warms_a_connection_that_the_first_call_then_uses)
{
    SCRIPT({.answer = "HTTP/1.1 400 Bad Request\r\nContent-Length: 10\r\n\r\n"},
           {.answer = OK_ANSWER});
    cr_assert_eq(lamina_http_connect(client, peer->url, 2000), LAMINA_OK);
    cr_assert_eq(send_call("POST", (lamina_http_call){.body = LAMINA_STR("x")}), LAMINA_OK);
    cr_assert(answer.reused);
    cr_assert_eq(peer->connections, 1);
}

Test(http_client, never_sends_a_request_twice_on_its_own)
{
    /* The peer takes the second request and closes without a word: it may have done the work. */
    SCRIPT({.answer = OK_ANSWER}, {.close = true}, {.answer = OK_ANSWER});
    cr_assert_eq(send_call("POST", (lamina_http_call){.body = LAMINA_STR("1")}), LAMINA_OK);
    cr_assert_eq(send_call("POST", (lamina_http_call){.body = LAMINA_STR("2")}),
                 LAMINA_E_UNAVAILABLE);
    cr_assert(answer.reused && answer.sent && !answer.received);
    cr_assert_not_null(answer.fault);
    cr_assert_eq(
        send_call("POST", (lamina_http_call){.body = LAMINA_STR("3"), .flags = LAMINA_HTTP_FRESH}),
        LAMINA_OK);
    cr_assert_eq(answer.connections, 2);
    cr_assert_str_eq(peer->requests[2] + peer->request_lens[2] - 1, "3");
}

Test(http_client, tells_a_connection_that_closed_unasked_from_a_lost_request)
{
    /* The peer closes between two calls: the client sees that before it sends. */
    SCRIPT({.answer = OK_ANSWER, .close = true}, {.answer = OK_ANSWER});
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_OK);
    lamina_status status = send_call("GET", (lamina_http_call){0});
    /* Whether the close has arrived yet is up to the system; a lost request is never silent. */
    cr_assert(status == LAMINA_OK || (answer.reused && answer.sent && !answer.received));
}

/* ---- failures ---- */

Test(http_client, says_when_nobody_listens)
{
    SCRIPT({.answer = OK_ANSWER});
    char url[64];
    snprintf(url, sizeof url, "%s", peer->url);
    http_peer_stop(peer);
    peer = NULL;
    cr_assert_eq(send_call("GET", (lamina_http_call){.url = url}), LAMINA_E_UNAVAILABLE);
    cr_assert(!answer.sent && !answer.received && !answer.reused);
    cr_assert_eq(answer.connections, 0);
    cr_assert_not_null(answer.fault);
}

Test(http_client, says_when_an_answer_was_cut_short)
{
    SCRIPT({.answer = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", .close = true});
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_E_UNAVAILABLE);
    cr_assert(answer.sent && answer.received);
    cr_assert_eq(answer.status, 200);
}

Test(http_client, says_when_the_peer_speaks_no_http)
{
    SCRIPT({.answer = "SSH-2.0-OpenSSH_9.2\r\n", .close = true});
    cr_assert_eq(send_call("GET", (lamina_http_call){0}), LAMINA_E_UNAVAILABLE);
    cr_assert_not_null(answer.fault);
}

Test(http_client, says_when_the_peer_of_https_has_no_tls)
{
    SCRIPT({.answer = OK_ANSWER});
    char url[80];
    snprintf(url, sizeof url, "https%s", peer->url + strlen("http"));
    /* A TLS greeting never looks like a whole request: the peer keeps reading until it is stopped. */
    cr_assert_neq(send_call("GET", (lamina_http_call){.url = url, .timeout_ms = 200}), LAMINA_OK);
    cr_assert_eq(answer.sent, 0);
}

Test(http_client, ends_when_its_time_is_up)
{
    SCRIPT({.answer = NULL});
    cr_assert_eq(send_call("GET", (lamina_http_call){.timeout_ms = 50}), LAMINA_E_TIMEOUT);
    cr_assert(answer.sent && !answer.received);
    cr_assert_geq(answer.total_us, 45000);
}

static volatile int stop;

static void on_alarm(int signal_number)
{
    (void)signal_number;
    stop = 1;
}

Test(http_client, ends_when_a_signal_says_so)
{
    SCRIPT({.answer = NULL});
    sigaction(SIGALRM, &(struct sigaction){.sa_handler = on_alarm}, NULL);
    setitimer(ITIMER_REAL, &(struct itimerval){.it_value.tv_usec = 50000}, NULL);
    cr_assert_eq(send_call("GET", (lamina_http_call){.stop = &stop}), LAMINA_E_UNAVAILABLE);
    cr_assert(answer.sent && !answer.received);
    cr_assert_leq(answer.total_us, 1500000);
    stop = 0;
}

Test(http_client, fills_no_more_of_an_answer_than_its_caller_knows)
{
    SCRIPT({.answer = OK_ANSWER});
    answer = (lamina_http_answer){.size = offsetof(lamina_http_answer, total_us), .total_us = -7};
    lamina_http_call call = {.size = offsetof(lamina_http_call, stop),
                             .method = "GET",
                             .url = peer->url,
                             .stop = (const volatile int *)1};
    cr_assert_eq(lamina_http_send(client, &call, &answer), LAMINA_OK);
    cr_assert_eq(answer.status, 200);
    cr_assert_eq(answer.total_us, -7);
}
