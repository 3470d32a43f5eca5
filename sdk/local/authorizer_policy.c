/*
 * authorizer_policy.c - what a Lambda authorizer answered, and whom it lets in where.
 */
#include "authorizer_policy.h"

#include <stdlib.h>

#include "lamina/json.h"

/* A policy is a few statements; an answer that needs more is none that API Gateway would keep. */
#define POLICY_CAP ((size_t)1 << 20)

typedef struct statement {
    bool denies;
    const lamina_str *resources;
    size_t resource_count;
} statement;

struct local_policy {
    lamina_arena *arena; /* of all below */
    statement *statements;
    size_t statement_count;
    lamina_str context;
};

/* What one reading works on: the first reason that is found ends it. */
typedef struct reading {
    local_policy *policy;
    lamina_arena *words; /* for the reason */
    lamina_str reason;
} reading;

static bool refuse(reading *r, const char *what)
{
    r->reason = lamina_arena_format(r->words, "%s", what);
    if (r->reason.len == 0)
        r->reason = LAMINA_STR("out of memory");
    return false;
}

/* ---- wildcards ---- */

/* '*' stands for any text, '/' too, and '?' for one character. */
static bool matches(lamina_str pattern, lamina_str text)
{
    size_t at = 0;
    size_t i = 0;
    size_t star = SIZE_MAX; /* behind the last '*', and where its text began */
    size_t star_text = 0;
    while (i < text.len) {
        if (at < pattern.len && (pattern.ptr[at] == '?' || pattern.ptr[at] == text.ptr[i]) &&
            pattern.ptr[at] != '*') {
            at++;
            i++;
        } else if (at < pattern.len && pattern.ptr[at] == '*') {
            star = ++at;
            star_text = i;
        } else if (star != SIZE_MAX) {
            at = star;
            i = ++star_text;
        } else {
            return false;
        }
    }
    while (at < pattern.len && pattern.ptr[at] == '*')
        at++;
    return at == pattern.len;
}

/* ---- reading ---- */

/* A text, or an array of texts, as IAM allows both. */
static bool read_texts(reading *r, const lamina_json *value, const lamina_str **texts,
                       size_t *count)
{
    const bool one = lamina_json_type(value) == LAMINA_JSON_STRING;
    const size_t room = one ? 1 : lamina_json_count(value);
    lamina_str *all = lamina_arena_array(r->policy->arena, room, sizeof(*all));
    if (!all)
        return refuse(r, "out of memory");
    *count = 0;
    *texts = all;
    if (!one && lamina_json_type(value) != LAMINA_JSON_ARRAY)
        return false;
    const lamina_json *at = one ? value : lamina_json_first(value);
    for (size_t i = 0; i < room; i++, at = lamina_json_next(at)) {
        if (lamina_json_type(at) != LAMINA_JSON_STRING)
            return false;
        all[(*count)++] = lamina_arena_copy(r->policy->arena, lamina_json_string(at));
    }
    return *count > 0;
}

/* A statement of other actions says nothing of the API. */
static bool is_about_invoking(const lamina_str *actions, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (matches(actions[i], LAMINA_STR("execute-api:Invoke")))
            return true;
    return false;
}

static bool read_statement(reading *r, const lamina_json *value)
{
    static const char *const strange[] = {"Condition", "NotAction", "NotResource", "Principal",
                                          "NotPrincipal"};
    if (lamina_json_type(value) != LAMINA_JSON_OBJECT)
        return refuse(r, "a Statement of its policyDocument is no object");
    for (size_t i = 0; i < sizeof(strange) / sizeof(strange[0]); i++)
        if (lamina_json_member(value, strange[i]))
            return refuse(r, "its policy has a Condition, NotAction, NotResource, Principal or "
                             "NotPrincipal, which the local stage does not emulate");
    const lamina_str effect = lamina_json_member_string(value, "Effect");
    statement *one = &r->policy->statements[r->policy->statement_count];
    one->denies = lamina_str_is(effect, "Deny");
    if (!one->denies && !lamina_str_is(effect, "Allow"))
        return refuse(r, "the Effect of a Statement is neither Allow nor Deny");
    const lamina_str *actions = NULL;
    size_t action_count = 0;
    if (!read_texts(r, lamina_json_member(value, "Action"), &actions, &action_count))
        return refuse(r, "the Action of a Statement is no text and no array of texts");
    if (!read_texts(r, lamina_json_member(value, "Resource"), &one->resources,
                    &one->resource_count))
        return refuse(r, "the Resource of a Statement is no text and no array of texts");
    if (is_about_invoking(actions, action_count))
        r->policy->statement_count++;
    return true;
}

static bool read_document(reading *r, const lamina_json *document)
{
    if (lamina_json_type(document) != LAMINA_JSON_OBJECT)
        return refuse(r, "it has no policyDocument");
    const lamina_json *all = lamina_json_member(document, "Statement");
    const bool one = lamina_json_type(all) == LAMINA_JSON_OBJECT;
    if (!one && lamina_json_type(all) != LAMINA_JSON_ARRAY)
        return refuse(r, "its policyDocument has no Statement");
    const size_t count = one ? 1 : lamina_json_count(all);
    r->policy->statements =
        lamina_arena_array(r->policy->arena, count, sizeof(*r->policy->statements));
    if (!r->policy->statements)
        return refuse(r, "out of memory");
    if (one)
        return read_statement(r, all);
    for (const lamina_json *at = lamina_json_first(all); at; at = lamina_json_next(at))
        if (!read_statement(r, at))
            return false;
    return true;
}

