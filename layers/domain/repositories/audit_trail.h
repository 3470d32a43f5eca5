/*
 * audit_trail.h - the entry that belongs into a repository's own transaction. Inside of the domain library only.
 *
 *     mapper_action actions[] = {
 *         {.op = MAPPER_OP_PATCH, .model = &partner_model, .item = changes}, {0}};
 *     const domain__audit_note note = {.kind = "partner", .id = changes->partner_id, .action = "changed",
 *                                      .record = &partner_record, .changed = &changes->has};
 *     status = domain__audit_action(context, &note, &actions[1]);
 *     if (status == LAMINA_OK)
 *         status = mapper_transact(context, actions, 2, &conflict);
 *
 * Its action can not be refused by itself: its key is new, and it has no condition but that.
 */
#ifndef DOMAIN_REPOSITORIES_AUDIT_TRAIL_H
#define DOMAIN_REPOSITORIES_AUDIT_TRAIL_H

#include "domain/mapper.h"
#include "lamina/context.h"

/* What is to be remembered of a change. Who and when are the context's. */
typedef struct domain__audit_note {
    const char *kind;   /* of the thing: "partner"; no '#' in it */
    lamina_str id;      /* of the thing */
    const char *action; /* what was done, in the past tense: "suspended" */
    lamina_str reason;  /* empty: none */
    lamina_str
        part; /* the id of the part that it was done to, a contact of a partner; empty: none */
    /* The fields that were set or removed: those that are marked in *changed, present or null, by their
       names in the record. Their values are never looked at. NULL: none are named. */
    const lamina_record *record;
    const lamina_presence *changed;
} domain__audit_note;

/* The action that writes the entry, which is in the invocation's arena. LAMINA_E_LIMIT, LAMINA_E_INTERNAL. */
lamina_status domain__audit_action(lamina_context *context, const domain__audit_note *note,
                                   mapper_action *action);

#endif
