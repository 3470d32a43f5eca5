/*
 * console_stream.c - server-sent events (HTML Standard, "Server-sent events"): pages that look on are told
 * what is new, and ask for it themselves.
 */
#include <event2/buffer.h>
#include <stdlib.h>

#include "console_parts.h"

struct console_stream {
    TAILQ_ENTRY(console_stream) link;
    local_console *console;
    struct evhttp_request *request;
};

static void forget(console_stream *stream)
{
    TAILQ_REMOVE(&stream->console->streams, stream, link);
    free(stream);
}

/* The page is gone. A request that is still being answered libevent takes off the connection before and
   leaves to us; ending the answer then frees it. */
static void on_close(struct evhttp_connection *connection, void *arg)
{
    console_stream *stream = arg;
    (void)connection;
    if (!evhttp_request_get_connection(stream->request))
        evhttp_send_reply_end(stream->request);
    forget(stream);
}

void local__console_stream(local_console *console, struct evhttp_request *request, lamina_str rest)
{
    console_stream *stream = rest.len == 0 ? calloc(1, sizeof(*stream)) : NULL;
    if (!stream) {
        local__console_refuse(request, rest.len == 0 ? 500 : 404, "there is no such stream");
        return;
    }
    *stream = (console_stream){.console = console, .request = request};
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request);
    evhttp_add_header(headers, "Content-Type", "text/event-stream");
    evhttp_add_header(headers, "Cache-Control", "no-store");
    evhttp_connection_set_closecb(evhttp_request_get_connection(request), on_close, stream);
    TAILQ_INSERT_TAIL(&console->streams, stream, link);
    evhttp_send_reply_start(request, 200, "OK");
    local__console_send(console, "state", (lamina_str){0});
}

void local__console_send(local_console *console, const char *event, lamina_str data)
{
    console_stream *stream;
    struct evbuffer *chunk = TAILQ_EMPTY(&console->streams) ? NULL : evbuffer_new();
    if (!chunk)
        return;
    TAILQ_FOREACH(stream, &console->streams, link)
    {
        evbuffer_add_printf(chunk, "event: %s\ndata: %.*s\n\n", event, LAMINA_FMT(data));
        evhttp_send_reply_chunk(stream->request, chunk);
    }
    evbuffer_free(chunk);
}

void local__console_end_streams(local_console *console)
{
    console_stream *next;
    for (console_stream *stream = TAILQ_FIRST(&console->streams); stream; stream = next) {
        next = TAILQ_NEXT(stream, link);
        evhttp_connection_set_closecb(evhttp_request_get_connection(stream->request), NULL, NULL);
        evhttp_send_reply_end(stream->request);
        forget(stream);
    }
}
