/*
 * domain/ids.h - identifiers, from the host's clock and random numbers.
 * All since 1.0.
 */
#ifndef DOMAIN_IDS_H
#define DOMAIN_IDS_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A ULID: 26 characters of Crockford's base 32, 48 bits of milliseconds and 80 random bits; sorts by
   time of creation. Source: github.com/ulid/spec. */
#define DOMAIN_ULID_LEN 26u

/* A new one in the invocation's arena; two made in one millisecond by one process ascend too.
   LAMINA_E_LIMIT, LAMINA_E_INTERNAL. [invoke] Since 1.0. */
lamina_status domain_new_ulid(lamina_context *context, lamina_str *ulid);

/* Upper-case letters only, and the first one at most 7. [any-thread] Since 1.0. */
bool domain_is_ulid(lamina_str text);

/* A UUID: 36 characters, 8-4-4-4-12 hexadecimal digits. Source: RFC 9562. */
#define DOMAIN_UUID_LEN 36u

/* A new one of version 7 (48 bits of milliseconds, 74 random bits; sorts by time of creation) in the
   invocation's arena; two made in one millisecond by one process ascend too, by random steps.
   LAMINA_E_LIMIT, LAMINA_E_INTERNAL. [invoke] Since 1.0. */
lamina_status domain_new_uuid7(lamina_context *context, lamina_str *uuid);

/* Of any version from 1 to 8, in lower case, so that one id has one text; neither nil nor max.
   [any-thread] Since 1.0. */
bool domain_is_uuid(lamina_str text);

#ifdef __cplusplus
}
#endif
#endif
