/*
 * Sessions in DynamoDB. The replacement of a refresh token compares the version that was read: of two that use one token,
 * the second finds it replaced, which is what a thief's use looks like too.
 */
#include "domain/repositories/session_repository.h"

#include "domain/ids.h"
#include "domain/mapper.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "repositories/secret_text.h"

enum { TRY_CAP = 8 };

/* The parts of a refresh token. */
typedef struct token_parts {
    lamina_str session_id;
    lamina_str family;
    lamina_str secret;
} token_parts;

static bool take_apart(lamina_str token, token_parts *parts)
{
    return token.len == SESSION_TOKEN_LEN && lamina_str_cut(&token, '.', &parts->session_id) &&
           lamina_str_cut(&token, '.', &parts->family) && domain_is_ulid(parts->session_id) &&
           parts->family.len == DOMAIN__SECRET_TEXT_LEN &&
           (parts->secret = token).len == DOMAIN__SECRET_TEXT_LEN;
}

static lamina_status join(lamina_context *context, const token_parts *parts, lamina_str *token)
{
    *token = lamina_arena_format(context->arena, "%.*s.%.*s.%.*s", LAMINA_FMT(parts->session_id),
                                 LAMINA_FMT(parts->family), LAMINA_FMT(parts->secret));
    return token->ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
}

/* A new secret, and its hash. */
static lamina_status new_secret(lamina_context *context, lamina_str *secret, lamina_str *hash)
{
    lamina_status status = domain__secret_text_new(context, secret);
    return status == LAMINA_OK ? domain__secret_text_hash(context, *secret, hash) : status;
}

/* ---- create, read ---- */

lamina_status session_repository_create(lamina_context *context, session *item, lamina_str *token)
{
    token_parts parts;
    lamina_status status = domain_new_ulid(context, &item->session_id);
    if (status == LAMINA_OK)
        status = new_secret(context, &parts.family, &item->family_hash);
    if (status == LAMINA_OK)
        status = new_secret(context, &parts.secret, &item->token_hash);
    if (status != LAMINA_OK)
        return status;
    item->status = LAMINA_STR(SESSION_STATUS_ACTIVE);
    status = mapper_create(context, &session_model, item, NULL);
    parts.session_id = item->session_id;
    return status == LAMINA_OK ? join(context, &parts, token) : status;
}

static lamina_status read_session(lamina_context *context, lamina_str session_id, session **out)
{
    session *found = session_new(context);
    if (found == NULL)
        return LAMINA_E_LIMIT;
    mapper_read options = {.size = sizeof options, .consistent = true};
    session key = {.session_id = session_id};
    lamina_status status = mapper_get(context, &session_model, &key, &options, found);
    *out = status == LAMINA_OK ? found : NULL;
    return status;
}

static bool is_active(const session *item)
{
    return lamina_str_is(item->status, SESSION_STATUS_ACTIVE);
}

lamina_status session_repository_get(lamina_context *context, lamina_str session_id, session **out)
{
    *out = NULL;
    if (!domain_is_ulid(session_id))
        return LAMINA_E_NOT_FOUND;
    lamina_status status = read_session(context, session_id, out);
    if (status != LAMINA_OK || is_active(*out))
        return status;
    *out = NULL;
    return LAMINA_E_NOT_FOUND;
}

/* ---- end ---- */

static lamina_status end_session(lamina_context *context, lamina_str session_id)
{
    session *changes = session_new(context);
    if (changes == NULL)
        return LAMINA_E_LIMIT;
    changes->session_id = session_id;
    changes->status = LAMINA_STR(SESSION_STATUS_REVOKED);
    lamina_mark(&changes->has, SESSION_STATUS);
    lamina_status status = mapper_patch(context, &session_model, changes, NULL);
    return status == LAMINA_E_NOT_FOUND ? LAMINA_OK : status;
}

/* Is the token of this session: then it was given out by it, now or before. */
static lamina_status is_of_family(lamina_context *context, const token_parts *parts,
                                  const session *found, bool *is)
{
    lamina_str hash;
    lamina_status status = domain__secret_text_hash(context, parts->family, &hash);
    *is = status == LAMINA_OK && domain__secret_text_is(hash, found->family_hash);
    return status;
}

lamina_status session_repository_end(lamina_context *context, lamina_str token)
{
    token_parts parts;
    session *found;
    bool is = false;
    if (!take_apart(token, &parts))
        return LAMINA_OK;
    lamina_status status = read_session(context, parts.session_id, &found);
    if (status != LAMINA_OK)
        return status == LAMINA_E_NOT_FOUND ? LAMINA_OK : status;
    status = is_of_family(context, &parts, found, &is);
    return status == LAMINA_OK && is ? end_session(context, parts.session_id) : status;
}

/* ---- use ---- */

typedef struct token_use {
    token_parts parts;
    session *found;
    lamina_str next;
    uint32_t why;
} token_use;

static lamina_status replace_secret(lamina_context *context, token_use *use)
{
    session *changes = session_new(context);
    token_parts next = use->parts;
    if (changes == NULL)
        return LAMINA_E_LIMIT;
    lamina_status status = new_secret(context, &next.secret, &changes->token_hash);
    if (status != LAMINA_OK)
        return status;
    changes->session_id = use->found->session_id;
    changes->version = use->found->version;
    lamina_mark(&changes->has, SESSION_TOKEN_HASH);
    status = mapper_patch(context, &session_model, changes, NULL);
    return status == LAMINA_OK ? join(context, &next, &use->next) : status;
}

/* Whether the token may be used, by what is stored now. */
static lamina_status judge(lamina_context *context, token_use *use)
{
    bool is = false;
    lamina_str hash;
    lamina_status status = is_of_family(context, &use->parts, use->found, &is);
    if (status == LAMINA_OK)
        status = domain__secret_text_hash(context, use->parts.secret, &hash);
    if (status != LAMINA_OK)
        return status;
    if (!is)
        use->why = SESSION_TOKEN_UNKNOWN;
    else if (!is_active(use->found))
        use->why = SESSION_TOKEN_OVER;
    else if (!domain__secret_text_is(hash, use->found->token_hash))
        use->why = SESSION_TOKEN_REUSED;
    else
        return replace_secret(context, use);
    return LAMINA_OK;
}

/* LAMINA_E_PRECONDITION: somebody else used it since it was read; look again. */
static lamina_status try_use(lamina_context *context, void *state)
{
    token_use *use = state;
    use->why = SESSION_TOKEN_GOOD;
    lamina_status status = read_session(context, use->parts.session_id, &use->found);
    if (status == LAMINA_OK)
        return judge(context, use);
    use->why = SESSION_TOKEN_UNKNOWN;
    return status == LAMINA_E_NOT_FOUND ? LAMINA_OK : status;
}

lamina_status session_repository_use(lamina_context *context, lamina_str token, session **out,
                                     lamina_str *next, uint32_t *why)
{
    token_use use = {.why = SESSION_TOKEN_UNKNOWN};
    lamina_status status = LAMINA_OK;
    *out = NULL;
    if (take_apart(token, &use.parts))
        status = mapper_retry_on_conflict(context, TRY_CAP, try_use, &use);
    if (status == LAMINA_OK && use.why == SESSION_TOKEN_REUSED)
        status = end_session(context, use.parts.session_id);
    *why = use.why;
    if (status != LAMINA_OK)
        return status;
    if (use.why != SESSION_TOKEN_GOOD)
        return LAMINA_E_UNAUTHENTICATED;
    *out = use.found;
    *next = use.next;
    return LAMINA_OK;
}
