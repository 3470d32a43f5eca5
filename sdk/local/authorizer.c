/*
 * authorizer.c - policies by token, for as long as they are good.
 */
#include "authorizer.h"

#include <stdlib.h>
#include <string.h>

#include "lamina/json.h"
#include "terminal.h"

/* Policies that are kept at a time; the oldest gives way. */
#define KEPT_CAP 1024u

typedef struct kept_policy {
    char *token;
    size_t token_len;
    local_policy *policy;
    int64_t until_ms;
} kept_policy;

struct local_authorizer {
    const local_module *module;
    const char *operation;
    int64_t ttl_ms;
    local_policy *last; /* of an answer that is not kept: its context is lent out */
    kept_policy kept[KEPT_CAP];
    size_t count;
    size_t next; /* where the next one goes when all places are taken */
};

local_authorizer *local__authorizer_new(const local_module *module, const char *operation,
                                        int64_t ttl_s)
{
    local_authorizer *authorizer = calloc(1, sizeof(*authorizer));
    if (!authorizer)
        return NULL;
    authorizer->module = module;
    authorizer->operation = operation;
    authorizer->ttl_ms = ttl_s * 1000;
    return authorizer;
}

static void forget(kept_policy *kept)
{
    free(kept->token);
    local__policy_free(kept->policy);
    *kept = (kept_policy){0};
}

void local__authorizer_free(local_authorizer *authorizer)
{
    if (!authorizer)
        return;
    for (size_t i = 0; i < authorizer->count; i++)
        forget(&authorizer->kept[i]);
    local__policy_free(authorizer->last);
    free(authorizer);
}

const local_module *local__authorizer_module(const local_authorizer *authorizer)
{
    return authorizer->module;
}

const char *local__authorizer_operation(const local_authorizer *authorizer)
{
    return authorizer->operation;
}

/* ---- what is kept ---- */

static kept_policy *find(local_authorizer *authorizer, lamina_str token)
{
    for (size_t i = 0; i < authorizer->count; i++) {
        kept_policy *kept = &authorizer->kept[i];
        if (lamina_str_equal((lamina_str){kept->token, kept->token_len}, token))
            return kept;
    }
    return NULL;
}

/* The place of a token: its own, a new one, or the one that was filled first. */
static kept_policy *place_of(local_authorizer *authorizer, lamina_str token)
{
    kept_policy *kept = find(authorizer, token);
    if (!kept && authorizer->count < KEPT_CAP)
        return &authorizer->kept[authorizer->count++];
    if (!kept) {
        kept = &authorizer->kept[authorizer->next];
        authorizer->next = (authorizer->next + 1) % KEPT_CAP;
    }
    forget(kept);
    return kept;
}

static void keep(local_authorizer *authorizer, lamina_str token, local_policy *policy,
                 int64_t now_ms)
{
    char *copy = authorizer->ttl_ms > 0 ? malloc(token.len) : NULL;
    if (!copy) {
        local__policy_free(authorizer->last);
        authorizer->last = policy;
        return;
    }
    memcpy(copy, token.ptr, token.len);
    *place_of(authorizer, token) = (kept_policy){.token = copy,
                                                 .token_len = token.len,
                                                 .policy = policy,
                                                 .until_ms = now_ms + authorizer->ttl_ms};
}

/* ---- deciding ---- */

static local_decision decide(const local_policy *policy, lamina_str method_arn, lamina_str *context)
{
    switch (local__policy_decide(policy, method_arn)) {
    case LOCAL_ACCESS_ALLOWED: *context = local__policy_context(policy); return LOCAL_LET_IN;
    case LOCAL_ACCESS_DENIED: return LOCAL_DENIED;
    case LOCAL_ACCESS_NOT_NAMED: break;
    }
    return LOCAL_NOT_ALLOWED;
}

bool local__authorizer_knows(local_authorizer *authorizer, lamina_str token, lamina_str method_arn,
                             int64_t now_ms, local_decision *decision, lamina_str *context)
{
    *decision = LOCAL_UNKNOWN_CALLER;
    if (token.len == 0)
        return true; /* its identity source is missing: API Gateway does not ask */
    const kept_policy *kept = find(authorizer, token);
    if (!kept || kept->until_ms <= now_ms)
        return false;
    *decision = decide(kept->policy, method_arn, context);
    return true;
}

/* {"errorMessage":"Unauthorized"}: the one failure that is an answer. */
static bool says_unauthorized(lamina_arena *arena, lamina_str body)
{
    const lamina_json *error = NULL;
    return !lamina_json_read(arena, body, 0, &error, NULL) &&
           lamina_str_is(lamina_json_member_string(error, "errorMessage"), "Unauthorized");
}

local_decision local__authorizer_learn(local_authorizer *authorizer, lamina_arena *arena,
                                       lamina_str token, lamina_str method_arn, int64_t now_ms,
                                       local_outcome outcome, lamina_str body, lamina_str *context)
{
    if (outcome == LOCAL_OUTCOME_FAILED && says_unauthorized(arena, body))
        return LOCAL_UNKNOWN_CALLER;
    if (outcome != LOCAL_OUTCOME_ANSWERED)
        return LOCAL_NO_DECISION;
    lamina_str reason = {0};
    local_policy *policy = local__policy_read(arena, body, &reason);
    if (!policy) {
        local__complain("%s: the authorizer's answer is no policy: %.*s", authorizer->module->name,
                        LAMINA_FMT(reason));
        return LOCAL_BAD_POLICY;
    }
    const local_decision decision = decide(policy, method_arn, context);
    keep(authorizer, token, policy, now_ms);
    return decision;
}
