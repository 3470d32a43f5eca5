/*
 * idempotency.h - the record of a request that happens once, for repositories that write it in the
 * transaction that does the thing. Inside of the domain library only.
 *
 *     idempotency_record record, twin = {...};
 *     mapper_action actions[] = {[ACTION_ONCE] = domain__idempotency_claim(context, once, answer, &record), ...};
 *     status = mapper_transact(context, actions, count, &conflict);
 *     if (conflict.action == ACTION_ONCE)
 *         return domain__idempotency_judge(context, once, conflict.current, &answer);
 *
 * It stands first among the actions: what it says then goes before what the others say.
 */
#ifndef DOMAIN_REPOSITORIES_IDEMPOTENCY_H
#define DOMAIN_REPOSITORIES_IDEMPOTENCY_H

#include "domain/idempotency.h"
#include "models/idempotency_record.h"

/* Creates *record: that request, done, with that answer. Both are borrowed until the transaction returns. */
mapper_action domain__idempotency_claim(const lamina_context *context,
                                        const domain_idempotency *once, lamina_str answer,
                                        idempotency_record *record);

/* What a record says that is there already. LAMINA_OK: it is done, with *answer. LAMINA_E_CONFLICT, told: the key
   is another request's, or its twin is at work. */
lamina_status domain__idempotency_judge(lamina_context *context, const domain_idempotency *once,
                                        const idempotency_record *stored, lamina_str *answer);

/* Looks the record up. As above; LAMINA_E_NOT_FOUND, not told, when there is none, and what reading gives. */
lamina_status domain__idempotency_find(lamina_context *context, const domain_idempotency *once,
                                       lamina_str *answer);

#endif
