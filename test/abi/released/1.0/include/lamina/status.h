/*
 * lamina/status.h - what every Lamina function returns when it can fail.
 *
 * The numbers are part of the ABI: one that was released is never given another meaning, and a
 * program must accept numbers that it does not know (treat them as LAMINA_E_INTERNAL).
 */
#ifndef LAMINA_STATUS_H
#define LAMINA_STATUS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* 0 for success, or a negative LAMINA_E_*. Since 1.0. */
typedef int32_t lamina_status;

/* Each status has one HTTP status (RFC 9110 section 15), used when the code that failed did not
   choose one itself; lamina_status_http() returns it. All since 1.0. */
#define LAMINA_OK 0
#define LAMINA_E_INTERNAL (-1)         /* 500: a bug, or a state that should not be possible */
#define LAMINA_E_MEMORY (-2)           /* 500: the system is out of memory */
#define LAMINA_E_LIMIT (-3)            /* 500: a cap of ours was reached (arena, buffer, depth) */
#define LAMINA_E_ARGUMENT (-4)         /* 500: the caller broke the function's contract */
#define LAMINA_E_SYNTAX (-5)           /* 400: bytes that are not the format they should be */
#define LAMINA_E_INVALID (-6)          /* 422: well-formed, but breaks a rule of its record */
#define LAMINA_E_NOT_FOUND (-7)        /* 404 */
#define LAMINA_E_CONFLICT (-8)         /* 409: the state of the thing forbids it */
#define LAMINA_E_PRECONDITION (-9)     /* 412: a condition on the current version did not hold */
#define LAMINA_E_UNAUTHENTICATED (-10) /* 401: nobody is known to be asking */
#define LAMINA_E_FORBIDDEN (-11)       /* 403: known, and not allowed */
#define LAMINA_E_TOO_LARGE (-12)       /* 413: the request's content is over the limit */
#define LAMINA_E_MEDIA_TYPE (-13)      /* 415: the request's content is of a type not accepted */
#define LAMINA_E_METHOD (-14)          /* 405: the path is known, this method is not */
#define LAMINA_E_TIMEOUT (-15)         /* 504: the deadline came first */
#define LAMINA_E_THROTTLED (-16)       /* 503: somebody below asked us to slow down */
#define LAMINA_E_UNAVAILABLE (-17)     /* 503: somebody below cannot be reached or cannot answer */
#define LAMINA_E_UPSTREAM (-18)        /* 502: somebody below answered what makes no sense */
#define LAMINA_E_UNSUPPORTED (-19)     /* 501: known, and not offered by this version */
#define LAMINA_E_CONFIG (-20)          /* 500: the environment or a table of the program is wrong */
#define LAMINA_E_AMBIGUOUS (-21) /* 503: a write was sent and nobody knows whether it happened */
#define LAMINA_E_UNSENT (-22)    /* 500: checked and ready, and not sent, as the caller had asked */
#define LAMINA_E_TOO_MANY (-23)  /* 429: the client tried too often; see RFC 6585 section 4 */

/* The status's name as it stands above ("LAMINA_E_NOT_FOUND"), for logs; "LAMINA_E_UNKNOWN" for a
   number that this version does not know. Static text. [any-thread] Since 1.0. */
const char *lamina_status_name(lamina_status status);

/* The HTTP status code of the table above; 500 for unknown numbers, 200 for LAMINA_OK.
   [any-thread] Since 1.0. */
int32_t lamina_status_http(lamina_status status);

#ifdef __cplusplus
}
#endif
#endif