/* What API Gateway hands on is text, whatever it was. */
static bool write_as_text(reading *r, lamina_json_writer *json, const lamina_json *value)
{
    switch (lamina_json_type(value)) {
    case LAMINA_JSON_STRING: lamina_json_write_string(json, lamina_json_string(value)); return true;
    case LAMINA_JSON_NUMBER: lamina_json_write_string(json, lamina_json_number(value)); return true;
    case LAMINA_JSON_BOOLEAN:
        lamina_json_write_string(json, lamina_json_true(value) ? LAMINA_STR("true")
                                                               : LAMINA_STR("false"));
        return true;
    default:
        return refuse(r, "a value of its context is no text, number or boolean: API Gateway "
                         "takes no objects, arrays and nulls there");
    }
}

static bool write_context(reading *r, const lamina_json *root, const lamina_json *context,
                          lamina_text *out)
{
    const lamina_str principal = lamina_json_member_string(root, "principalId");
    if (principal.len == 0)
        return refuse(r, "it has no principalId");
    if (context && lamina_json_type(context) != LAMINA_JSON_OBJECT &&
        lamina_json_type(context) != LAMINA_JSON_NULL)
        return refuse(r, "its context is no object");
    lamina_json_writer json;
    lamina_json_write_init(&json, out);
    lamina_json_write_object(&json);
    for (const lamina_json *at = lamina_json_first(context); at; at = lamina_json_next(at)) {
        if (lamina_str_is(lamina_json_name(at), "principalId"))
            continue; /* API Gateway's own word stands */
        lamina_json_write_name(&json, lamina_json_name(at));
        if (!write_as_text(r, &json, at))
            return false;
    }
    lamina_json_write_member_string(&json, "principalId", principal);
    lamina_json_write_object_end(&json);
    return true;
}

static bool read_context(reading *r, const lamina_json *root)
{
    lamina_text text;
    lamina_text_init(&text, POLICY_CAP);
    const bool whole = write_context(r, root, lamina_json_member(root, "context"), &text);
    r->policy->context = lamina_arena_copy(r->policy->arena, lamina_text_view(&text));
    const bool fits = !lamina_text_status(&text) && r->policy->context.ptr;
    lamina_text_clear(&text);
    return whole && (fits || refuse(r, "its context is too large"));
}

local_policy *local__policy_read(lamina_arena *arena, lamina_str json, lamina_str *reason)
{
    const lamina_json *root = NULL;
    reading r = {.words = arena, .policy = calloc(1, sizeof(*r.policy))};
    if (r.policy)
        r.policy->arena = lamina_arena_new(POLICY_CAP);
    bool good = r.policy && r.policy->arena;
    if (!good)
        (void)refuse(&r, "out of memory");
    else if (lamina_json_read(arena, json, 0, &root, NULL) ||
             lamina_json_type(root) != LAMINA_JSON_OBJECT)
        good = refuse(&r, "it is no JSON object");
    else
        good =
            read_context(&r, root) && read_document(&r, lamina_json_member(root, "policyDocument"));
    if (good && lamina_arena_is_exhausted(r.policy->arena))
        good = refuse(&r, "it is too large");
    if (good)
        return r.policy;
    *reason = r.reason;
    local__policy_free(r.policy);
    return NULL;
}

void local__policy_free(local_policy *policy)
{
    if (!policy)
        return;
    lamina_arena_free(policy->arena);
    free(policy);
}

/* ---- asking ---- */

static bool is_named(const statement *one, lamina_str method_arn)
{
    for (size_t i = 0; i < one->resource_count; i++)
        if (matches(one->resources[i], method_arn))
            return true;
    return false;
}

/* A denial wins, wherever it stands. */
local_access local__policy_decide(const local_policy *policy, lamina_str method_arn)
{
    local_access access = LOCAL_ACCESS_NOT_NAMED;
    for (size_t i = 0; i < policy->statement_count; i++) {
        const statement *one = &policy->statements[i];
        if (!is_named(one, method_arn))
            continue;
        if (one->denies)
            return LOCAL_ACCESS_DENIED;
        access = LOCAL_ACCESS_ALLOWED;
    }
    return access;
}

lamina_str local__policy_context(const local_policy *policy)
{
    return policy->context;
}

/* The context is the object itself. */
lamina_status local__caller_read(lamina_arena *arena, lamina_str json, lamina_text *out,
                                 lamina_str *reason)
{
    const lamina_json *root = NULL;
    reading r = {.words = arena};
    if (lamina_json_read(arena, json, 0, &root, NULL) ||
        lamina_json_type(root) != LAMINA_JSON_OBJECT)
        (void)refuse(&r, "it is no JSON object");
    else if (write_context(&r, root, root, out) && !lamina_text_status(out))
        return LAMINA_OK;
    *reason = r.reason.len > 0 ? r.reason : LAMINA_STR("it is too large");
    return LAMINA_E_INVALID;
}
