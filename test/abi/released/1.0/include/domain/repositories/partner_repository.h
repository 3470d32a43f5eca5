/*
 * domain/repositories/partner_repository.h - what modules do with partners.
 *
 * Failures worth telling a client are set on the error object with these codes: "partner-not-found"
 * (404; also for a text that is no ULID, and then the database is not asked, and for another partner than the
 * one that the caller is bound to), "partner-email-taken", "partner-move-refused", "partner-busy" (409),
 * "partner-version-conflict" (412), "staff-only" (403), "invalid-cursor" (400). What breaks
 * a rule of the record is LAMINA_E_INVALID with violations. LAMINA_E_AMBIGUOUS: the write may have
 * happened; read before you write again. Partners that are handed out are in the invocation's arena, and
 * the caller's to change; those that are handed in were made by partner_new() or handed out before. *out is NULL after a failure.
 *
 * E-mail addresses are unique without regard to the case of ASCII letters; other letters compare as
 * they are.
 *
 * A partner lives by moves:
 *
 *     activate    pending              active
 *     suspend     pending, active      suspended   with a reason
 *     reactivate  suspended            active      with a reason
 *
 * Every change is in the audit trail of "partner" and its id, in the same transaction, those of contacts
 * (partner_contact_repository.h) too.
 * All since 1.0.
 */
#ifndef DOMAIN_REPOSITORIES_PARTNER_REPOSITORY_H
#define DOMAIN_REPOSITORIES_PARTNER_REPOSITORY_H

#include "domain/models/audit_entry.h"
#include "domain/models/partner.h"
#include "domain/page.h"
#include "lamina/context.h"
#include "lamina/etag.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Gives the partner an id, times and version 1, and stores it; pending, unless it says that it is active. Of two
   that race for one e-mail address, one gets it. For staff. [invoke] Since 1.0. */
lamina_status partner_repository_create(lamina_context *context, partner *item);

/* As it is now, not as it was a moment ago: the read is strongly consistent. [invoke] Since 1.0. */
lamina_status partner_repository_get(lamina_context *context, lamina_str partner_id, partner **out);

/* Which partners. Grows at the end. Since 1.0. */
typedef struct partner_filter {
    uint32_t size;  /* sizeof(partner_filter) */
    uint32_t limit; /* 1 to DOMAIN_PAGE_LIMIT_MAX */
    lamina_str cursor;
    lamina_str name; /* how the legal name begins, whatever the case of its letters; empty: any */
} partner_filter;

/* Grows at the end. Since 1.0. */
typedef struct partner_list {
    uint32_t size; /* the caller's sizeof(partner_list), set before the call */
    uint32_t reserved;
    partner *const *items; /* without their bank accounts */
    size_t count;
    lamina_str cursor; /* of the next page; empty: there is none */
} partner_list;

/* In order of creation, or of names where one is asked for. A page may be shorter than its limit, even empty,
   and yet have a cursor. A caller who is bound to a partner sees that one alone. A partner may need a moment to
   show up: an index is behind its table. [invoke] Since 1.0. */
lamina_status partner_repository_list(lamina_context *context, const partner_filter *filter,
                                      partner_list *out);

/* Writes the fields that are marked in *changes: null, or an empty set of tags, removes an optional one;
   address and bank account are replaced as a whole; id, status, times, version and what the repositories fill
   are not changed by it. changes->partner_id says which partner, which must be as expected (NULL: at any version).
   **out is the partner as this write left it. [invoke] Since 1.0. */
lamina_status partner_repository_update(lamina_context *context, const partner *changes,
                                        const lamina_conditions *expected, partner **out);

/*
 * Removes the partner with its contacts, and frees its e-mail address. The audit trail stays: it has no more of the
 * partner than its id. A partner that has contracts, in whatever state, is kept: "partner-has-contracts" (409).
 * expected as above. For staff. [invoke] Since 1.0.
 */
lamina_status partner_repository_delete(lamina_context *context, lamina_str partner_id,
                                        const lamina_conditions *expected);

/* ---- moves ---- */

#define PARTNER_MOVE_ACTIVATE 1u
#define PARTNER_MOVE_SUSPEND 2u
#define PARTNER_MOVE_REACTIVATE 3u

/* Grows at the end. Since 1.0. */
typedef struct partner_step {
    uint32_t size; /* sizeof(partner_step) */
    uint32_t move; /* PARTNER_MOVE_* */
    lamina_str partner_id;
    lamina_str reason;                 /* one line; may be empty where the move needs none */
    const lamina_conditions *expected; /* NULL: at any version */
} partner_step;

/*
 * Moves the partner. A move that was made already, a suspension with the same reason, is not made again and answers
 * as it did, whatever is expected (RFC 9110 section 13.1.1 allows that), so that a retry needs to know
 * nothing. For staff. [invoke] Since 1.0.
 */
lamina_status partner_repository_move(lamina_context *context, const partner_step *step,
                                      partner **out);

/* ---- the audit trail ---- */

/* A page of it, the latest entry first; of a partner that was deleted too, as long as it has entries.
   Failures as those of audit_repository_list(), and "partner-not-found". [invoke] Since 1.0. */
lamina_status partner_repository_audit(lamina_context *context, lamina_str partner_id,
                                       const domain_page_query *query, const audit_page **page);

#ifdef __cplusplus
}
#endif
#endif
