/* connection.h - one HTTP connection of the runtime: bytes in, whole requests out. */
#ifndef BENCH_CONNECTION_H
#define BENCH_CONNECTION_H

#include "answers.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum chunk_state { CHUNK_SIZE, CHUNK_DATA, CHUNK_END, CHUNK_TRAILER } chunk_state;

typedef struct bench_connection {
    int fd;
    char *buf; /* bytes received and not consumed */
    size_t len, cap;
    size_t head;       /* length of the request's head; 0: not complete yet */
    char *method;      /* in buf */
    char *path;        /* in buf */
    size_t body;       /* body bytes: announced or, when chunked, decoded so far */
    size_t raw;        /* chunked: where the undecoded bytes start */
    size_t chunk_left; /* chunked: bytes of the current chunk still to come */
    chunk_state state;
    bool chunked, close_after;
    bool wants_continue; /* Expect: 100-continue, and no body byte is here yet */
    bool expected;       /* the request had an Expect header */
} bench_connection;

typedef enum bench_progress { BENCH_MORE, BENCH_WHOLE, BENCH_MALFORMED } bench_progress;

bench_connection *bench_connection_new(int fd);
void bench_connection_free(bench_connection *connection); /* closes it */

/* Takes what the socket has. The number of bytes; 0: nothing now; -1: the connection is over. */
long bench_connection_receive(bench_connection *connection);

/* Looks for the head of a request, once a request. */
bench_progress bench_connection_read_head(bench_connection *connection);

/* Looks for the whole body; *total is the request's length in the buffer when it is there. */
bench_progress bench_connection_read_body(bench_connection *connection, size_t *total);

/* Drops a handled request. */
void bench_connection_drop(bench_connection *connection, size_t total);

/* A blocking send on a non-blocking socket. False: the peer is gone, or takes nothing for so long. */
bool bench_connection_send(int fd, bench_bytes bytes, long timeout_s);

#endif
