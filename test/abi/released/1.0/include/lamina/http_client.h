/*
 * lamina/http_client.h - an HTTP/1.1 client over libcurl that keeps one connection and one set of
 * buffers. The domain speaks to DynamoDB with one.
 */
#ifndef LAMINA_HTTP_CLIENT_H
#define LAMINA_HTTP_CLIENT_H

#include "lamina/abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Not thread-safe: one thread uses a client at a time. Since 1.0. */
typedef struct lamina_http_client lamina_http_client;

/* All members may be left zero. Grows at the end. Since 1.0. */
typedef struct lamina_http_client_options {
    uint32_t size;               /* sizeof(lamina_http_client_options) */
    uint32_t connect_timeout_ms; /* 0: 1000 */
    size_t body_cap;             /* bytes of an answer's content; 0: 8 MiB */
    size_t header_cap;      /* bytes of an answer's header section; 0: 256 KiB. libcurl takes no
                                    line over 100 KiB and no section over 300 KiB in any case */
    const char *user_agent; /* copied; NULL: none is sent */
    const char *ca_file;    /* copied; NULL: the system's bundle, looked for where Amazon Linux
                                    and Debian have it */
} lamina_http_client_options;

/* Borrowed for the call. Grows at the end. Since 1.0. */
typedef struct lamina_http_call {
    uint32_t size;       /* sizeof(lamina_http_call) */
    uint32_t timeout_ms; /* for the whole call; 0: none, as GET /runtime/invocation/next needs */
    const char *method;  /* "GET", "POST", ... */
    const char *url;     /* NUL-terminated, http:// or https:// */
    const lamina_param *headers; /* sent as they are, and no others but Host, User-Agent and
                                    Content-Length; framing (Content-Length, Transfer-Encoding,
                                    Expect, Connection) is refused */
    size_t header_count;
    lamina_str body; /* sent with Content-Length; empty for none with GET */
    uint32_t flags;  /* LAMINA_HTTP_* */
    uint32_t reserved;
    /* Set not 0 by a signal handler: the call is given up with LAMINA_E_UNAVAILABLE, within a second
       at the latest. NULL: it is not asked. */
    const volatile int *stop;
} lamina_http_call;

/* Use a fresh connection for this call: a kept one was found dead. Since 1.0. */
#define LAMINA_HTTP_FRESH 0x1u

/* Borrowed until the client's next call. Grows at the end. Since 1.0. */
typedef struct lamina_http_answer {
    uint32_t size; /* the caller's sizeof(lamina_http_answer), set before the call */
    int32_t status;
    lamina_str body;
    const lamina_param *headers; /* values trimmed, names as sent; final answer only, no 1xx */
    size_t header_count;
    uint32_t reused;      /* bool: went over a connection that an earlier call had opened */
    uint32_t sent;        /* bool: any byte of the request may have reached the peer */
    uint32_t received;    /* bool: any byte of an answer came */
    uint32_t connections; /* opened by this client since its birth */
    int64_t connect_us;   /* name look-up, TCP and TLS; 0 on a kept connection */
    int64_t total_us;
    const char *fault; /* why there is no answer, for logs; NULL when there is one */
} lamina_http_answer;

/* Does nothing on the network yet; the TLS library is touched by the first https call. NULL when out
   of memory. The caller owns it. Since 1.0. */
lamina_http_client *lamina_http_client_new(const lamina_http_client_options *options);
void lamina_http_client_free(lamina_http_client *client);

/*
 * Sends and waits for the whole answer. LAMINA_OK for any HTTP status; LAMINA_E_TIMEOUT;
 * LAMINA_E_UNAVAILABLE when no whole answer came (connection refused, reset, cut short);
 * LAMINA_E_LIMIT when the answer is over a cap; LAMINA_E_ARGUMENT for a URL or header that cannot be
 * sent. answer is filled in every case as far as things went.
 *
 * A request goes out once at most: when a kept connection dies before a byte of the answer came,
 * the call fails with reused, sent and not received, and the caller decides whether to repeat it
 * with LAMINA_HTTP_FRESH. Programs that use https must ignore SIGPIPE. Since 1.0.
 */
lamina_status lamina_http_send(lamina_http_client *client, const lamina_http_call *call,
                               lamina_http_answer *answer);

/*
 * Opens the connection to url ahead of the first call, so that name look-up, TCP and TLS are done
 * when it comes. It does so by a HEAD request, whose answer is not looked at: libcurl never reuses a
 * connection that was opened without one. Returns what lamina_http_send() does. Since 1.0.
 */
lamina_status lamina_http_connect(lamina_http_client *client, const char *url, uint32_t timeout_ms);

/* The first header of that name, in any case; false, and *value empty, when there is none. Since 1.0. */
bool lamina_http_answer_header(const lamina_http_answer *answer, const char *name,
                               lamina_str *value);

#ifdef __cplusplus
}
#endif
#endif
