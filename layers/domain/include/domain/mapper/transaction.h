/*
 * domain/mapper/transaction.h - several writes, all or nothing.
 */
#ifndef DOMAIN_MAPPER_TRANSACTION_H
#define DOMAIN_MAPPER_TRANSACTION_H

#include "domain/mapper/item.h"
#include "domain/mapper/model.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MAPPER_OP_CREATE 1u
#define MAPPER_OP_PUT 2u
#define MAPPER_OP_PATCH 3u
#define MAPPER_OP_REMOVE 4u
#define MAPPER_OP_CHECK 5u /* only options.condition, on the item of that key */

/* One action; the meanings are those of the verbs above, without the read-back of patch. A zeroed
   model or item is LAMINA_E_ARGUMENT. Grows at the end. Since 1.0. */
typedef struct mapper_action {
    uint32_t size; /* sizeof(mapper_action) */
    uint32_t op;   /* MAPPER_OP_* */
    const mapper_model *model;
    void *item;
    mapper_write options; /* may be zeroed, its size included */
} mapper_action;

#define MAPPER_TRANSACTION_CAP 100u
#define MAPPER_NO_ACTION UINT32_MAX

/*
 * All or nothing, up to MAPPER_TRANSACTION_CAP actions on different items (LAMINA_E_ARGUMENT if two are on
 * one). Safe to retry: carries a client token. *failed (may be NULL) is the index of the first action
 * whose condition failed, or MAPPER_NO_ACTION; the status is what its verb alone would have answered:
 * LAMINA_E_CONFLICT (create, and it exists), LAMINA_E_NOT_FOUND (patch or remove, and it is missing),
 * LAMINA_E_PRECONDITION. LAMINA_E_CONFLICT with MAPPER_NO_ACTION: other writers kept getting in the way
 * until the retries were used up. A patch without a version leaves the struct's version at 0. Since 1.0.
 */
lamina_status mapper_transact(lamina_context *context, mapper_action *actions, size_t count,
                              uint32_t *failed);

#ifdef __cplusplus
}
#endif
#endif
