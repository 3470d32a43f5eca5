/* conflict.h - refusals, told to the caller and to the log. */
#ifndef MAPPER_CONFLICT_H
#define MAPPER_CONFLICT_H

#include "mapper/action.h"

/* The condition of a write with names instead of their placeholders; values stay placeholders. Empty when
   the arena is full. */
lamina_str mapper__conflict_condition(const mapper__action *action, lamina_context *context);
/* What is known of a refusal but for the stored item. */
mapper_conflict mapper__conflict_of(const mapper__action *action, lamina_context *context,
                                    uint32_t reason, lamina_status status);
/* A line for the log: verb, model, table, reason, versions; no value. Returns the conflict's status. */
lamina_status mapper__conflict_cause(lamina_context *context, const mapper_conflict *conflict);
/* Copies what fits the caller's struct, if there is one, which says its size. */
void mapper__conflict_copy(mapper_conflict *to, const mapper_conflict *from);

#endif
