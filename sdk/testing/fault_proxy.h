/*
 * fault_proxy.h - a proxy on a free port of this machine that stands between a client and DynamoDB
 * Local, and does to requests and answers what networks do.
 *
 *     fault_proxy *proxy = fault_proxy_start(dynamodb_local_url());
 *     fault_proxy_next(proxy, FAULT_CUT_AFTER, 1);
 *     ... the next request over fault_proxy_url(proxy) happens, and its answer is lost ...
 *     fault_proxy_stop(proxy);
 *
 * Real sockets and real bytes: what unit tests show of a scripted transport, this shows of libcurl.
 */
#ifndef FAULT_PROXY_H
#define FAULT_PROXY_H

#include <stdbool.h>
#include <stddef.h>

typedef enum fault_proxy_fault {
    FAULT_NONE,
    FAULT_CUT_BEFORE,  /* the request never gets to the database; the connection is closed */
    FAULT_CUT_AFTER,   /* carried out; closed before a byte of the answer */
    FAULT_RESET_AFTER, /* carried out; reset before a byte of the answer */
    FAULT_CUT_HALFWAY, /* carried out; closed within the answer's body */
    FAULT_DELAY,       /* carried out; the answer comes after FAULT_PROXY_DELAY_MS */
    FAULT_SLOW,        /* carried out; the answer comes one byte every FAULT_PROXY_BYTE_MS */
    FAULT_GARBLE,      /* carried out; a bit of the answer's body is another */
    FAULT_PAGE_502,    /* carried out; a page comes back, HTTP 502 */
    FAULT_PAGE_503,    /* does not get to the database; a page comes back, HTTP 503 */
    FAULT_CLOSE_IDLE   /* all is well, and then the kept connection is closed */
} fault_proxy_fault;

/* Beyond any time-out that tests set. */
#define FAULT_PROXY_DELAY_MS 5000
#define FAULT_PROXY_BYTE_MS 20

typedef struct fault_proxy fault_proxy;

/* In front of "http://127.0.0.1:<port>". Aborts, with the reason, when that cannot be. */
fault_proxy *fault_proxy_start(const char *upstream_url);
/* Ends every delay, and joins what it started. */
void fault_proxy_stop(fault_proxy *proxy);
/* Borrowed until it stops. */
const char *fault_proxy_url(const fault_proxy *proxy);

/* The next count requests meet that; those after them nothing. Takes the place of what was set before,
   and begins to count anew. */
void fault_proxy_next(fault_proxy *proxy, fault_proxy_fault fault, size_t count);

/* Waits until every connection that was opened is closed. */
void fault_proxy_wait_closed(fault_proxy *proxy);

/* Since then: whole requests that came, and those of them that the database answered with 200. */
size_t fault_proxy_requests(fault_proxy *proxy);
size_t fault_proxy_carried_out(fault_proxy *proxy);

#endif
