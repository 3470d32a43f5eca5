/*
 * client.h - a client of one of AWS's JSON services: what it keeps between requests, and sending. It
 * signs, sends, waits and sends again, and knows of the service only its table.
 */
#ifndef AWS_CLIENT_H
#define AWS_CLIENT_H

#include "aws/credentials.h"
#include "aws/endpoint.h"
#include "aws/error.h"
#include "aws/retry.h"
#include "aws/service.h"
#include "aws/signature.h"
#include "domain/aws.h"
#include "lamina/context.h"

/* Kept free before the deadline, so that there is time to answer. */
#define AWS__MARGIN_MS 50

typedef struct aws__client {
    const aws__service *service;
    aws__endpoint endpoint;
    aws__credentials credentials;
    aws__signer signer;
    aws__retry_budget budget;
    aws_transport transport;
    bool owns_transport;
    uint32_t max_attempts;
    uint32_t request_timeout_ms;
    uint32_t connect_timeout_ms;
    int64_t clock_offset_us; /* the service's clock minus ours, once it complained */
    char user_agent[64];
} aws__client;

/* Zero or NULL: as the environment says, or the usual. */
typedef struct aws__client_options {
    uint32_t max_attempts;
    uint32_t request_timeout_ms;
    uint32_t connect_timeout_ms;
    const char *region;
    const char *endpoint;
    const aws_transport *transport;
} aws__client_options;

/* Opens a zeroed client. LAMINA_E_CONFIG or LAMINA_E_MEMORY, and *reason says why (static text or in the arena);
   the client is to be closed in any case. */
lamina_status aws__client_open(aws__client *client, const aws__service *service,
                               const aws__client_options *options, lamina_arena *arena,
                               lamina_str *reason);
void aws__client_close(aws__client *client);

/* Milliseconds that may be spent below; 0 when the deadline is too near. INT64_MAX: no deadline. */
int64_t aws__time_left_ms(const lamina_context *context);
/* The service's time as far as it is known. */
int64_t aws__client_now_us(const aws__client *client, const lamina_context *context);

/* Who looks on. It changes nothing, and uses no client meanwhile. */
typedef struct aws__watcher {
    void (*before_try)(void *self, uint32_t attempt);
    void (*after_try)(void *self, uint32_t attempt, const aws__outcome *outcome);
    void *self;
} aws__watcher;

typedef struct aws__request {
    const char *operation; /* letters: X-Amz-Target's last word */
    lamina_str body;
    bool may_repeat;             /* though nobody knows whether the first one happened */
    bool answer_is_secret;       /* wiped from the client's own buffers once it was read */
    const aws__watcher *watcher; /* NULL: nobody */
} aws__request;

/*
 * The whole way: tries, pauses, mending. *outcome is that of the last try, *attempts how many there
 * were. The status is the outcome's, or LAMINA_E_AMBIGUOUS; the cause is on the context.
 */
lamina_status aws__send(aws__client *client, lamina_context *context, const aws__request *request,
                        aws__outcome *outcome, uint32_t *attempts);

/* One try: signs, sends, reads. Fills outcome in every case. */
void aws__try(aws__client *client, lamina_context *context, const aws__request *request,
              bool fresh_connection, aws__outcome *outcome);

#endif
