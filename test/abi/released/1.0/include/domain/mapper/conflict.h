/*
 * domain/mapper/conflict.h - what stood in the way of a write, and trying again when it did.
 *
 *     static lamina_status add_one(lamina_context *context, void *state)
 *     {
 *         counter *c = state;
 *         lamina_status status = mapper_get(context, &counter_model, c, &consistent, c);
 *         if (status != LAMINA_OK)
 *             return status;
 *         c->value++;
 *         return mapper_put(context, &counter_model, c, NULL); // refused when c is not the latest
 *     }
 *     ...
 *     status = mapper_retry_on_conflict(context, 8, add_one, &c);
 * All since 1.0.
 */
#ifndef DOMAIN_MAPPER_CONFLICT_H
#define DOMAIN_MAPPER_CONFLICT_H

#include "domain/mapper/model.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* "None in particular", for the action of a conflict. */
#define MAPPER_NO_ACTION UINT32_MAX

/* Why a write was refused. Others may follow. Since 1.0. */
#define MAPPER_CONFLICT_NONE 0u
#define MAPPER_CONFLICT_EXISTS 1u     /* a create, and the item is there */
#define MAPPER_CONFLICT_MISSING 2u    /* it had to be there: for the verb, or with a version */
#define MAPPER_CONFLICT_VERSION 3u    /* it is at another version than the struct */
#define MAPPER_CONFLICT_CONDITION 4u  /* the caller's own condition did not hold */
#define MAPPER_CONFLICT_CONTENTION 5u /* other transactions kept getting in the way */
#define MAPPER_CONFLICT_FOREIGN 6u    /* under this key is an item of another model */
#define MAPPER_CONFLICT_UNFIT 7u      /* an update that what is stored forbids, see update.h */

/*
 * One refusal. What it points to is borrowed from the invocation's arena, the item from the caller.
 * Grows at the end. Since 1.0.
 */
typedef struct mapper_conflict {
    uint32_t size; /* the caller's sizeof(mapper_conflict), set before the call */
    /* MAPPER_CONFLICT_*; NONE when the write failed for something else, or did not fail. */
    uint32_t reason;
    uint32_t action; /* index in the transaction, or MAPPER_NO_ACTION */
    uint32_t op;     /* MAPPER_OP_*; a save has a number of its own */
    /* What the verb alone answers: LAMINA_E_CONFLICT, LAMINA_E_NOT_FOUND, LAMINA_E_PRECONDITION. */
    lamina_status status;
    uint32_t reserved;         /* 0 */
    const mapper_model *model; /* NULL: nobody knows which action it was */
    const void *item;          /* the struct that was to be written, or the key of an update */
    /* A struct of the model: the item as it is stored. NULL: there is none, or it does not fit the record. */
    const void *current;
    int64_t expected_version; /* 0: none was compared */
    int64_t current_version;  /* 0: no item, or no version */
    lamina_str condition;     /* what was asked, with placeholders for the values: "status = :v0" */
} mapper_conflict;

/* One try: reads what it needs anew, changes it, writes it. state is the caller's. Since 1.0. */
typedef lamina_status (*mapper_attempt)(lamina_context *context, void *state);

/* The most tries that can be asked for. Since 1.0. */
#define MAPPER_ATTEMPT_CAP 100u

/*
 * Calls attempt until it answers anything but LAMINA_E_PRECONDITION or LAMINA_E_CONFLICT, up to so many
 * times (1 to MAPPER_ATTEMPT_CAP, else LAMINA_E_ARGUMENT), and answers what the last one did. Before each
 * further try the error object is reset, and there is a random pause of up to 10 ms, then 20, ... 640,
 * taken from what remains to the deadline: without that time the refusal stands. [invoke] Since 1.0.
 */
lamina_status mapper_retry_on_conflict(lamina_context *context, uint32_t attempts,
                                       mapper_attempt attempt, void *state);

#ifdef __cplusplus
}
#endif
#endif
