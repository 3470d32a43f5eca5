/*
 * domain/repositories/session_repository.h - log-ins that can be refreshed.
 *
 * A refresh token is three parts with dots between: the session's id, a secret that stays the same for the
 * session, and one that each use replaces. Stored are hashes. One that was used before ends the session, for
 * somebody else must have it (RFC 9700 section 4.14.2).
 */
#ifndef DOMAIN_REPOSITORIES_SESSION_REPOSITORY_H
#define DOMAIN_REPOSITORIES_SESSION_REPOSITORY_H

#include "domain/models/session.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Characters of a refresh token: 26, 43 and 43, and two dots. Since 1.0. */
#define SESSION_TOKEN_LEN 114u

/* Gives the session an id and its first refresh token, in the arena, and stores it. item has the user, the tenant, the time of the user's
   password and the end. [invoke] Since 1.0. */
lamina_status session_repository_create(lamina_context *context, session *item, lamina_str *token);

/* Why a refresh token is refused, for the log. Since 1.0. */
#define SESSION_TOKEN_GOOD 0u
#define SESSION_TOKEN_UNKNOWN 1u /* not in its form, of no session, or not of that session */
#define SESSION_TOKEN_OVER 2u    /* of a session that was ended, or has expired */
#define SESSION_TOKEN_REUSED 3u  /* it was used before: the session was ended now */

/*
 * Uses a refresh token: *out is its session, *next the token for the next time. LAMINA_E_UNAUTHENTICATED, with nothing set on the error
 * object, when it is not good, and *why says why. Of two that use one token at once, one gets the next, and the
 * other ends the session. [invoke] Since 1.0.
 */
lamina_status session_repository_use(lamina_context *context, lamina_str token, session **out,
                                     lamina_str *next, uint32_t *why);

/* Is the session of that id still good? LAMINA_OK and the session; LAMINA_E_NOT_FOUND, with nothing set on the error object, when it was
   ended or has expired. [invoke] Since 1.0. */
lamina_status session_repository_get(lamina_context *context, lamina_str session_id, session **out);

/* Ends the session of a refresh token, one that was used before too; LAMINA_OK too when there is none (RFC 7009 section 2.2).
   [invoke] Since 1.0. */
lamina_status session_repository_end(lamina_context *context, lamina_str token);

#ifdef __cplusplus
}
#endif
#endif
