/*
 * domain/mapper/transaction.h - several writes, or several reads, all or nothing.
 *
 *     mapper_action actions[] = {
 *         {.size = sizeof *actions, .op = MAPPER_OP_PATCH, .model = &account_model, .item = &from},
 *         {.size = sizeof *actions, .op = MAPPER_OP_PATCH, .model = &account_model, .item = &to}};
 *     mapper_conflict conflict = {.size = sizeof conflict};
 *     status = mapper_transact(context, actions, 2, &conflict);
 *     if (conflict.reason == MAPPER_CONFLICT_VERSION && conflict.action == 0)
 *         ... ((const account *)conflict.current)->balance is what is stored ...
 *
 * An action may count where the item is, under a condition on what it was before:
 *
 *     mapper_edits *pay = mapper_edits_new(context);
 *     mapper_edit_decrement(pay, "balance", dynamodb_number(LAMINA_STR("250")));
 *     mapper_action debit = {.size = sizeof debit, .op = MAPPER_OP_UPDATE, .model = &account_model,
 *                            .item = &from, .edits = pay};
 *     debit.options.condition = mapper_at_least(context, "balance", dynamodb_number(LAMINA_STR("250")));
 * All since 1.0.
 */
#ifndef DOMAIN_MAPPER_TRANSACTION_H
#define DOMAIN_MAPPER_TRANSACTION_H

#include "domain/mapper/batch.h"
#include "domain/mapper/conflict.h"
#include "domain/mapper/item.h"
#include "domain/mapper/model.h"
#include "domain/mapper/update.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What an action does to its item: as mapper_create(), mapper_put(), mapper_patch() and mapper_remove() do. Since 1.0. */
#define MAPPER_OP_CREATE 1u
#define MAPPER_OP_PUT 2u
#define MAPPER_OP_PATCH 3u
#define MAPPER_OP_REMOVE 4u
#define MAPPER_OP_CHECK 5u /* only options.condition, on the item of that key */
/* LAMINA_E_UNSUPPORTED when a field that is absent has a default for new items. */
#define MAPPER_OP_UPSERT 6u
/* The edits of update.h on the item whose key is that of *item, which is not changed. MAPPER_WRITE_UPSERT
   among options.flags creates it. */
#define MAPPER_OP_UPDATE 7u

/* One action; the meanings are those of the verbs in item.h and update.h, without the read-back of patch,
   upsert and update. A zeroed model or item is LAMINA_E_ARGUMENT. Grows at the end. Since 1.0. */
typedef struct mapper_action {
    /* sizeof(mapper_action); of the first, all others are of its size. 0: this version's. */
    uint32_t size;
    uint32_t op; /* MAPPER_OP_* */
    const mapper_model *model;
    void *item;
    mapper_write options; /* may be zeroed, its size included */
    /* Of MAPPER_OP_UPDATE, and of no other verb. Borrowed until the transaction returns. */
    const mapper_edits *edits;
} mapper_action;

/* Actions of one transaction: DynamoDB's limit. Since 1.0. */
#define MAPPER_TRANSACTION_CAP 100u

/*
 * All or nothing, up to MAPPER_TRANSACTION_CAP actions on different items (LAMINA_E_ARGUMENT if two are on
 * one), which together put 4 MB at most (LAMINA_E_LIMIT; what a patch adds up to is known by the service
 * alone).
 *
 * The status is what the verb of the first action that was refused would have answered alone:
 * LAMINA_E_CONFLICT (create, and it exists), LAMINA_E_NOT_FOUND (patch or remove, and it is missing),
 * LAMINA_E_PRECONDITION (for an upsert LAMINA_E_NOT_FOUND is an item past its time that the service has
 * not removed yet; LAMINA_E_CONFLICT with MAPPER_CONFLICT_UNFIT is an update that what is stored
 * forbids). *conflict (may be NULL) says which action that is, why, and what is stored;
 * options.current of every action whose condition failed is filled too. Cause lines for the log name verb,
 * model, table and reason, and no value. LAMINA_E_CONFLICT with MAPPER_CONFLICT_CONTENTION: other writers kept
 * getting in the way, through 4 rounds of the client's tries with random pauses between. A patch
 * without a version leaves the struct's version at 0.
 *
 * Repeating: within the call the request is repeated under one client token, so that it happens once.
 * The token is made from the invocation's request id, the number of transactions that succeeded in the
 * invocation before, and every byte of the request. So another run of the same event within 10 minutes
 * is recognised by the service, and answers LAMINA_OK without happening again, if it sends the same
 * bytes in the same place. Stamps are part of the bytes: a model with created, updated or ttl fields, or a put
 * that takes the time as its version, differs from run to run; such an action is carried out again, or refused by
 * its own conditions (create: it exists; a version: it has moved on). After LAMINA_E_AMBIGUOUS the same rule
 * holds for calling again within the invocation. Without a request id the token is random. [init] [invoke] Since 1.0.
 */
lamina_status mapper_transact(lamina_context *context, mapper_action *actions, size_t count,
                              mapper_conflict *conflict);

/*
 * Reads up to MAPPER_TRANSACTION_CAP items as they are at one moment, between other transactions. Order, equal
 * keys, each lookup's status, and the whole's, are as with mapper_batch_get(); keys of one table only,
 * or of several, alike. LAMINA_E_CONFLICT: writers kept getting in the way. Costs twice a consistent read.
 * [init] [invoke] Since 1.0.
 */
lamina_status mapper_transact_get(lamina_context *context, mapper_lookup *lookups, size_t count);

#ifdef __cplusplus
}
#endif
#endif
