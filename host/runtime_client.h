/*
 * runtime_client.h - the Lambda Runtime API, over one kept-alive connection.
 *
 * Source: AWS Lambda Developer Guide, "Using the Lambda runtime API", version 2018-06-01.
 */
#ifndef HOST_RUNTIME_CLIENT_H
#define HOST_RUNTIME_CLIENT_H

#include "http_connection.h"
#include "lamina/check.h"
#include "settings.h"

/* The largest event and the largest answer: 6 MiB and 100 bytes, as the platform counts them. */
#define RUNTIME_PAYLOAD_CAP 6291556u
/* Request and invocation ids go into URLs and headers: letters, digits, '-', '_' and '.', which is not
   the first, at most so many. */
#define RUNTIME_ID_CAP 128u

/* All members are the client's own. Zero until host__runtime_open(). */
typedef struct runtime_client {
    http_connection connection;
    http_answer next;   /* the event, until the next one is asked for */
    http_answer posted; /* what became of the answer to it */
    lamina_text ask;    /* the request for an event */
    lamina_text post;   /* the head of a post */
    lamina_str authority;
    const volatile int *stop; /* not 0: stop waiting for an event */
} runtime_client;

/* One event with what its headers say; a header that was absent is an empty view. Everything is borrowed
   until the client's next host__runtime_next(). */
typedef struct runtime_event {
    lamina_str body;
    int64_t deadline_ms; /* 0: not told */
    lamina_str request_id;
    lamina_str invocation_id;
    lamina_str function_arn;
    lamina_str trace_id;
    lamina_str client_context;
    lamina_str cognito_identity;
    lamina_str tenant_id;
    bool too_large; /* body over RUNTIME_PAYLOAD_CAP, or headers over HTTP_HEAD_CAP: no body */
} runtime_event;

/* What a call came to. */
typedef enum runtime_outcome {
    RUNTIME_DONE,    /* an event was read; a post was accepted */
    RUNTIME_STOPPED, /* *stop became true while waiting */
    RUNTIME_FAILED,  /* it did not work, and was logged; the next call may */
    RUNTIME_BROKEN,  /* the Runtime API says that this environment is lost (500): end the process */
} runtime_outcome;

/* Connects to nothing yet. settings->runtime_api must be valid, and live as long as the client.
   LAMINA_E_MEMORY. The caller owns it: host__runtime_close(). */
lamina_status host__runtime_open(runtime_client *client, const host_settings *settings,
                                 const volatile int *stop);
void host__runtime_close(runtime_client *client);

/* Waits for the next event, for hours if need be. */
runtime_outcome host__runtime_next(runtime_client *client, runtime_event *event);

/* Posts the answer to an event. */
runtime_outcome host__runtime_respond(runtime_client *client, const runtime_event *event,
                                      lamina_str json);

/* Posts the failure of one invocation; type is "Function.<Name>". */
runtime_outcome host__runtime_fail(runtime_client *client, const runtime_event *event,
                                   const lamina_refusal *failure);

/* Posts that the host could not start; the process must end afterwards. */
runtime_outcome host__runtime_fail_init(runtime_client *client, const lamina_refusal *refusal);

#endif
