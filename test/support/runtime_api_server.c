/*
 * runtime_api_server.c - a Lambda Runtime API for tests, on plain sockets: one thread, one poll().
 */
#include "runtime_api_server.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTION_CAP = 32, EVENT_CAP = 4096, POST_CAP = 4096, WAIT_S = 20 };

typedef struct connection {
    int fd; /* -1: free */
    bool wants_event;
    bool wants_status; /* its post was not answered yet */
    char *in;
    size_t in_len;
    size_t in_room;
} connection;

typedef struct queued_event {
    runtime_api_event event;
    char *body;
    char *request_id;
    char *headers;
} queued_event;

struct runtime_api_server {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int listener;
    int wake[2]; /* a byte: look at the queue again; closed: end */
    char address[32];
    connection connections[CONNECTION_CAP];
    queued_event *events;
    size_t event_count;
    size_t next_event;
    runtime_api_post *posts;
    size_t post_count;
    int post_status;
    size_t next_count;
    size_t connection_count;
};

/* The server's thread cannot use Criterion's assertions: they jump back into the test. */
static void must(bool condition)
{
    if (!condition)
        abort();
}

static char *copy(const char *text, size_t len)
{
    char *made = malloc(len + 1);
    must(made != NULL);
    if (len > 0)
        memcpy(made, text, len);
    made[len] = '\0';
    return made;
}

/* ---- the server's side of one connection ---- */

static void drop(connection *c)
{
    close(c->fd);
    free(c->in);
    *c = (connection){.fd = -1};
}

/* The test's other side may be gone; that is for the test to notice. */
static void send_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        const ssize_t sent = send(fd, bytes, len, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        bytes += sent;
        len -= (size_t)sent;
    }
}

static void send_chunked(int fd, const char *body, size_t len)
{
    for (size_t at = 0; at < len;) {
        const size_t piece = len - at < 1000 ? len - at : 1000;
        char size[32];
        const int digits = snprintf(size, sizeof(size), "%zx\r\n", piece);
        send_all(fd, size, (size_t)digits);
        send_all(fd, body + at, piece);
        send_all(fd, "\r\n", 2);
        at += piece;
    }
    send_all(fd, "0\r\n\r\n", 5);
}

static void send_event(runtime_api_server *server, connection *c, const queued_event *queued)
{
    const runtime_api_event *event = &queued->event;
    c->wants_event = false;
    if (event->hang_up) {
        drop(c);
        return;
    }
    char *head = NULL;
    size_t head_len = 0;
    FILE *out = open_memstream(&head, &head_len);
    fprintf(out, "HTTP/1.1 %d Scripted\r\n%s", event->status != 0 ? event->status : 200,
            queued->headers);
    if (event->request_id == NULL)
        fprintf(out, "Lambda-Runtime-Aws-Request-Id: request-%zu\r\n", server->next_event - 1);
    else if (event->request_id[0] != '\0')
        fprintf(out, "Lambda-Runtime-Aws-Request-Id: %s\r\n", queued->request_id);
    if (event->chunked)
        fputs("Transfer-Encoding: chunked\r\n\r\n", out);
    else
        fprintf(out, "Content-Length: %zu\r\n\r\n", event->body_len);
    fclose(out);
    send_all(c->fd, head, head_len);
    free(head);
    if (event->chunked)
        send_chunked(c->fd, queued->body, event->body_len);
    else
        send_all(c->fd, queued->body, event->body_len);
    if (event->close_after)
        drop(c);
}

static void keep_post(runtime_api_server *server, const char *path, size_t path_len,
                      const char *headers, size_t headers_len, const char *body, size_t body_len)
{
    must(server->post_count < POST_CAP);
    server->posts[server->post_count++] = (runtime_api_post){.path = copy(path, path_len),
                                                             .headers = copy(headers, headers_len),
                                                             .body = copy(body, body_len),
                                                             .body_len = body_len};
}

/* False when it hung up. */
static bool answer_post(runtime_api_server *server, connection *c)
{
    c->wants_status = server->post_status == -1;
    if (c->wants_status)
        return true;
    if (server->post_status == 0) {
        server->post_status = 202;
        drop(c);
        return false;
    }
    char answer[128];
    const int len =
        snprintf(answer, sizeof(answer),
                 "HTTP/1.1 %d Scripted\r\nContent-Length: 15\r\n\r\n{\"status\":\"OK\"}",
                 server->post_status);
    send_all(c->fd, answer, (size_t)len);
    return true;
}

