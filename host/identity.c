/*
 * identity.c - who is asking, as the authorizer in front of the function says.
 *
 * Sources: API Gateway Developer Guide, "Output from an API Gateway Lambda authorizer", "Control
 * access to REST APIs using Amazon Cognito", "HTTP API Lambda proxy event, version 2.0".
 */
#include "identity.h"

#include <string.h>

/* Where each kind of authorizer puts its words: below this member of requestContext.authorizer, or
   directly in it. The first member of a kind that holds something counts. */
static const struct {
    const char *below[2];
    const char *principal;
    const char *tenant;
    const char *scopes[2];
} forms[] = {
    {{"jwt", "claims"}, "sub", "tenant", {"scope", "scp"}}, /* HTTP API, JWT */
    {{"jwt", NULL}, NULL, NULL, {"scopes", NULL}},          /* the same, the route's scopes */
    {{"lambda", NULL}, "principalId", "tenant", {"scope", "scopes"}}, /* HTTP API, Lambda */
    {{"iam", NULL}, "userArn", NULL, {NULL, NULL}},       /* HTTP API and function URL, IAM */
    {{"claims", NULL}, "sub", "tenant", {"scope", NULL}}, /* REST API, Cognito */
    {{NULL, NULL}, "principalId", "tenant", {"scope", "scopes"}}, /* REST API, Lambda */
};

static const lamina_json *descend(const lamina_json *value, const char *const below[2])
{
    for (size_t i = 0; i < 2 && below[i] != NULL; i++)
        value = lamina_json_member(value, below[i]);
    return value;
}

/* ["a","b"] as "a b". */
static lamina_status join(lamina_arena *arena, const lamina_json *list, lamina_str *joined)
{
    size_t len = 0;
    for (const lamina_json *v = lamina_json_first(list); v != NULL; v = lamina_json_next(v))
        len += lamina_json_string(v).len + 1;
    char *text = lamina_arena_alloc(arena, len);
    if (text == NULL)
        return LAMINA_E_LIMIT;
    char *end = text;
    for (const lamina_json *v = lamina_json_first(list); v != NULL; v = lamina_json_next(v)) {
        const lamina_str item = lamina_json_string(v);
        if (item.len == 0)
            continue;
        if (end != text)
            *end++ = ' ';
        end = (char *)memcpy(end, item.ptr, item.len) + item.len;
    }
    *joined = (lamina_str){text, (size_t)(end - text)};
    return LAMINA_OK;
}

/* An HTTP API turns every claim into text, and a list of scopes into "[a b]". */
static lamina_str without_brackets(lamina_str text)
{
    const bool is_list = text.len >= 2 && text.ptr[0] == '[' && text.ptr[text.len - 1] == ']';
    return is_list ? (lamina_str){text.ptr + 1, text.len - 2} : text;
}

static lamina_status read_scopes(lamina_arena *arena, const lamina_json *place, const char *name,
                                 lamina_str *scopes)
{
    const lamina_json *value = lamina_json_member(place, name);
    if (lamina_json_type(value) == LAMINA_JSON_ARRAY)
        return join(arena, value, scopes);
    *scopes = without_brackets(lamina_json_string(value));
    return LAMINA_OK;
}

lamina_status host__identity_read(lamina_arena *arena, const lamina_json *authorizer,
                                  host_identity *identity)
{
    *identity = (host_identity){.known = lamina_json_count(authorizer) > 0};
    lamina_status status = LAMINA_OK;
    for (size_t i = 0; identity->known && i < sizeof(forms) / sizeof(forms[0]); i++) {
        const lamina_json *place = descend(authorizer, forms[i].below);
        if (forms[i].principal != NULL && identity->principal_id.len == 0)
            identity->principal_id = lamina_json_member_string(place, forms[i].principal);
        if (forms[i].tenant != NULL && identity->tenant.len == 0)
            identity->tenant = lamina_json_member_string(place, forms[i].tenant);
        for (size_t k = 0; k < 2 && forms[i].scopes[k] != NULL; k++)
            if (identity->scopes.len == 0 && status == LAMINA_OK)
                status = read_scopes(arena, place, forms[i].scopes[k], &identity->scopes);
    }
    return status;
}

bool host__identity_has_scope(lamina_str scopes, const char *scope)
{
    while (scopes.len > 0) {
        lamina_str one;
        lamina_str_cut(&scopes, ' ', &one);
        if (one.len > 0 && lamina_str_is(one, scope))
            return true;
    }
    return false;
}
