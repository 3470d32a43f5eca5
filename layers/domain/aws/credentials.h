/*
 * credentials.h - who signs. Two sources, asked in this order: the environment, then the container
 * endpoint. What they gave is kept until it nears its end or the service says that it expired.
 */
#ifndef AWS_CREDENTIALS_H
#define AWS_CREDENTIALS_H

#include "lamina/context.h"
#include "lamina/text.h"

/* No expiry is known. */
#define AWS__NEVER INT64_MAX

/* Zero it before init. Views point into storage. */
typedef struct aws__credentials {
    lamina_str access_key_id;
    lamina_str secret_access_key;
    lamina_str session_token; /* may be empty */
    int64_t expires_us;
    int64_t refresh_us;  /* ask the source again from then on; AWS__NEVER: only when told to */
    uint64_t generation; /* 0: none are held; another number after every load */
    lamina_text storage;
} aws__credentials;

void aws__credentials_init(aws__credentials *credentials);
/* Wipes and frees. */
void aws__credentials_clear(aws__credentials *credentials);

/*
 * Makes sure that credentials are held which are good at now_us; force asks the source in any case.
 * LAMINA_E_CONFIG when no source has any, LAMINA_E_UNAVAILABLE, LAMINA_E_TIMEOUT or
 * LAMINA_E_UPSTREAM when the container endpoint fails and nothing usable is held. *reason is for the
 * log, static or in the context's arena, and never holds a secret.
 */
lamina_status aws__credentials_ensure(aws__credentials *credentials, lamina_context *context,
                                      int64_t now_us, bool force, lamina_str *reason);

/* ---- for the sources ---- */

/* What a source found; borrowed. */
typedef struct aws__found {
    lamina_str access_key_id;
    lamina_str secret_access_key;
    lamina_str session_token;
    int64_t expires_us;
} aws__found;

/* LAMINA_E_NOT_FOUND when the source has nothing to do with this environment: the next one is asked. */
lamina_status aws__credentials_environment(aws__found *found, lamina_str *reason);
lamina_status aws__credentials_container(lamina_context *context, aws__found *found,
                                         lamina_str *reason);

#endif
