/*
 * authorizer_policy.h - what a Lambda authorizer answered, and whom it lets in where.
 *
 * Sources: API Gateway Developer Guide, "Output from an API Gateway Lambda authorizer"; IAM User Guide,
 * "IAM JSON policy elements" and "Policy evaluation logic".
 */
#ifndef LOCAL_AUTHORIZER_POLICY_H
#define LOCAL_AUTHORIZER_POLICY_H

#include "lamina/arena.h"
#include "lamina/text.h"

typedef struct local_policy local_policy;

/* What a policy says of one method. */
typedef enum local_access {
    LOCAL_ACCESS_ALLOWED,
    LOCAL_ACCESS_DENIED,    /* by a statement that says so */
    LOCAL_ACCESS_NOT_NAMED, /* by no statement that allows it */
} local_access;

/*
 * Reads {"principalId", "policyDocument", "context"}. NULL when API Gateway could not use it (it says
 * 500 then), or when it has what the stage does not emulate: *reason, in the arena, says which. The
 * caller owns it: local__policy_free().
 */
local_policy *local__policy_read(lamina_arena *arena, lamina_str json, lamina_str *reason);
void local__policy_free(local_policy *policy);

/* method_arn: "arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>". */
local_access local__policy_decide(const local_policy *policy, lamina_str method_arn);

/* requestContext.authorizer as JSON: principalId and the context, every value a text. Borrowed. */
lamina_str local__policy_context(const local_policy *policy);

/* The same from what somebody wrote by hand, {"principalId":"ada","scope":"partner:read"}, appended to out.
   LAMINA_E_INVALID with *reason, in the arena. */
lamina_status local__caller_read(lamina_arena *arena, lamina_str json, lamina_text *out,
                                 lamina_str *reason);

#endif
