/*
 * domain/models/session.h - a log-in that can be refreshed, as stored: one family of refresh tokens.
 *
 * Of the refresh token, hashes alone are stored: of the half that stays the same for the family, and of the
 * half that changes with each use. Whoever shows the first with an old second uses a token again.
 */
#ifndef DOMAIN_MODELS_SESSION_H
#define DOMAIN_MODELS_SESSION_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fields of session_record, in the order of its table; later ones are added behind. Since 1.0. */
enum {
    SESSION_ID,
    SESSION_USER_ID,
    SESSION_TENANT_ID,
    SESSION_FAMILY_HASH,
    SESSION_TOKEN_HASH,
    SESSION_PASSWORD_CHANGED_AT,
    SESSION_STATUS,
    SESSION_EXPIRES_AT,
    SESSION_CREATED_AT,
    SESSION_UPDATED_AT,
    SESSION_VERSION
};

/* Grows at the end, with the libdomain that runs: session_new() makes one. Since 1.0. */
typedef struct session {
    lamina_presence has;
    lamina_str session_id;  /* ULID; required; the sid of access tokens */
    lamina_str user_id;     /* required */
    lamina_str tenant_id;   /* of its access tokens; absent: none */
    lamina_str family_hash; /* SHA-256; required */
    lamina_str token_hash;  /* SHA-256; required */
    int64_t
        password_changed_at; /* of the user when they logged in: a new password ends the session */
    lamina_str status;       /* required; one of session_statuses */
    int64_t expires_at;      /* seconds since 1970; time to live */
    int64_t created_at;      /* microseconds since 1970 */
    int64_t updated_at;
    int64_t version; /* from 1 */
} session;

/* A zeroed one in the invocation's arena; NULL when that is full. [invoke] Since 1.0. */
session *session_new(lamina_context *context);

/* What status holds. Since 1.0. */
#define SESSION_STATUS_ACTIVE "active"
#define SESSION_STATUS_REVOKED "revoked"
/* Closed by NULL. Since 1.0. */
extern const char *const session_statuses[];

/* The fields of the struct, in the order of the enum. Since 1.0. */
extern const lamina_record session_record;
/* Hash key sessionId; time to live expiresAt; table variable SESSION_TABLE_NAME. Since 1.0. */
extern const struct mapper_model session_model;

#ifdef __cplusplus
}
#endif
#endif
