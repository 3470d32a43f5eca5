/*
 * authorizer.h - API Gateway's Lambda authorizer of type REQUEST: the real function of a module is
 * asked, and its policies are kept by the token.
 *
 * Source: API Gateway Developer Guide, "Use API Gateway Lambda authorizers".
 */
#ifndef LOCAL_AUTHORIZER_H
#define LOCAL_AUTHORIZER_H

#include "authorizer_policy.h"
#include "module.h"

typedef struct local_authorizer local_authorizer;

/* One request, and whether it may go on. */
typedef enum local_decision {
    LOCAL_LET_IN,
    LOCAL_UNKNOWN_CALLER, /* 401 */
    LOCAL_DENIED,         /* 403, a statement says so */
    LOCAL_NOT_ALLOWED,    /* 403, no statement allows it */
    LOCAL_BAD_POLICY,     /* 500: what the function answered is no policy */
    LOCAL_NO_DECISION,    /* 500: the function failed */
} local_decision;

/* NULL when memory is short. ttl_s: how long a policy is kept; 0: never. */
local_authorizer *local__authorizer_new(const local_module *module, const char *operation,
                                        int64_t ttl_s);
/* NULL is ignored. */
void local__authorizer_free(local_authorizer *authorizer);

/* For people: the module and the operation. Borrowed. */
const local_module *local__authorizer_module(const local_authorizer *authorizer);
const char *local__authorizer_operation(const local_authorizer *authorizer);

/* Does a kept policy decide it, or the missing token alone? Then *decision, and *context (the policy's,
   until the loop's next callback) when the caller is let in. */
bool local__authorizer_knows(local_authorizer *authorizer, lamina_str token, lamina_str method_arn,
                             int64_t now_ms, local_decision *decision, lamina_str *context);

/* Takes in how the function's invocation ended, and decides likewise. token is what it was asked about; the arena
   is for the reading alone. */
local_decision local__authorizer_learn(local_authorizer *authorizer, lamina_arena *arena,
                                       lamina_str token, lamina_str method_arn, int64_t now_ms,
                                       local_outcome outcome, lamina_str body, lamina_str *context);

#endif
