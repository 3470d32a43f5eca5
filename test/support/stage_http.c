/*
 * Requests to a local stage: see stage_process.h.
 */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lamina/text.h"
#include "stage_process.h"

#define ANSWER_CAP ((size_t)32 << 20)
#define TIMEOUT_MS 60000

lamina_http_answer stage_send(lamina_http_client *client, const stage_process *stage,
                              const stage_call *call)
{
    char url[4096];
    snprintf(url, sizeof url, "%s%s", stage_url(stage), call->path);
    size_t header_count = 0;
    while (header_count < sizeof call->headers / sizeof call->headers[0] &&
           call->headers[header_count].name.len > 0)
        header_count++;
    lamina_http_call http = {.size = sizeof http,
                             .timeout_ms = TIMEOUT_MS,
                             .method = call->method,
                             .url = url,
                             .headers = call->headers,
                             .header_count = header_count,
                             .body = call->body};
    lamina_http_answer answer = {.size = sizeof answer};
    lamina_status status = lamina_http_send(client, &http, &answer);
    cr_assert_eq(status, LAMINA_OK, "%s %s: %s: %s", call->method, url, lamina_status_name(status),
                 answer.fault != NULL ? answer.fault : "");
    return answer;
}

lamina_http_answer stage_get(lamina_http_client *client, const stage_process *stage,
                             const char *path)
{
    return stage_send(client, stage, &(stage_call){.method = "GET", .path = path});
}

lamina_str stage_header(const lamina_http_answer *answer, const char *name)
{
    lamina_str value;
    return lamina_http_answer_header(answer, name, &value) ? value : LAMINA_STR("");
}

static int connect_to(unsigned port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_geq(fd, 0);
    cr_assert_eq(connect(fd, (const struct sockaddr *)&address, sizeof address), 0);
    struct timeval limit = {.tv_sec = TIMEOUT_MS / 1000};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    return fd;
}

char *stage_raw(const stage_process *stage, lamina_str bytes)
{
    int fd = connect_to(stage_port(stage));
    /* A stage that closes early may refuse the rest: what it answered counts. */
    for (size_t sent = 0; sent < bytes.len;) {
        ssize_t count = send(fd, bytes.ptr + sent, bytes.len - sent, MSG_NOSIGNAL);
        if (count <= 0)
            break;
        sent += (size_t)count;
    }
    lamina_text text;
    lamina_text_init(&text, ANSWER_CAP);
    for (;;) {
        char *room = lamina_text_reserve(&text, 65536);
        ssize_t count = room != NULL ? recv(fd, room, 65536, 0) : 0;
        if (count <= 0)
            break;
        lamina_text_advance(&text, (size_t)count);
    }
    close(fd);
    char *answer = strdup(text.ptr != NULL ? text.ptr : "");
    lamina_text_clear(&text);
    cr_assert_not_null(answer);
    return answer;
}
