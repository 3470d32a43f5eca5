/*
 * Tokens and keys, as the standards of OAuth 2.0 and JOSE write them.
 */
#include "lamina/record_json.h"
#include "lamina/text.h"

#include "mappers.h"

lamina_status token_to_dto(lamina_context *context, const domain_token_claims *claims,
                           lamina_str access_token, lamina_str refresh_token,
                           const token_answer **dto)
{
    token_answer *answer = lamina_alloc(context, sizeof *answer);
    if (answer == NULL)
        return LAMINA_E_LIMIT;
    *answer = (token_answer){.access_token = access_token,
                             .token_type = LAMINA_STR("Bearer"),
                             .expires_in = claims->expires_at - claims->issued_at,
                             .refresh_token = refresh_token,
                             .scope = claims->scope,
                             .tenant = claims->tenant};
    if (refresh_token.len > 0)
        lamina_mark(&answer->has, TOKEN_ANSWER_REFRESH_TOKEN);
    if (claims->tenant.len > 0)
        lamina_mark(&answer->has, TOKEN_ANSWER_TENANT);
    *dto = answer;
    return LAMINA_OK;
}

/* ---- introspection ---- */

static void say(introspection *answer, lamina_str *member, uint32_t field, lamina_str text)
{
    if (text.len == 0)
        return;
    *member = text;
    lamina_mark(&answer->has, field);
}

static void say_all(introspection *answer, const domain_token_claims *claims)
{
    answer->active = true;
    say(answer, &answer->sub, INTROSPECTION_SUB, claims->subject);
    say(answer, &answer->client_id, INTROSPECTION_CLIENT_ID, claims->client_id);
    say(answer, &answer->scope, INTROSPECTION_SCOPE, claims->scope);
    say(answer, &answer->tenant, INTROSPECTION_TENANT, claims->tenant);
    say(answer, &answer->iss, INTROSPECTION_ISS, claims->issuer);
    say(answer, &answer->aud, INTROSPECTION_AUD, claims->audience);
    say(answer, &answer->jti, INTROSPECTION_JTI, claims->token_id);
    answer->iat = claims->issued_at;
    answer->exp = claims->expires_at;
    lamina_mark(&answer->has, INTROSPECTION_IAT);
    lamina_mark(&answer->has, INTROSPECTION_EXP);
}

lamina_status introspection_to_dto(lamina_context *context, const domain_token_claims *claims,
                                   const introspection **dto)
{
    introspection *answer = lamina_alloc(context, sizeof *answer);
    if (answer == NULL)
        return LAMINA_E_LIMIT;
    if (claims != NULL)
        say_all(answer, claims);
    *dto = answer;
    return LAMINA_OK;
}

/* ---- keys ---- */

static lamina_status base64url(lamina_context *context, const char *bytes, size_t len,
                               lamina_str *text)
{
    lamina_text buffer;
    lamina_text_init(&buffer, 2 * LAMINA_SIGN_PUBLIC_CAP);
    lamina_text_add_base64url(&buffer, (lamina_str){bytes, len});
    *text = lamina_arena_copy(context->arena, lamina_text_view(&buffer));
    lamina_text_clear(&buffer);
    return text->ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
}

/* Key type and curve of an algorithm, and the bytes of a coordinate: RFC 8037 section 2 and RFC 7518
   section 6.2.1. */
static const struct {
    const char *kty, *crv;
    size_t coordinate_len;
    bool has_y;
} forms[] = {
    [LAMINA_SIGN_EDDSA] = {"OKP", "Ed25519", 32, false},
    [LAMINA_SIGN_ES256] = {"EC", "P-256", 32, true},
};

static lamina_status write_jwk(lamina_context *context, const signing_key *key, jwk *out)
{
    uint32_t algorithm = domain_token_algorithm_named(key->algorithm);
    if (algorithm == 0 || key->public_key.len != lamina_sign_public_len(algorithm))
        return LAMINA_E_UPSTREAM;
    size_t len = forms[algorithm].coordinate_len;
    *out = (jwk){.kty = lamina_str_from(forms[algorithm].kty),
                 .crv = lamina_str_from(forms[algorithm].crv),
                 .kid = key->kid,
                 .use = LAMINA_STR("sig"),
                 .alg = key->algorithm};
    lamina_status status = base64url(context, key->public_key.ptr, len, &out->x);
    if (status != LAMINA_OK || !forms[algorithm].has_y)
        return status;
    lamina_mark(&out->has, JWK_Y);
    return base64url(context, key->public_key.ptr + len, len, &out->y);
}

lamina_status jwk_set_to_dto(lamina_context *context, const signing_key_list *list,
                             const jwk_set **dto)
{
    jwk_set *set = lamina_alloc(context, sizeof *set);
    jwk *keys = lamina_arena_array(context->arena, list->count, sizeof *keys);
    if (set == NULL || keys == NULL)
        return LAMINA_E_LIMIT;
    for (size_t i = 0; i < list->count; i++) {
        lamina_status status = write_jwk(context, list->items[i], &keys[i]);
        if (status != LAMINA_OK)
            return status;
    }
    set->keys = (lamina_list){keys, list->count};
    *dto = set;
    return LAMINA_OK;
}

lamina_status signing_key_list_to_dto(lamina_context *context, const signing_key_list *list,
                                      const domain_page_answer **dto)
{
    return domain_page_show(context, &signing_key_record, (const void *const *)list->items,
                            list->count, (lamina_str){NULL, 0}, &signing_key_dto_record, dto);
}
