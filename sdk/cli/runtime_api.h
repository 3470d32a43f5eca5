/*
 * runtime_api.h - the Lambda Runtime API for one runtime and one event: it is handed the event, and what
 * it says until it asks for the next one is the outcome.
 *
 * Source: AWS Lambda Developer Guide, "Using the Lambda runtime API", version 2018-06-01.
 */
#ifndef CLI_RUNTIME_API_H
#define CLI_RUNTIME_API_H

#include "lamina/text.h"

/* How it ended. */
typedef enum cli_outcome {
    CLI_OUTCOME_NONE,       /* it said nothing: it died, or the time was up */
    CLI_OUTCOME_ANSWERED,   /* body is the answer */
    CLI_OUTCOME_FAILED,     /* body is {"errorMessage", "errorType"} */
    CLI_OUTCOME_NOT_STARTED /* likewise, but it could not start */
} cli_outcome;

typedef struct cli_runtime_api {
    int listener;
    uint16_t port;
    lamina_str event;    /* borrowed */
    int64_t deadline_ms; /* milliseconds since 1970, for the runtime */
    const char *function_arn;
    char request_id[37];
    cli_outcome outcome;
    lamina_text body;
    bool
        is_done; /* it asked for another event, or could not start: there is nothing more to come */
} cli_runtime_api;

/* Listens at a free port of 127.0.0.1. LAMINA_E_UNAVAILABLE. */
lamina_status cli__runtime_api_open(cli_runtime_api *api);
void cli__runtime_api_close(cli_runtime_api *api);

/* Accepts a connection and serves it until the runtime closes it, is done, or until_ms (CLOCK_MONOTONIC)
   has come. gone: a descriptor that becomes readable when the runtime has ended. */
void cli__runtime_api_serve(cli_runtime_api *api, int gone, int64_t until_ms);

/* Milliseconds of CLOCK_MONOTONIC. */
int64_t cli__monotonic_ms(void);

#endif
