/*
 * domain/repositories/partner_contact_repository.h - what modules do with the contacts of partners.
 *
 * Failures worth telling a client are set on the error object with these codes: "partner-not-found" and
 * "partner-contact-not-found" (404; also for texts that are no ULIDs, and where the caller is bound to another
 * partner), "partner-contacts-full" and "partner-busy" (409), "partner-contact-version-conflict" (412),
 * "invalid-cursor" (400). All else as domain/repositories/partner_repository.h has it.
 *
 * A contact that comes or goes counts a version of its partner.
 */
#ifndef DOMAIN_REPOSITORIES_PARTNER_CONTACT_REPOSITORY_H
#define DOMAIN_REPOSITORIES_PARTNER_CONTACT_REPOSITORY_H

#include "domain/models/partner_contact.h"
#include "domain/page.h"
#include "lamina/context.h"
#include "lamina/etag.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Gives the contact an id, times and version 1, and stores it. item->partner_id says whose it is; a partner has
   PARTNER_CONTACT_CAP at most. [invoke] Since 1.0. */
lamina_status partner_contact_repository_create(lamina_context *context, partner_contact *item);

/* By a strongly consistent read. [invoke] Since 1.0. */
lamina_status partner_contact_repository_get(lamina_context *context, lamina_str partner_id,
                                             lamina_str contact_id, partner_contact **out);

/* Grows at the end. Since 1.0. */
typedef struct partner_contact_list {
    uint32_t size; /* the caller's sizeof(partner_contact_list), set before the call */
    uint32_t reserved;
    partner_contact *const *items;
    size_t count;
    lamina_str cursor; /* of the next page; empty: there is none */
} partner_contact_list;

/* In order of creation, by strongly consistent reads. [invoke] Since 1.0. */
lamina_status partner_contact_repository_list(lamina_context *context, lamina_str partner_id,
                                              const domain_page_query *query,
                                              partner_contact_list *out);

/* Writes the fields that are marked in *changes, null removes an optional one; its ids say which contact,
   which must be as expected (NULL: at any version). **out is the contact as this write left it.
   [invoke] Since 1.0. */
lamina_status partner_contact_repository_update(lamina_context *context,
                                                const partner_contact *changes,
                                                const lamina_conditions *expected,
                                                partner_contact **out);

/* Removes it. Failures and expected as above. [invoke] Since 1.0. */
lamina_status partner_contact_repository_delete(lamina_context *context, lamina_str partner_id,
                                                lamina_str contact_id,
                                                const lamina_conditions *expected);

#ifdef __cplusplus
}
#endif
#endif
