/* What an operator may set: see settings.h. */
#include "settings.h"

#include <stdlib.h>

#include "domain/token.h"
#include "lamina/problem.h"
#include "lamina/text.h"

#define DEFAULT_NAME "urn:lamina"

enum {
    TOKEN_S = 600,
    TOKEN_S_MIN = 30,
    TOKEN_S_MAX = 3600,
    SESSION_S = 30 * 24 * 3600,
    SESSION_S_MIN = 60,
    SESSION_S_MAX = 366 * 24 * 3600,
    LEEWAY_S = 10
};

/* Empty counts as not set. */
static lamina_str setting(const char *name, const char *usual)
{
    const char *value = getenv(name);
    return lamina_str_from(value == NULL || value[0] == '\0' ? usual : value);
}

static lamina_status read_seconds(lamina_context *context, const char *name, int64_t minimum,
                                  int64_t maximum, int64_t *seconds)
{
    lamina_str text = setting(name, "");
    if (text.len == 0 || lamina_parse_int64_between(text, minimum, maximum, seconds) == LAMINA_OK)
        return LAMINA_OK;
    return lamina_cause(context, LAMINA_E_CONFIG, "%s is \"%.*s\", not %lld to %lld seconds", name,
                        LAMINA_FMT(text), (long long)minimum, (long long)maximum);
}

static lamina_status read_algorithm(lamina_context *context, uint32_t *algorithm)
{
    lamina_str text =
        setting("LAMINA_TOKEN_ALGORITHM", domain_token_algorithm_name(LAMINA_SIGN_EDDSA));
    *algorithm = domain_token_algorithm_named(text);
    if (*algorithm != 0)
        return LAMINA_OK;
    return lamina_cause(context, LAMINA_E_CONFIG,
                        "LAMINA_TOKEN_ALGORITHM is \"%.*s\", not EdDSA or ES256", LAMINA_FMT(text));
}

lamina_status authz_settings_read(lamina_context *context, authz_settings *settings)
{
    *settings = (authz_settings){.issuer = setting("LAMINA_TOKEN_ISSUER", DEFAULT_NAME),
                                 .audience = setting("LAMINA_TOKEN_AUDIENCE", DEFAULT_NAME),
                                 .token_s = TOKEN_S,
                                 .session_s = SESSION_S,
                                 .leeway_s = LEEWAY_S};
    lamina_status status =
        read_seconds(context, "LAMINA_TOKEN_SECONDS", TOKEN_S_MIN, TOKEN_S_MAX, &settings->token_s);
    if (status == LAMINA_OK)
        status = read_seconds(context, "LAMINA_SESSION_SECONDS", SESSION_S_MIN, SESSION_S_MAX,
                              &settings->session_s);
    return status == LAMINA_OK ? read_algorithm(context, &settings->algorithm) : status;
}
