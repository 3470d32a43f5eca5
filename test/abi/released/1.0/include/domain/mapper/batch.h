/*
 * domain/mapper/batch.h - many items at once, each for itself: reads and unconditional writes.
 *
 *     mapper_lookup lookups[] = {mapper_lookup_of(&partner_model, &a), mapper_lookup_of(&note_model, &b)};
 *     status = mapper_batch_get(context, lookups, 2, NULL);   // found: lookups[0].status == LAMINA_OK
 *
 *     mapper_batch *batch = NULL;
 *     status = mapper_batch_begin(context, NULL, &batch);
 *     for (size_t i = 0; i < count && status == LAMINA_OK; i++)
 *         status = mapper_batch_put(batch, &pair_model, &pairs[i]);
 *     if (status != LAMINA_OK) {
 *         mapper_batch_discard(batch);                        // nothing was sent
 *         return status;
 *     }
 *     mapper_batch_result result = {.size = sizeof result};
 *     status = mapper_batch_commit(batch, &result);           // result.outcomes[i] tells of pairs[i]
 *
 * A batch is no transaction: others may see one half of it, and one half may fail.
 * All since 1.0.
 */
#ifndef DOMAIN_MAPPER_BATCH_H
#define DOMAIN_MAPPER_BATCH_H

#include "domain/mapper/item.h"
#include "domain/mapper/model.h"
#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- reading ---- */

/* One item to be read, and what came of it. Grows at the end. Since 1.0. */
typedef struct mapper_lookup {
    uint32_t size;        /* sizeof(mapper_lookup), of the first; all others are of its size */
    lamina_status status; /* set by the call, see there */
    const mapper_model *model;
    const void *key; /* a struct of the model: its key fields are read */
    void *out; /* gets the item; untouched when there is none. May be the same struct as key */
    /* The fields that are read, by number; all others, required and unknown ones too, are absent then.
       The key always comes. NULL: all. Such a struct can be patched; a put would lose what was not read. */
    const uint32_t *fields;
    uint32_t field_count;
    uint32_t reserved; /* 0 */
} mapper_lookup;

/* The whole item with the key of *item, into *item. */
static inline mapper_lookup mapper_lookup_of(const mapper_model *model, void *item)
{
    mapper_lookup lookup = {sizeof(mapper_lookup), 0, model, item, item, NULL, 0, 0};
    return lookup;
}

/*
 * Reads any number of items, of any models and tables, in as few requests as there are hundreds of keys.
 * Equal keys are asked for once and answered at each of their places; the order of lookups stays. Each
 * status says of its own lookup:
 *
 *   LAMINA_OK           found, and in *out
 *   LAMINA_E_NOT_FOUND  there is none, or its time to live is over
 *   LAMINA_E_UPSTREAM   found, but it does not fit the record
 *   any other           not read: what the request came to that was to read it
 *
 * LAMINA_OK when every lookup was answered, with or without an item. Otherwise the first status of another
 * kind, among them LAMINA_E_THROTTLED and LAMINA_E_TIMEOUT: the service kept leaving keys unprocessed until
 * 10 requests in a row had brought nothing, or the time was used up. Keys that the service left are asked
 * for again together with those that are still to be asked for, after a random pause of up to 50 ms, twice
 * that each time that nothing came, up to 2 s. options->consistent goes for all. A key that breaks a rule
 * is LAMINA_E_INVALID before anything is sent, a field that the record does not have LAMINA_E_ARGUMENT. [init] [invoke] Since 1.0.
 */
lamina_status mapper_batch_get(lamina_context *context, mapper_lookup *lookups, size_t count,
                               const mapper_read *options);

/* ---- writing ---- */

typedef struct mapper_batch mapper_batch;

/* The models' versions are not compared, for the service cannot do so in a batch: see mapper_batch_put(). */
#define MAPPER_BATCH_ANY_VERSION 0x1u

/* Grows at the end. Since 1.0. */
typedef struct mapper_batch_options {
    uint32_t size;  /* sizeof(mapper_batch_options) */
    uint32_t flags; /* MAPPER_BATCH_* */
} mapper_batch_options;

/* An empty batch in the invocation's arena; options may be NULL. LAMINA_E_LIMIT. [invoke] Since 1.0. */
lamina_status mapper_batch_begin(lamina_context *context, const mapper_batch_options *options,
                                 mapper_batch **batch);

/*
 * Adds one operation; nothing is sent yet. A put is checked, stamped in *item and put into words at once,
 * as by mapper_put() without a condition; later changes of *item are not written. *item is borrowed until
 * the batch is committed or discarded, for its stamps are taken back when it is not written. A remove
 * takes the item away if it is there. Any number of operations, of any models and tables.
 *
 * Refused, and then the batch is as it was before: LAMINA_E_INVALID (a rule, a key, 400 KB);
 * LAMINA_E_ARGUMENT with a cause: an item that an operation of this batch is on already, a model
 * with a version unless MAPPER_BATCH_ANY_VERSION was given (then a put carries the time as its version, as one
 * that compares nothing does), a batch that is over. Since 1.0.
 */
lamina_status mapper_batch_put(mapper_batch *batch, const mapper_model *model, void *item);
lamina_status mapper_batch_remove(mapper_batch *batch, const mapper_model *model, const void *key);

/* What came of one operation. All since 1.0. */
#define MAPPER_BATCH_NOT_WRITTEN 0u
#define MAPPER_BATCH_WRITTEN 1u
#define MAPPER_BATCH_UNKNOWN 2u /* it was sent and no answer came: it may have happened */

/* Borrowed from the invocation's arena. Grows at the end. Since 1.0. */
typedef struct mapper_batch_result {
    uint32_t size; /* the caller's sizeof(mapper_batch_result), set before the call */
    uint32_t reserved;
    const uint32_t *outcomes; /* MAPPER_BATCH_*, in the order in which operations were added */
    size_t count;
    size_t written;
    size_t not_written;
    size_t unknown;
} mapper_batch_result;

/*
 * Sends the operations in their order, up to 25 and 16 MB at a time, and ends the batch. LAMINA_OK: all are
 * written. What the service leaves unprocessed is sent again as with mapper_batch_get(): LAMINA_E_THROTTLED or
 * LAMINA_E_TIMEOUT when that did not end well. When a request fails, nothing more is sent, and its status is
 * answered; LAMINA_E_AMBIGUOUS when operations of it may have happened. To put or remove the rest once more in
 * another batch is safe unless others write the same items. result may be NULL. Since 1.0.
 */
lamina_status mapper_batch_commit(mapper_batch *batch, mapper_batch_result *result);

/* Ends the batch; nothing was sent, and the structs have their stamps of before. NULL, and a batch that is
   over, are ignored. Since 1.0. */
void mapper_batch_discard(mapper_batch *batch);

#ifdef __cplusplus
}
#endif
#endif
