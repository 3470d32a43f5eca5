/*
 * http_connection.h - one kept connection to the Runtime API, and one request at a time over it.
 */
#ifndef HOST_HTTP_CONNECTION_H
#define HOST_HTTP_CONNECTION_H

#include "http_answer.h"
#include "settings.h"

/* Zero until host__http_connection_init(). */
typedef struct http_connection {
    char host[HOST_RUNTIME_API_CAP + 1]; /* a name or an address, without brackets */
    char port[HOST_RUNTIME_API_CAP + 1];
    int fd;
    bool is_open;
} http_connection;

/* Borrowed for the call. */
typedef struct http_request {
    lamina_str head;          /* request line, header lines, empty line: framed for content */
    lamina_str content;       /* may be empty */
    int64_t timeout_ms;       /* from now on for the whole call; 0: none */
    const volatile int *stop; /* not 0: give up, within a second at the latest; NULL: not asked */
} http_request;

/* Opens nothing. authority is "host:port", "host" or "[address]:port". */
void host__http_connection_init(http_connection *connection, lamina_str authority);
void host__http_connection_close(http_connection *connection);

/*
 * Sends the request, over the kept connection if there is one, and receives the whole answer. A kept
 * connection that dies before a byte of the answer came had been closed by the peer meanwhile: the
 * request then goes out once more over a new one. LAMINA_OK for any status; LAMINA_E_TIMEOUT;
 * LAMINA_E_UNAVAILABLE when no whole answer came; LAMINA_E_SYNTAX and LAMINA_E_LIMIT as
 * host__http_answer_take() has them; answer->fault says why.
 */
lamina_status host__http_exchange(http_connection *connection, const http_request *request,
                                  http_answer *answer);

#endif
