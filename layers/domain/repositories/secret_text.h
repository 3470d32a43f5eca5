/*
 * secret_text.h - random texts that are given out once and recognised by their hash: codes, client secrets, parts
 * of refresh tokens. 32 random bytes need no slow hash: nobody can try them all. Inside of the domain library only.
 */
#ifndef DOMAIN_REPOSITORIES_SECRET_TEXT_H
#define DOMAIN_REPOSITORIES_SECRET_TEXT_H

#include "lamina/context.h"
#include "lamina/crypto.h"

#define DOMAIN__SECRET_TEXT_LEN 43u

/* 32 random bytes in base64url, in the arena. LAMINA_E_INTERNAL, LAMINA_E_LIMIT. */
lamina_status domain__secret_text_new(lamina_context *context, lamina_str *text);

/* Its SHA-256, as bytes in the arena. LAMINA_E_INTERNAL, LAMINA_E_LIMIT. */
lamina_status domain__secret_text_hash(lamina_context *context, lamina_str text, lamina_str *hash);

/* Are the two hashes one? In a time that does not depend on where they differ. False for any that is not of 32 bytes. */
bool domain__secret_text_is(lamina_str hash, lamina_str other);

#endif
