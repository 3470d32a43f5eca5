/*
 * token.h - what signing and reading of access tokens have in common: names of claims, the type.
 */
#ifndef DOMAIN_UTILITIES_TOKEN_H
#define DOMAIN_UTILITIES_TOKEN_H

#include "domain/token.h"

/* RFC 9068 section 2.1; a media type without "application/", which may stand before it. */
#define DOMAIN__TOKEN_TYPE "at+jwt"

/* A claim: its name, where it lies in the struct. */
typedef struct domain__token_claim {
    const char *name;
    size_t offset;
    bool is_required;
} domain__token_claim;

/* The claims that are texts, but for the audience when read, which may be several; and those that are
   times. */
enum { DOMAIN__TOKEN_TEXT_COUNT = 8, DOMAIN__TOKEN_TIME_COUNT = 3 };
extern const domain__token_claim domain__token_texts[DOMAIN__TOKEN_TEXT_COUNT];
extern const domain__token_claim domain__token_times[DOMAIN__TOKEN_TIME_COUNT];

#define DOMAIN__TOKEN_AUDIENCE "aud"

#endif
