/*
 * Access tokens: their claims by name, and signing. Reading is token_verify.c's.
 */
#include "utilities/token.h"

#include "lamina/json.h"
#include "lamina/text.h"

#define TEXT(claim, member, required)                                                              \
    {                                                                                              \
        claim, offsetof(domain_token_claims, member), required                                     \
    }

const domain__token_claim domain__token_texts[DOMAIN__TOKEN_TEXT_COUNT] = {
    TEXT("iss", issuer, true),     TEXT(DOMAIN__TOKEN_AUDIENCE, audience, true),
    TEXT("sub", subject, true),    TEXT("client_id", client_id, true),
    TEXT("jti", token_id, true),   TEXT("sid", session_id, false),
    TEXT("tenant", tenant, false), TEXT("scope", scope, false),
};

const domain__token_claim domain__token_times[DOMAIN__TOKEN_TIME_COUNT] = {
    {"iat", offsetof(domain_token_claims, issued_at), true},
    {"nbf", offsetof(domain_token_claims, not_before), false},
    {"exp", offsetof(domain_token_claims, expires_at), true},
};

/* ---- algorithms ---- */

static const char *const algorithms[] = {
    [LAMINA_SIGN_EDDSA] = "EdDSA",
    [LAMINA_SIGN_ES256] = "ES256",
};

enum { ALGORITHM_COUNT = sizeof algorithms / sizeof *algorithms };

const char *domain_token_algorithm_name(uint32_t algorithm)
{
    return algorithm < ALGORITHM_COUNT ? algorithms[algorithm] : NULL;
}

uint32_t domain_token_algorithm_named(lamina_str name)
{
    for (uint32_t i = 1; i < ALGORITHM_COUNT; i++)
        if (lamina_str_is(name, algorithms[i]))
            return i;
    return 0;
}

/* ---- signing ---- */

static void write_header(lamina_text *out, const domain_token_key *key)
{
    lamina_json_writer writer;
    lamina_json_write_init(&writer, out);
    lamina_json_write_object(&writer);
    lamina_json_write_member_string(&writer, "alg",
                                    lamina_str_from(domain_token_algorithm_name(key->algorithm)));
    lamina_json_write_member_string(&writer, "typ", LAMINA_STR(DOMAIN__TOKEN_TYPE));
    lamina_json_write_member_string(&writer, "kid", key->kid);
    lamina_json_write_object_end(&writer);
}

static lamina_str text_of(const domain_token_claims *claims, const domain__token_claim *claim)
{
    return *(const lamina_str *)(const void *)((const char *)claims + claim->offset);
}

static int64_t time_of(const domain_token_claims *claims, const domain__token_claim *claim)
{
    return *(const int64_t *)(const void *)((const char *)claims + claim->offset);
}

static void write_claims(lamina_text *out, const domain_token_claims *claims)
{
    lamina_json_writer writer;
    lamina_json_write_init(&writer, out);
    lamina_json_write_object(&writer);
    for (size_t i = 0; i < DOMAIN__TOKEN_TEXT_COUNT; i++) {
        lamina_str text = text_of(claims, &domain__token_texts[i]);
        if (text.len > 0)
            lamina_json_write_member_string(&writer, domain__token_texts[i].name, text);
    }
    for (size_t i = 0; i < DOMAIN__TOKEN_TIME_COUNT; i++) {
        int64_t time = time_of(claims, &domain__token_times[i]);
        if (time != 0)
            lamina_json_write_member_int64(&writer, domain__token_times[i].name, time);
    }
    lamina_json_write_object_end(&writer);
}

static bool is_whole(const domain_token_claims *claims)
{
    for (size_t i = 0; i < DOMAIN__TOKEN_TEXT_COUNT; i++)
        if (domain__token_texts[i].is_required && text_of(claims, &domain__token_texts[i]).len == 0)
            return false;
    for (size_t i = 0; i < DOMAIN__TOKEN_TIME_COUNT; i++)
        if (domain__token_times[i].is_required && time_of(claims, &domain__token_times[i]) <= 0)
            return false;
    return true;
}

/* Header and claims, as they are signed (RFC 7515 section 5.1). */
static void write_signing_input(lamina_text *out, const domain_token_key *key,
                                const domain_token_claims *claims)
{
    lamina_text part;
    lamina_text_init(&part, DOMAIN_TOKEN_CAP);
    write_header(&part, key);
    lamina_text_add_base64url(out, lamina_text_view(&part));
    lamina_text_add_char(out, '.');
    if (out->status == LAMINA_OK)
        out->status = lamina_text_status(&part);

    lamina_text_reset(&part);
    write_claims(&part, claims);
    lamina_text_add_base64url(out, lamina_text_view(&part));
    if (out->status == LAMINA_OK)
        out->status = lamina_text_status(&part);
    lamina_text_clear(&part);
}

static lamina_status write_token(lamina_text *out, const domain_token_key *key,
                                 const uint8_t *private_key, const domain_token_claims *claims)
{
    uint8_t signature[LAMINA_SIGNATURE_LEN];
    write_signing_input(out, key, claims);
    lamina_status status = lamina_text_status(out);
    if (status == LAMINA_OK)
        status = lamina_sign(key->algorithm, private_key, lamina_text_view(out), signature);
    if (status != LAMINA_OK)
        return status;
    lamina_text_add_char(out, '.');
    lamina_text_add_base64url(out, (lamina_str){(const char *)signature, sizeof signature});
    return lamina_text_status(out);
}

lamina_status domain_token_sign(lamina_context *context, const domain_token_key *key,
                                const uint8_t private_key[LAMINA_SIGN_PRIVATE_LEN],
                                const domain_token_claims *claims, lamina_str *token)
{
    if (domain_token_algorithm_name(key->algorithm) == NULL || key->kid.len == 0 ||
        !is_whole(claims))
        return LAMINA_E_ARGUMENT;
    lamina_text text;
    lamina_text_init(&text, DOMAIN_TOKEN_CAP);
    lamina_status status = write_token(&text, key, private_key, claims);
    if (status == LAMINA_OK) {
        *token = lamina_arena_copy(context->arena, lamina_text_view(&text));
        if (token->ptr == NULL)
            status = LAMINA_E_LIMIT;
    }
    lamina_text_clear(&text);
    return status;
}
