/*
 * credentials.h - who signs. Two sources, asked in this order: the environment, then the container
 * endpoint. What they gave is kept until it nears its end or the service says that it expired.
 */
#ifndef DYNAMODB_CREDENTIALS_H
#define DYNAMODB_CREDENTIALS_H

#include "domain/dynamodb.h"
#include "lamina/text.h"

/* No expiry is known. */
#define DYNAMODB__NEVER INT64_MAX

/* Zero it before init. Views point into storage. */
typedef struct dynamodb__credentials {
    lamina_str access_key_id;
    lamina_str secret_access_key;
    lamina_str session_token; /* may be empty */
    int64_t expires_us;
    int64_t refresh_us;  /* ask the source again from then on; DYNAMODB__NEVER: only when told to */
    uint64_t generation; /* 0: none are held; another number after every load */
    lamina_text storage;
} dynamodb__credentials;

void dynamodb__credentials_init(dynamodb__credentials *credentials);
/* Wipes and frees. */
void dynamodb__credentials_clear(dynamodb__credentials *credentials);

/*
 * Makes sure that credentials are held which are good at now_us; force asks the source in any case.
 * LAMINA_E_CONFIG when no source has any, LAMINA_E_UNAVAILABLE, LAMINA_E_TIMEOUT or
 * LAMINA_E_UPSTREAM when the container endpoint fails and nothing usable is held. *reason is for the
 * log, static or in the context's arena, and never holds a secret.
 */
lamina_status dynamodb__credentials_ensure(dynamodb__credentials *credentials,
                                           lamina_context *context, int64_t now_us, bool force,
                                           lamina_str *reason);

/* ---- for the sources ---- */

/* What a source found; borrowed. */
typedef struct dynamodb__found {
    lamina_str access_key_id;
    lamina_str secret_access_key;
    lamina_str session_token;
    int64_t expires_us;
} dynamodb__found;

/* LAMINA_E_NOT_FOUND when the source has nothing to do with this environment: the next one is asked. */
lamina_status dynamodb__credentials_environment(dynamodb__found *found, lamina_str *reason);
lamina_status dynamodb__credentials_container(lamina_context *context, dynamodb__found *found,
                                              lamina_str *reason);

#endif
