/*
 * action.h - one write, alone or in a transaction: stamped, checked, written into a request, and
 * judged when its condition failed.
 */
#ifndef MAPPER_ACTION_H
#define MAPPER_ACTION_H

#include "domain/mapper.h"
#include "mapper/request.h"

typedef struct mapper__action {
    uint32_t op; /* MAPPER_OP_* */
    const mapper_model *model;
    void *item;
    const mapper_condition *condition; /* the caller's, or NULL */
    void *current;                     /* the caller's, or NULL */
    lamina_str table;
    int64_t expected_version;  /* 0: none is compared */
    lamina_presence saved_has; /* what the stamps replaced */
    int64_t saved_version;
    int64_t saved_created;
    int64_t saved_updated;
    bool conditional; /* a condition was written */
} mapper__action;

/* Stamps and checks. When it fails, nothing is stamped. */
lamina_status mapper__action_prepare(mapper__action *action, lamina_context *context, uint32_t op,
                                     const mapper_model *model, void *item,
                                     const mapper_write *options);
/* All members of the action behind TableName; uses the request's placeholders. */
lamina_status mapper__action_write(mapper__action *action, mapper__request *request);
/* The write did not happen, or nobody knows: takes the stamps back. */
void mapper__action_revert(const mapper__action *action);
/* What a failed condition means, by the item that it met (NULL: none), which goes into *current. */
lamina_status mapper__action_verdict(const mapper__action *action, lamina_context *context,
                                     const lamina_json *stored);

#endif
