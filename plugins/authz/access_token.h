/*
 * access_token.h - the tokens that this module signs and accepts: domain/token.h with our keys and our
 * settings. The authorizer, introspection and the log-out use the one function that reads.
 */
#ifndef AUTHZ_ACCESS_TOKEN_H
#define AUTHZ_ACCESS_TOKEN_H

#include "domain/token.h"
#include "lamina/context.h"
#include "settings.h"

/* Signs a token with the current key. claims has subject, client, session, tenant and scope; issuer, audience, id and times
   are filled in. */
lamina_status access_token_issue(lamina_context *context, const authz_settings *settings,
                                 domain_token_claims *claims, lamina_str *token);

/* What a token says. LAMINA_E_UNAUTHENTICATED, with nothing set on the error object, for one that is refused; the log says why.
   Public keys are kept for a minute: a new one is looked for when a token names it, a removed one is forgotten
   within that time. */
lamina_status access_token_read(lamina_context *context, lamina_str token,
                                domain_token_claims *claims);

/* The same of "Bearer <token>" (RFC 6750 section 2.1). */
lamina_status access_token_read_bearer(lamina_context *context, lamina_str credentials,
                                       domain_token_claims *claims);

#endif
