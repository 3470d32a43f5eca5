/*
 * runtime_api.c - one runtime, one event, one connection at a time.
 */
#include "runtime_api.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "child.h"
#include "lamina/host.h"
#include "lamina/log.h"

#define HEAD_CAP 65536u
/* Lambda's limit of an answer, and room beside it. */
#define BODY_CAP ((size_t)8 << 20)
#define READ_SIZE 65536u
#define PREFIX "/2018-06-01/runtime/"

int64_t cli__monotonic_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A version 4 UUID: RFC 9562 section 5.4. */
static void make_id(char id[37])
{
    unsigned char r[16] = {0};
    (void)lamina_random_table()->fill(r, sizeof(r));
    r[6] = (unsigned char)((r[6] & 0x0fu) | 0x40u);
    r[8] = (unsigned char)((r[8] & 0x3fu) | 0x80u);
    snprintf(id, 37, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", r[0],
             r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11], r[12], r[13],
             r[14], r[15]);
}

lamina_status cli__runtime_api_open(cli_runtime_api *api)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(address);
    lamina_text_init(&api->body, BODY_CAP);
    make_id(api->request_id);
    api->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (api->listener < 0 || bind(api->listener, (struct sockaddr *)&address, sizeof(address)) ||
        listen(api->listener, 4) || getsockname(api->listener, (struct sockaddr *)&address, &len))
        return LAMINA_E_UNAVAILABLE;
    api->port = ntohs(address.sin_port);
    return LAMINA_OK;
}

void cli__runtime_api_close(cli_runtime_api *api)
{
    if (api->listener >= 0)
        close(api->listener);
    api->listener = -1;
    lamina_text_clear(&api->body);
}

/* ---- reading ---- */

/* False when the time is up, or the runtime is gone and left nothing to read. */
static bool wait_for(int fd, int gone, int64_t until_ms)
{
    for (;;) {
        const int64_t left = until_ms - cli__monotonic_ms();
        struct pollfd ready[] = {{.fd = fd, .events = POLLIN}, {.fd = gone, .events = POLLIN}};
        if (left <= 0)
            return false;
        if (poll(ready, 2, (int)left) < 0 && errno != EINTR)
            return false;
        if (ready[0].revents)
            return true;
        if (ready[1].revents)
            return false;
    }
}

static bool read_more(int fd, int gone, int64_t until_ms, lamina_text *bytes)
{
    if (!wait_for(fd, gone, until_ms))
        return false;
    char *room = lamina_text_reserve(bytes, READ_SIZE);
    const ssize_t len = room ? recv(fd, room, READ_SIZE, 0) : -1;
    if (len <= 0)
        return false;
    lamina_text_advance(bytes, (size_t)len);
    return true;
}

/* The value of Content-Length in a head; 0 when there is none. */
static size_t content_length(lamina_str head)
{
    lamina_str line;
    while (head.len > 0) {
        (void)lamina_str_cut(&head, '\n', &line);
        lamina_str name;
        lamina_str value = line;
        int64_t number = 0;
        if (lamina_str_cut(&value, ':', &name) &&
            lamina_str_equal_nocase(name, LAMINA_STR("content-length")) && value.len > 0) {
            if (value.ptr[value.len - 1] == '\r')
                value.len--;
            if (lamina_parse_int64_between(lamina_str_trim(value), 0, (int64_t)BODY_CAP, &number) ==
                LAMINA_OK)
                return (size_t)number;
        }
    }
    return 0;
}

/* One request: its first line, and its content. */
typedef struct request {
    lamina_text bytes;
    lamina_str line;
    lamina_str body;
} request;

static bool read_request(int fd, int gone, int64_t until_ms, request *r)
{
    const char *end = NULL;
    lamina_text_reset(&r->bytes);
    while (!end) {
        if (r->bytes.len > HEAD_CAP || !read_more(fd, gone, until_ms, &r->bytes))
            return false;
        end = memmem(r->bytes.ptr, r->bytes.len, "\r\n\r\n", 4);
    }
    const size_t head = (size_t)(end - r->bytes.ptr) + 4;
    const size_t body = content_length((lamina_str){r->bytes.ptr, head});
    while (r->bytes.len < head + body)
        if (!read_more(fd, gone, until_ms, &r->bytes))
            return false;
    lamina_str rest = {r->bytes.ptr, head};
    (void)lamina_str_cut(&rest, '\r', &r->line);
    r->body = (lamina_str){r->bytes.ptr + head, body};
    return true;
}

/* ---- answering ---- */

static bool send_event(int fd, cli_runtime_api *api)
{
    lamina_text head;
    lamina_text_init(&head, HEAD_CAP);
    lamina_text_add_format(
        &head,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
        "Lambda-Runtime-Aws-Request-Id: %s\r\nLambda-Runtime-Deadline-Ms: %lld\r\n"
        "Lambda-Runtime-Invoked-Function-Arn: %s\r\n\r\n",
        api->event.len, api->request_id, (long long)api->deadline_ms, api->function_arn);
    const bool sent = lamina_text_status(&head) == LAMINA_OK &&
                      cli__write_all(fd, lamina_text_view(&head)) && cli__write_all(fd, api->event);
    lamina_text_clear(&head);
    return sent;
}

static bool send_status(int fd, const char *status)
{
    char text[128];
    const int len =
        snprintf(text, sizeof(text), "HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n", status);
    return cli__write_all(fd, (lamina_str){text, (size_t)len});
}

static void keep(cli_runtime_api *api, cli_outcome outcome, lamina_str body)
{
    api->outcome = outcome;
    lamina_text_reset(&api->body);
    lamina_text_add(&api->body, body);
}

static bool is_line(lamina_str line, const char *expected)
{
    return lamina_str_is(line, expected);
}

/* False when the connection is of no more use. */
static bool answer(int fd, cli_runtime_api *api, const request *r)
{
    char response[128];
    char error[128];
    snprintf(response, sizeof(response), "POST " PREFIX "invocation/%s/response HTTP/1.1",
             api->request_id);
    snprintf(error, sizeof(error), "POST " PREFIX "invocation/%s/error HTTP/1.1", api->request_id);
    if (is_line(r->line, "GET " PREFIX "invocation/next HTTP/1.1")) {
        api->is_done = api->outcome != CLI_OUTCOME_NONE;
        return !api->is_done && send_event(fd, api);
    }
    if (is_line(r->line, response))
        keep(api, CLI_OUTCOME_ANSWERED, r->body);
    else if (is_line(r->line, error))
        keep(api, CLI_OUTCOME_FAILED, r->body);
    else if (is_line(r->line, "POST " PREFIX "init/error HTTP/1.1"))
        keep(api, CLI_OUTCOME_NOT_STARTED, r->body);
    else
        return send_status(fd, "404 Not Found");
    api->is_done = api->outcome == CLI_OUTCOME_NOT_STARTED;
    return send_status(fd, "202 Accepted");
}

void cli__runtime_api_serve(cli_runtime_api *api, int gone, int64_t until_ms)
{
    if (!wait_for(api->listener, gone, until_ms))
        return;
    const int fd = accept4(api->listener, NULL, NULL, SOCK_CLOEXEC);
    if (fd < 0)
        return;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    request r = {.line = {0}};
    lamina_text_init(&r.bytes, HEAD_CAP + BODY_CAP + READ_SIZE);
    while (!api->is_done && read_request(fd, gone, until_ms, &r) && answer(fd, api, &r))
        continue;
    lamina_text_clear(&r.bytes);
    close(fd);
}