/* Gives waiting connections the statuses and events that are there. */
static void hand_out(runtime_api_server *server)
{
    for (size_t i = 0; i < CONNECTION_CAP; i++) {
        connection *c = &server->connections[i];
        if (c->fd >= 0 && c->wants_status)
            (void)answer_post(server, c);
        if (c->fd < 0 || !c->wants_event || server->next_event == server->event_count)
            continue;
        send_event(server, c, &server->events[server->next_event++]);
    }
}

static size_t content_length(const char *headers, const char *end)
{
    static const char name[] = "\r\ncontent-length:";
    for (const char *at = headers; at + sizeof(name) < end; at++)
        if (strncasecmp(at, name, sizeof(name) - 1) == 0)
            return strtoul(at + sizeof(name) - 1, NULL, 10);
    return 0;
}

/* Serves the first request in the buffer, if it is whole. */
static bool serve_one(runtime_api_server *server, connection *c)
{
    char *head_end = c->in_len == 0 ? NULL : memmem(c->in, c->in_len, "\r\n\r\n", 4);
    if (head_end == NULL)
        return false;
    const char *line_end = memmem(c->in, c->in_len, "\r\n", 2);
    const size_t head_len = (size_t)(head_end - c->in) + 4;
    const size_t body_len = content_length(line_end, head_end + 2);
    if (c->in_len < head_len + body_len)
        return false;
    const char *path = (const char *)memchr(c->in, ' ', head_len) + 1;
    const size_t path_len = strcspn(path, " \r\n");
    const bool is_get = strncmp(c->in, "GET ", 4) == 0;
    if (is_get) {
        c->wants_event = true;
        server->next_count++;
    } else {
        keep_post(server, path, path_len, line_end + 2, (size_t)(head_end - line_end),
                  c->in + head_len, body_len);
    }
    c->in_len -= head_len + body_len;
    memmove(c->in, c->in + head_len + body_len, c->in_len);
    return is_get || answer_post(server, c);
}

static void receive(runtime_api_server *server, connection *c)
{
    if (c->in_room - c->in_len < 65536) {
        c->in_room = c->in_room * 2 + 65536;
        c->in = realloc(c->in, c->in_room);
        must(c->in != NULL);
    }
    const ssize_t got = recv(c->fd, c->in + c->in_len, c->in_room - c->in_len, 0);
    if (got <= 0) {
        drop(c);
        return;
    }
    c->in_len += (size_t)got;
    while (serve_one(server, c))
        continue;
}

static void accept_one(runtime_api_server *server)
{
    const int fd = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC);
    for (size_t i = 0; fd >= 0 && i < CONNECTION_CAP; i++) {
        if (server->connections[i].fd >= 0)
            continue;
        server->connections[i] = (connection){.fd = fd};
        server->connection_count++;
        return;
    }
    if (fd >= 0)
        close(fd);
}

static void *serve(void *argument)
{
    runtime_api_server *server = argument;
    for (;;) {
        struct pollfd fds[CONNECTION_CAP + 2] = {{.fd = server->listener, .events = POLLIN},
                                                 {.fd = server->wake[0], .events = POLLIN}};
        for (size_t i = 0; i < CONNECTION_CAP; i++)
            fds[i + 2] = (struct pollfd){.fd = server->connections[i].fd, .events = POLLIN};
        if (poll(fds, CONNECTION_CAP + 2, -1) < 0)
            continue;
        char byte;
        if (fds[1].revents != 0 && read(server->wake[0], &byte, 1) != 1)
            return NULL;
        pthread_mutex_lock(&server->lock);
        for (size_t i = 0; i < CONNECTION_CAP; i++)
            if (fds[i + 2].revents != 0)
                receive(server, &server->connections[i]);
        if (fds[0].revents != 0)
            accept_one(server);
        hand_out(server);
        pthread_cond_broadcast(&server->changed);
        pthread_mutex_unlock(&server->lock);
    }
}

/* ---- the test's side ---- */

static void open_listener(runtime_api_server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof(address);
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_geq(server->listener, 0);
    cr_assert_eq(bind(server->listener, (struct sockaddr *)&address, len), 0);
    cr_assert_eq(listen(server->listener, CONNECTION_CAP), 0);
    cr_assert_eq(getsockname(server->listener, (struct sockaddr *)&address, &len), 0);
    snprintf(server->address, sizeof(server->address), "127.0.0.1:%d", ntohs(address.sin_port));
}

