/*
 * An HTTP peer for tests of the client: it answers as scripted, byte for byte, and keeps what it was
 * sent. One thread, one connection at a time, a free port of 127.0.0.1.
 */
#ifndef LAMINA_TEST_HTTP_PEER_H
#define LAMINA_TEST_HTTP_PEER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum { HTTP_PEER_EXCHANGES = 8 };

typedef struct http_peer_exchange {
    const char *answer; /* NULL: none */
    size_t answer_len;  /* 0: strlen(answer) */
    bool close;         /* afterwards, or at once when there is no answer */
} http_peer_exchange;

typedef struct http_peer {
    http_peer_exchange script[HTTP_PEER_EXCHANGES];
    size_t count;
    /* What came, by exchange; to be read once the client has its answer. */
    char *requests[HTTP_PEER_EXCHANGES]; /* NUL-terminated */
    size_t request_lens[HTTP_PEER_EXCHANGES];
    int on_connection[HTTP_PEER_EXCHANGES]; /* the first is 1 */
    int connections;
    char url[64]; /* "http://127.0.0.1:port/x" */
    int listener;
    int stop[2];
    pthread_t thread;
} http_peer;

/* Starts a peer that answers each request in turn with the next exchange. */
http_peer *http_peer_start(const http_peer_exchange *script, size_t count);
void http_peer_stop(http_peer *peer);

#endif
