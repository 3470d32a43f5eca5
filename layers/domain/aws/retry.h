/* retry.h - how long to wait, and how often at all. */
#ifndef AWS_RETRY_H
#define AWS_RETRY_H

#include "aws/error.h"
#include "lamina/context.h"

/* A token bucket over all requests of a client: when the service fails for everybody, retries stop
   and leave it alone. */
typedef struct aws__retry_budget {
    uint32_t tokens;
} aws__retry_budget;

/* One request's way through its tries. Zero it before the first. */
typedef struct aws__retry {
    uint32_t attempts; /* tries made, all of them */
    uint32_t retries;  /* of those, the ones that count against the allowed number */
    uint32_t cost;     /* tokens that the last retry took */
    bool in_doubt;     /* one of them may have been carried out, though no success came back */
    bool reconnected;
    bool clock_corrected;
    bool credentials_reloaded;
} aws__retry;

void aws__retry_budget_init(aws__retry_budget *budget);
/* Takes what a retry costs. False, and takes nothing, when there is not enough. */
bool aws__retry_budget_take(aws__retry_budget *budget, bool timed_out, uint32_t *cost);
/* A request succeeded: gives back what its last retry took, or one token when it needed none. */
void aws__retry_budget_give(aws__retry_budget *budget, uint32_t cost);

/* The pause before retry number n (from 0): full jitter below base * 2^n, and the service's own wish
   within bounds. */
uint32_t aws__retry_delay_ms(const lamina_context *context, const aws__outcome *outcome,
                             uint32_t n);

#endif
