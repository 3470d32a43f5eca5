/*
 * action.h - one write, alone or in a transaction: stamped, checked, written into a request, and
 * judged when its condition failed.
 */
#ifndef MAPPER_ACTION_H
#define MAPPER_ACTION_H

#include "domain/mapper.h"
#include "mapper/expression.h"
#include "mapper/request.h"
#include "mapper/snapshot.h"

#define MAPPER__OP_UPSERT MAPPER_OP_UPSERT
/* Verbs that no transaction has. */
#define MAPPER__OP_SAVE 32u
#define MAPPER__OP_CLEAR 33u /* removes an item that is past its time, and no other */

typedef struct mapper__action {
    uint32_t op; /* MAPPER_OP_*, MAPPER__OP_* */
    const mapper_model *model;
    void *item;
    const mapper_condition *condition; /* the caller's, or NULL */
    void *current;                     /* the caller's, or NULL */
    mapper_conflict *conflict;         /* the caller's, or NULL */
    lamina_str table;
    int64_t expected_version;  /* 0: none is compared */
    lamina_presence saved_has; /* what the stamps replaced */
    int64_t saved_version;
    int64_t saved_created;
    int64_t saved_updated;
    const mapper_snapshot *loaded; /* of a save */
    mapper__changes changes;       /* of a verb that updates */
    uint64_t defaults;             /* of an upsert: fields that the caller left absent */
    const mapper_edits *edits;     /* of an update: what is changed beyond whole fields; or NULL */
    const void *named;             /* the caller's struct: item, or the key of an update */
    uint64_t edited;               /* fields that edits reach into */
    bool conditional;              /* a condition was written */
    bool is_repeatable;            /* sent twice, it meets its own result and comes to the same */
    bool must_exist;               /* an upsert that shall not create */
} mapper__action;

/* By an update expression, not as a whole. */
static inline bool mapper__action_updates(uint32_t op)
{
    return op == MAPPER_OP_PATCH || op == MAPPER__OP_UPSERT || op == MAPPER__OP_SAVE;
}

/* What callers call it: MAPPER_OP_*. */
static inline uint32_t mapper__action_verb(const mapper__action *action)
{
    return action->edits != NULL ? MAPPER_OP_UPDATE : action->op;
}

/* Stamps and checks. When it fails, nothing is stamped. */
lamina_status mapper__action_prepare(mapper__action *action, lamina_context *context, uint32_t op,
                                     const mapper_model *model, void *item,
                                     const mapper_write *options);
/* The same for an upsert, and for a save. Of the latter nothing is stamped and checked when nothing has changed: *is_changed is false. */
lamina_status mapper__action_prepare_upsert(mapper__action *action, lamina_context *context,
                                            const mapper_model *model, void *item,
                                            const mapper_write *options);
lamina_status mapper__action_prepare_save(mapper__action *action, lamina_context *context,
                                          const mapper_snapshot *loaded, void *item,
                                          const mapper_write *options, bool *is_changed);
/* The same for edits of the item that *key names, carried out as a patch or an upsert. The item is a
   struct in the arena; *key stays as it is. */
lamina_status mapper__action_prepare_edits(mapper__action *action, lamina_context *context,
                                           const mapper_model *model, const void *key,
                                           const mapper_edits *edits, const mapper_write *options);
/* Takes an item out of the way that counts as missing, so that another can be made there by an update.
   LAMINA_E_PRECONDITION: there is none such, or no longer. */
lamina_status mapper__action_clear(lamina_context *context, const mapper_model *model,
                                   const void *key);
/* The last step of preparing edits: action holds op (patch or upsert), edits and edited. */
lamina_status mapper__action_prepare_update(mapper__action *action, lamina_context *context,
                                            const mapper_model *model, void *item,
                                            const mapper_write *options);
/* Steps of these, in files of their own. Gives absent fields their defaults. */
lamina_status mapper__action_fill(mapper__action *action, lamina_context *context);
/* Finds what an update changes, when keys are filled too. */
lamina_status mapper__action_choose(mapper__action *action, lamina_context *context);
/* The condition alone, into request->expression; empty when there is nothing to ask. */
lamina_status mapper__action_write_condition(const mapper__action *action,
                                             mapper__request *request);
/* Writes ConditionExpression, if there is anything to ask. */
lamina_status mapper__action_condition(mapper__action *action, mapper__request *request);

/* Item, or Key and UpdateExpression: what is written, without its condition. */
lamina_status mapper__action_write_subject(const mapper__action *action, mapper__request *request);
/* All members of the action behind TableName; uses the request's placeholders. */
lamina_status mapper__action_write(mapper__action *action, mapper__request *request);
/* Sends it alone. An item that was updated is read into action->item; a failure takes stamps back. */
lamina_status mapper__action_carry_out(mapper__action *action, lamina_context *context);
/* The write did not happen, or nobody knows: takes the stamps back. */
void mapper__action_revert(const mapper__action *action);
/* What a failed condition means, by the item that it met (NULL: none), which goes into *current, and all
   that is known of it into *conflict. */
lamina_status mapper__action_verdict(const mapper__action *action, lamina_context *context,
                                     const lamina_json *stored, mapper_conflict *conflict);

#endif
