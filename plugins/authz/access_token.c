/* The tokens that this module signs and accepts: see access_token.h. */
#include "access_token.h"

#include "domain/ids.h"
#include "domain/repositories/signing_key_repository.h"
#include "key_cache.h"
#include "lamina/log.h"
#include "lamina/text.h"

/* ---- sign ---- */

static lamina_status sign(lamina_context *context, const signing_key *key,
                          const domain_token_claims *claims, lamina_str *token)
{
    const domain_token_key named = {.size = sizeof named,
                                    .algorithm = domain_token_algorithm_named(key->algorithm),
                                    .kid = key->kid,
                                    .public_key = key->public_key};
    uint8_t *private_key = (uint8_t *)(uintptr_t)key->private_key.ptr;
    if (key->private_key.len != LAMINA_SIGN_PRIVATE_LEN)
        return LAMINA_E_UPSTREAM;
    lamina_status status = domain_token_sign(context, &named, private_key, claims, token);
    lamina_crypto_wipe(private_key, LAMINA_SIGN_PRIVATE_LEN);
    return status;
}

lamina_status access_token_issue(lamina_context *context, const authz_settings *settings,
                                 domain_token_claims *claims, lamina_str *token)
{
    int64_t now = lamina_now_us(context) / 1000000;
    claims->issuer = settings->issuer;
    claims->audience = settings->audience;
    claims->issued_at = claims->not_before = now;
    claims->expires_at = now + settings->token_s;
    lamina_status status = domain_new_ulid(context, &claims->token_id);
    if (status != LAMINA_OK)
        return status;
    signing_key *key;
    status = signing_key_repository_current(context, settings->algorithm, &key);
    return status == LAMINA_OK ? sign(context, key, claims, token) : status;
}

/* ---- read ---- */

/* The reason, never the token. */
static void log_refusal(lamina_context *context, uint32_t refusal)
{
    lamina_log_field reason =
        lamina_log_text("reason", lamina_str_from(domain_token_refusal(refusal)));
    lamina_log_with(context, LAMINA_LOG_INFO, LAMINA_STR("token refused"), &reason, 1);
}

lamina_status access_token_read(lamina_context *context, lamina_str token,
                                domain_token_claims *claims)
{
    authz_settings settings;
    lamina_status status = authz_settings_read(context, &settings);
    if (status != LAMINA_OK)
        return status;
    const domain_token_rules rules = {.size = sizeof rules,
                                      .leeway_s = settings.leeway_s,
                                      .issuer = settings.issuer,
                                      .audience = settings.audience,
                                      .find_key = key_cache_find};
    uint32_t refusal = DOMAIN_TOKEN_ACCEPTED;
    status = domain_token_verify(context, token, &rules, claims, &refusal);
    if (status == LAMINA_E_UNAUTHENTICATED)
        log_refusal(context, refusal);
    return status;
}

lamina_status access_token_read_bearer(lamina_context *context, lamina_str credentials,
                                       domain_token_claims *claims)
{
    lamina_str scheme, token = credentials;
    if (!lamina_str_cut(&token, ' ', &scheme) ||
        !lamina_str_equal_nocase(scheme, LAMINA_STR("Bearer")))
        return LAMINA_E_UNAUTHENTICATED;
    return access_token_read(context, lamina_str_trim(token), claims);
}
