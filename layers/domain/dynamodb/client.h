/* client.h - what a client keeps between requests. */
#ifndef DYNAMODB_CLIENT_H
#define DYNAMODB_CLIENT_H

#include "domain/dynamodb.h"
#include "dynamodb/credentials.h"
#include "dynamodb/endpoint.h"
#include "dynamodb/retry.h"
#include "dynamodb/signature.h"

/* Kept free before the deadline, so that there is time to answer. */
#define DYNAMODB__MARGIN_MS 50

struct dynamodb_client {
    dynamodb__endpoint endpoint;
    dynamodb__credentials credentials;
    dynamodb__signer signer;
    dynamodb__retry_budget budget;
    dynamodb_transport transport;
    bool owns_transport;
    uint32_t max_attempts;
    uint32_t request_timeout_ms;
    uint32_t connect_timeout_ms;
    int64_t clock_offset_us; /* the service's clock minus ours, once it complained */
    char user_agent[64];
};

/* Milliseconds that may be spent below; 0 when the deadline is too near. INT64_MAX: no deadline. */
int64_t dynamodb__time_left_ms(const lamina_context *context);
/* The service's time as far as it is known. */
int64_t dynamodb__client_now_us(const dynamodb_client *client, const lamina_context *context);

/* One try: signs, sends, reads. Fills outcome in every case. */
void dynamodb__try(dynamodb_client *client, lamina_context *context,
                   const dynamodb_request *request, bool fresh_connection,
                   dynamodb__outcome *outcome);

#endif
