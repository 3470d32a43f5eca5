/*
 * settings.h - what an operator may set, by environment variables. README.md lists them.
 */
#ifndef AUTHZ_SETTINGS_H
#define AUTHZ_SETTINGS_H

#include "lamina/context.h"

typedef struct authz_settings {
    lamina_str issuer;   /* LAMINA_TOKEN_ISSUER */
    lamina_str audience; /* LAMINA_TOKEN_AUDIENCE */
    int64_t token_s;     /* LAMINA_TOKEN_SECONDS: how long an access token is good */
    int64_t session_s;   /* LAMINA_SESSION_SECONDS: how long a log-in can be refreshed */
    uint32_t algorithm;  /* LAMINA_TOKEN_ALGORITHM: LAMINA_SIGN_*, of new signing keys */
    uint32_t leeway_s;   /* by which clocks may differ */
} authz_settings;

/* Reads them. LAMINA_E_CONFIG with a cause that names the variable and what it takes. */
lamina_status authz_settings_read(lamina_context *context, authz_settings *settings);

#endif
