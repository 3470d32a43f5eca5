/*
 * floor: the least a Lambda runtime in C can do, to measure bootstrap against.
 *
 * One blocking TCP connection, two sends and two (or three) receives per invocation, no allocation,
 * no JSON, and the same answer to every event. It is a yardstick, not a runtime: it trusts its peer
 * and gives up on anything odd.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define ID "lambda-runtime-aws-request-id:"
#define RESULT                                                                                     \
    "{\"statusCode\":200,\"headers\":{\"content-type\":\"application/json\"},"                     \
    "\"body\":\"{\\\"ok\\\":true}\"}"

static char buf[8u << 20];

/* What the head says: the length of the body or that it comes in chunks, and the request id. */
static void read_head(char *end, size_t *body, bool *chunked, const char **id)
{
    for (char *line = memchr(buf, '\n', (size_t)(end - buf)); line;
         line = memchr(line, '\n', (size_t)(end - line))) {
        line++;
        if (!strncasecmp(line, "content-length:", 15))
            *body = strtoul(line + 15, NULL, 10);
        else if (!strncasecmp(line, "transfer-encoding: chunked", 26))
            *chunked = true;
        else if (!strncasecmp(line, ID, sizeof ID - 1))
            *id = line + sizeof ID - 1 + strspn(line + sizeof ID - 1, " ");
    }
}

/* Receives one whole HTTP answer, or exits. The request id in it, or NULL. */
static const char *receive(int fd)
{
    size_t len = 0;
    size_t head = 0;
    size_t body = 0;
    bool chunked = false;
    const char *id = NULL;
    for (;;) {
        ssize_t got = recv(fd, buf + len, sizeof buf - 1 - len, 0);
        if (got <= 0)
            exit(1);
        len += (size_t)got;
        if (!head) {
            char *end = memmem(buf, len, "\r\n\r\n", 4);
            if (!end)
                continue;
            head = (size_t)(end - buf) + 4;
            read_head(end, &body, &chunked, &id);
        }
        /* JSON text cannot end in the last chunk's bytes, so a look at the tail is enough here */
        if (chunked ? len >= head + 5 && !memcmp(buf + len - 5, "0\r\n\r\n", 5)
                    : len >= head + body)
            return id;
    }
}

static void send_all(int fd, const char *at, size_t left)
{
    while (left) {
        ssize_t sent = send(fd, at, left, MSG_NOSIGNAL);
        if (sent <= 0)
            exit(1);
        at += sent;
        left -= (size_t)sent;
    }
}

static int connect_to(const char *api)
{
    char host[64];
    const char *colon = strrchr(api, ':');
    if (!colon || (size_t)(colon - api) >= sizeof host)
        exit(2);
    memcpy(host, api, (size_t)(colon - api));
    host[colon - api] = '\0';
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10))};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int on = 1;
    if (fd < 0 || inet_pton(AF_INET, host, &address.sin_addr) != 1 ||
        connect(fd, (struct sockaddr *)&address, sizeof address))
        exit(1);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

int main(void)
{
    const char *api = getenv("AWS_LAMBDA_RUNTIME_API");
    if (!api)
        return 2;
    char next[256];
    char post[512];
    int fd = connect_to(api);
    int next_len =
        snprintf(next, sizeof next,
                 "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: %s\r\n\r\n", api);
    for (;;) {
        send_all(fd, next, (size_t)next_len);
        const char *id = receive(fd);
        if (!id)
            return 1;
        int post_len =
            snprintf(post, sizeof post,
                     "POST /2018-06-01/runtime/invocation/%.*s/response HTTP/1.1\r\n"
                     "Host: %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                     (int)strcspn(id, "\r\n"), id, api, sizeof RESULT - 1, RESULT);
        send_all(fd, post, (size_t)post_len);
        (void)receive(fd);
    }
}
