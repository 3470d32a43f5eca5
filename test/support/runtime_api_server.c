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
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "runtime_api_connection.h"

enum { CONNECTION_CAP = 32, EVENT_CAP = 4096, POST_CAP = 4096, WAIT_S = 20 };

/* The event, with copies of its texts. */
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
    runtime_api_connection connections[CONNECTION_CAP];
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

/* ---- the server's side ---- */

static void keep_post(runtime_api_server *server, const runtime_api_request *request)
{
    must(server->post_count < POST_CAP);
    server->posts[server->post_count++] =
        (runtime_api_post){.path = copy(request->path, request->path_len),
                           .headers = copy(request->headers, request->headers_len),
                           .body = copy(request->body, request->body_len),
                           .body_len = request->body_len};
}

/* False when it hung up. */
static bool answer_post(runtime_api_server *server, runtime_api_connection *c)
{
    c->wants_status = server->post_status == -1;
    if (c->wants_status)
        return true;
    if (server->post_status == 0) {
        server->post_status = 202;
        runtime_api_connection_drop(c);
        return false;
    }
    runtime_api_connection_send_status(c, server->post_status);
    return true;
}

/* Gives waiting connections the statuses and events that are there. */
static void hand_out(runtime_api_server *server)
{
    for (size_t i = 0; i < CONNECTION_CAP; i++) {
        runtime_api_connection *c = &server->connections[i];
        if (c->fd >= 0 && c->wants_status)
            (void)answer_post(server, c);
        if (c->fd < 0 || !c->wants_event || server->next_event == server->event_count)
            continue;
        const size_t number = server->next_event++;
        runtime_api_connection_send_event(c, &server->events[number].event, number);
    }
}

/* Serves the first request that came, if it is whole. */
static bool serve_one(runtime_api_server *server, runtime_api_connection *c)
{
    runtime_api_request request;
    if (!runtime_api_connection_request(c, &request))
        return false;
    if (request.is_get) {
        c->wants_event = true;
        server->next_count++;
    } else {
        keep_post(server, &request);
    }
    runtime_api_connection_pass(c, &request);
    return request.is_get || answer_post(server, c);
}

static void receive(runtime_api_server *server, runtime_api_connection *c)
{
    bool more = runtime_api_connection_receive(c);
    while (more)
        more = serve_one(server, c);
}

static void accept_one(runtime_api_server *server)
{
    const int fd = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC);
    for (size_t i = 0; fd >= 0 && i < CONNECTION_CAP; i++) {
        if (server->connections[i].fd >= 0)
            continue;
        server->connections[i] = (runtime_api_connection){.fd = fd};
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
            runtime_api_connection_drop(&server->connections[i]);
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
    queued.event.body = queued.body;
    queued.event.headers = queued.headers;
    if (event->request_id != NULL)
        queued.event.request_id = queued.request_id;
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
