/*
 * http_peer.h - a server that answers requests with scripted bytes, in a thread of the test.
 */
#ifndef HOST_TEST_HTTP_PEER_H
#define HOST_TEST_HTTP_PEER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/* What is done with one request. The script's end is a row without bytes that does not close. */
typedef struct http_peer_row {
    const char *bytes; /* sent; NULL: none */
    size_t piece;      /* so many at a time; 0: all at once */
    bool at_once;      /* sent as soon as the connection is there, before the request is read */
    bool closes;       /* closes the connection behind them */
} http_peer_row;

typedef struct http_peer {
    const http_peer_row *script;
    char authority[32]; /* "127.0.0.1:41234" */
    char *requests;     /* all that came, of all connections; NUL-terminated after the end */
    size_t requests_len;
    int connections;
    int listener;
    pthread_t thread;
} http_peer;

/* Fails the test when it cannot listen. */
void http_peer_start(http_peer *peer, const http_peer_row *script);
/* Waits until the script was played and the other side has closed. */
void http_peer_join(http_peer *peer);
void http_peer_clear(http_peer *peer);

#endif
