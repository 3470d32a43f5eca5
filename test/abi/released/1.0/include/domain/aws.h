/*
 * domain/aws.h - what the clients of AWS's JSON services share with their users: the transport.
 */
#ifndef DOMAIN_AWS_H
#define DOMAIN_AWS_H

#include "lamina/http_client.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What carries the bytes: the one place where tests put themselves between. The call and the answer
   are those of lamina/http_client.h. Frozen. Since 1.0. */
typedef struct aws_transport {
    lamina_status (*send)(void *self, const lamina_http_call *call, lamina_http_answer *answer);
    void (*wait_ms)(void *self, uint32_t milliseconds); /* the pause before a retry */
    void *self;
} aws_transport;

#ifdef __cplusplus
}
#endif
#endif