runtime_api_server *runtime_api_start(void)
{
    runtime_api_server *server = calloc(1, sizeof(*server));
    cr_assert_not_null(server);
    server->events = calloc(EVENT_CAP, sizeof(*server->events));
    server->posts = calloc(POST_CAP, sizeof(*server->posts));
    cr_assert(server->events != NULL && server->posts != NULL);
    server->post_status = 202;
    for (size_t i = 0; i < CONNECTION_CAP; i++)
        server->connections[i].fd = -1;

    open_listener(server);
    cr_assert_eq(pipe2(server->wake, O_CLOEXEC), 0);

    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->changed, NULL);
    cr_assert_eq(pthread_create(&server->thread, NULL, serve, server), 0);
    return server;
}

void runtime_api_stop(runtime_api_server *server)
{
    close(server->wake[1]);
    pthread_join(server->thread, NULL);
    close(server->wake[0]);
    close(server->listener);
    for (size_t i = 0; i < CONNECTION_CAP; i++)
        if (server->connections[i].fd >= 0)
            drop(&server->connections[i]);
    for (size_t i = 0; i < server->event_count; i++) {
        free(server->events[i].body);
        free(server->events[i].request_id);
        free(server->events[i].headers);
    }
    for (size_t i = 0; i < server->post_count; i++) {
        free(server->posts[i].path);
        free(server->posts[i].headers);
        free(server->posts[i].body);
    }
    free(server->events);
    free(server->posts);
    pthread_cond_destroy(&server->changed);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

static void wake(const runtime_api_server *server)
{
    cr_assert_eq(write(server->wake[1], "x", 1), 1);
}

const char *runtime_api_address(const runtime_api_server *server)
{
    return server->address;
}

void runtime_api_push(runtime_api_server *server, const runtime_api_event *event)
{
    static const char usual[] =
        "Lambda-Runtime-Deadline-Ms: 4102444800000\r\n"
        "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-central-1:123456789012:function:f\r\n";
    const char *body = event->body != NULL ? event->body : "";
    const char *headers = event->headers != NULL ? event->headers : usual;
    const char *id = event->request_id != NULL ? event->request_id : "";
    queued_event queued = {.event = *event};
    if (queued.event.body_len == 0)
        queued.event.body_len = strlen(body);
    queued.body = copy(body, queued.event.body_len);
    queued.headers = copy(headers, strlen(headers));
    queued.request_id = copy(id, strlen(id));
    pthread_mutex_lock(&server->lock);
    cr_assert_lt(server->event_count, (size_t)EVENT_CAP);
    server->events[server->event_count++] = queued;
    pthread_mutex_unlock(&server->lock);
    wake(server);
}

void runtime_api_push_json(runtime_api_server *server, const char *json)
{
    runtime_api_push(server, &(runtime_api_event){.body = json});
}

void runtime_api_set_post_status(runtime_api_server *server, int status)
{
    pthread_mutex_lock(&server->lock);
    server->post_status = status;
    pthread_mutex_unlock(&server->lock);
    wake(server);
}

typedef bool (*condition_fn)(const runtime_api_server *server, size_t argument);

static void wait_for(runtime_api_server *server, condition_fn holds, size_t argument,
                     const char *what)
{
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += WAIT_S;
    pthread_mutex_lock(&server->lock);
    int late = 0;
    while (!holds(server, argument) && late == 0)
        late = pthread_cond_timedwait(&server->changed, &server->lock, &end);
    const bool held = holds(server, argument);
    pthread_mutex_unlock(&server->lock);
    cr_assert(held, "waited %d s in vain for %s (%zu)", WAIT_S, what, argument);
}

static bool has_post(const runtime_api_server *server, size_t index)
{
    return server->post_count > index;
}

static bool is_idle(const runtime_api_server *server, size_t unused)
{
    (void)unused;
    if (server->next_event < server->event_count)
        return false;
    for (size_t i = 0; i < CONNECTION_CAP; i++)
        if (server->connections[i].fd >= 0 && server->connections[i].wants_event)
            return true;
    return false;
}

const runtime_api_post *runtime_api_wait_post(runtime_api_server *server, size_t index)
{
    wait_for(server, has_post, index, "a post");
    return &server->posts[index]; /* the array never moves */
}

void runtime_api_wait_idle(runtime_api_server *server)
{
    wait_for(server, is_idle, 0, "a runtime that waits in /next");
}

static size_t locked(runtime_api_server *server, const size_t *counter)
{
    pthread_mutex_lock(&server->lock);
    const size_t count = *counter;
    pthread_mutex_unlock(&server->lock);
    return count;
}

size_t runtime_api_post_count(runtime_api_server *server)
{
    return locked(server, &server->post_count);
}

size_t runtime_api_next_count(runtime_api_server *server)
{
    return locked(server, &server->next_count);
}

size_t runtime_api_connection_count(runtime_api_server *server)
{
    return locked(server, &server->connection_count);
}
