/*
 * domain/repositories/contract_repository.h - what modules do with contracts.
 *
 * Failures worth telling a client are set on the error object with these codes: "contract-not-found" (404;
 * also for a text that is no ULID, and for another partner's contract where the caller is bound to one),
 * "contract-number-taken", "contract-not-draft", "contract-move-refused", "contract-amendment-conflict",
 * "partner-suspended" and "contract-busy" (409), "contract-version-conflict" (412), "staff-only" (403),
 * "invalid-cursor" (400). What breaks a rule of the record is LAMINA_E_INVALID with violations.
 * LAMINA_E_AMBIGUOUS: the write may have happened; all but a creation can be repeated to find out. Contracts that are
 * handed out are in the invocation's arena, and the caller's to change; those that are handed in were made
 * by contract_new() or handed out before. *out is NULL after a failure.
 *
 * A contract lives by moves:
 *
 *     sign        draft                       stays draft, and is changed no more
 *     activate    draft, signed               active     not for a suspended partner
 *     suspend     active                      suspended  with a reason
 *     resume      suspended                   active     not for a suspended partner
 *     terminate   draft, active, suspended    terminated with a reason
 *     expire      active, suspended           expired    when its last day is over
 *
 * It is over at the first moment of the day of UTC behind its last one. From then on it is handed out as
 * expired, takes no debits and makes no moves; contract_repository_expire() writes down what is so anyway, for
 * lists by state. All but sign, and what a draft can be changed in, is for staff (domain/access.h).
 *
 * Every change is in the audit trail of "contract" and its id, in the same transaction.
 * All since 1.0.
 */
#ifndef DOMAIN_REPOSITORIES_CONTRACT_REPOSITORY_H
#define DOMAIN_REPOSITORIES_CONTRACT_REPOSITORY_H

#include "domain/models/audit_entry.h"
#include "domain/models/contract.h"
#include "domain/models/contract_amendment.h"
#include "domain/page.h"
#include "lamina/context.h"
#include "lamina/etag.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Gives the contract an id, times and version 1, and stores it as a draft with nothing owed. Its partner
 * must exist. Of two that race for one number of a partner, one gets it; "contract-number-taken" tells the
 * id of the contract that has it, so that whoever got no answer finds what they made. [invoke] Since 1.0.
 */
lamina_status contract_repository_create(lamina_context *context, contract *item);

/* As it is now: the read is strongly consistent. [invoke] Since 1.0. */
lamina_status contract_repository_get(lamina_context *context, lamina_str contract_id,
                                      contract **out);

/* ---- lists ---- */

/* Which contracts; empty texts do not restrict. Grows at the end. Since 1.0. */
typedef struct contract_filter {
    uint32_t size;  /* sizeof(contract_filter) */
    uint32_t limit; /* 1 to DOMAIN_PAGE_LIMIT_MAX */
    lamina_str cursor;
    lamina_str partner_id;
    lamina_str status;
    lamina_str ends_from;  /* last days from this one on ... */
    lamina_str ends_until; /* ... up to this one */
} contract_filter;

/* Grows at the end. Since 1.0. */
typedef struct contract_list {
    uint32_t size; /* the caller's sizeof(contract_list), set before the call */
    uint32_t reserved;
    contract *const *items; /* without what indexes do not hold: see models/contract.h */
    size_t count;
    lamina_str cursor; /* of the next page; empty: there is none */
} contract_list;

/*
 * A partner's in order of creation, all others by their last day. A page may be shorter than its limit, even
 * empty, and yet have a cursor. A caller who is bound to a partner sees that partner's alone. An index is behind its
 * table by a moment, and the list of all that are expired by those that are over since the last sweep.
 * [invoke] Since 1.0.
 */
lamina_status contract_repository_list(lamina_context *context, const contract_filter *filter,
                                       contract_list *out);

/* ---- drafts ---- */

/* Writes what is marked in *changes of title, type, start and end date, currency, credit limit and terms (null
   removes terms); other marks do not count. The contract must be a draft that is not signed, and as expected
   (NULL: at any version). [invoke] Since 1.0. */
lamina_status contract_repository_update(lamina_context *context, const contract *changes,
                                         const lamina_conditions *expected, contract **out);

/* Removes a draft that is not signed, and frees its number. expected as above. [invoke] Since 1.0. */
lamina_status contract_repository_delete(lamina_context *context, lamina_str contract_id,
                                         const lamina_conditions *expected);

/* ---- moves ---- */

#define CONTRACT_MOVE_SIGN 1u
#define CONTRACT_MOVE_ACTIVATE 2u
#define CONTRACT_MOVE_SUSPEND 3u
#define CONTRACT_MOVE_RESUME 4u
#define CONTRACT_MOVE_TERMINATE 5u
#define CONTRACT_MOVE_EXPIRE 6u

/* Grows at the end. Since 1.0. */
typedef struct contract_step {
    uint32_t size; /* sizeof(contract_step) */
    uint32_t move; /* CONTRACT_MOVE_* */
    lamina_str contract_id;
    lamina_str reason;    /* of suspending and terminating; others take it to the trail alone */
    lamina_str signed_by; /* of signing: who signed for the partner */
    const lamina_conditions *expected; /* NULL: at any version */
} contract_step;

/*
 * Moves the contract. A move that was made already, with the same reason or signature, is not made again and
 * answers as it did, whatever is expected (RFC 9110 section 13.1.1 allows that), so that a retry needs to know
 * nothing. [invoke] Since 1.0.
 */
lamina_status contract_repository_move(lamina_context *context, const contract_step *step,
                                       contract **out);

/* Grows at the end. Since 1.0. */
typedef struct contract_sweep {
    uint32_t size;        /* the caller's sizeof(contract_sweep), set before the call */
    uint32_t is_complete; /* bool: no contract is left that is over and does not say so */
    uint64_t expired;     /* contracts that were moved */
} contract_sweep;

/* Moves contracts that are over to expired, up to so many, as long as there is time. To be called once a day, or
   again until it is complete. *out counts also after a failure. [invoke] Since 1.0. */
lamina_status contract_repository_expire(lamina_context *context, uint32_t cap,
                                         contract_sweep *out);

/* ---- amendments ---- */

/*
 * Amends an active or suspended contract: changes->number is one more than the amendment in force, and
 * of title, end date, credit limit and terms (null removes them) at least one is marked; changes->reason says
 * why. The whole version is written into its history and comes into force at once. A number that was used
 * already, with the same changes and reason, answers as it did, and with others
 * "contract-amendment-conflict". **out is the version. The end date is neither before the start nor in the
 * past; a limit below what is owed is allowed, and stops debits. [invoke] Since 1.0.
 */
lamina_status contract_repository_amend(lamina_context *context, const contract_amendment *changes,
                                        contract_amendment **out);

/* Grows at the end. Since 1.0. */
typedef struct contract_amendment_list {
    uint32_t size; /* the caller's sizeof(contract_amendment_list), set before the call */
    uint32_t reserved;
    contract_amendment *const *items;
    size_t count;
    lamina_str cursor;
} contract_amendment_list;

/* The versions from 0 on; none of a contract that was never signed. [invoke] Since 1.0. */
lamina_status contract_repository_amendments(lamina_context *context, lamina_str contract_id,
                                             const domain_page_query *query,
                                             contract_amendment_list *out);

/* ---- audit trail ---- */

/* What was done to the contract, the latest first. [invoke] Since 1.0. */
lamina_status contract_repository_audit(lamina_context *context, lamina_str contract_id,
                                        const domain_page_query *query, const audit_page **page);

#ifdef __cplusplus
}
#endif
#endif
