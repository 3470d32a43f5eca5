/*
 * domain/repositories/partner_repository.h - what modules do with partners.
 *
 * Failures worth telling a client are set on the error object with these codes: "partner-not-found"
 * (404; also for a text that is no ULID, and then the database is not asked), "partner-email-taken"
 * (409), "partner-busy" (409), "partner-version-conflict" (412), "invalid-cursor" (400). What breaks
 * a rule of the record is LAMINA_E_INVALID with violations. LAMINA_E_AMBIGUOUS: the write may have
 * happened; read before you write again. Partners that are handed out are in the invocation's arena, and
 * the caller's to change; those that are handed in were made by partner_new() or handed out before. *out is NULL after a failure.
 *
 * E-mail addresses are unique without regard to the case of ASCII letters; other letters compare as
 * they are.
 */
#ifndef DOMAIN_REPOSITORIES_PARTNER_REPOSITORY_H
#define DOMAIN_REPOSITORIES_PARTNER_REPOSITORY_H

#include "domain/models/partner.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Gives the partner an id, times and version 1, and stores it. Of two that race for one e-mail
   address, one gets it. [invoke] Since 1.0. */
lamina_status partner_repository_create(lamina_context *context, partner *item);

/* As it is now, not as it was a moment ago: the read is strongly consistent. [invoke] Since 1.0. */
lamina_status partner_repository_get(lamina_context *context, lamina_str partner_id, partner **out);

/* Grows at the end. Since 1.0. */
typedef struct partner_list {
    uint32_t size; /* the caller's sizeof(partner_list), set before the call */
    uint32_t reserved;
    partner *const *items;
    size_t count;
    lamina_str cursor; /* of the next page; empty: there is none */
} partner_list;

/* In order of creation, limit 1 to 100 a page; a page may be shorter, even empty, and yet have a cursor.
   A partner may need a moment to show up: an index is behind its table. [invoke] Since 1.0. */
lamina_status partner_repository_list(lamina_context *context, uint32_t limit, lamina_str cursor,
                                      partner_list *out);

/* Writes the fields that are marked in *changes: null, or an empty set of tags, removes an optional one;
   the address is replaced as a whole. changes->partner_id says which partner; changes->version, unless
   0, must be the stored one. **out is the partner as this write left it. [invoke] Since 1.0. */
lamina_status partner_repository_update(lamina_context *context, const partner *changes,
                                        partner **out);

/* version, unless 0, must be the stored one. Frees the e-mail address. [invoke] Since 1.0. */
lamina_status partner_repository_delete(lamina_context *context, lamina_str partner_id,
                                        int64_t version);

#ifdef __cplusplus
}
#endif
#endif
