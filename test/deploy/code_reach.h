/*
 * code_reach.h - what a module's code can reach in the domain library: models, the mapper's verbs, names of
 * indexes. Read from the objects that plugin and libdomain are made of, function by function (they are compiled
 * with a section for each), so it holds whatever anybody wrote in a template, a comment or a table.
 *
 * It says what can be reached, not what is: a branch that is never taken counts.
 */
#ifndef CODE_REACH_H
#define CODE_REACH_H

#include "lamina/arena.h"
#include "lamina/text.h"

typedef struct reached_model {
    lamina_str symbol;    /* "partner_model" */
    lamina_str table_env; /* "PARTNER_TABLE_NAME" */
} reached_model;

typedef struct code_reach {
    reached_model *models;
    size_t model_count;
    lamina_str *verbs; /* of the mapper, the encryption and the client: "mapper_get" */
    size_t verb_count;
    lamina_str *texts; /* string literals: names of indexes are among them */
    size_t text_count;
} code_reach;

/* Everything that a symbol leads to in the archives (obj/libdomain.a, obj/plugin-partner.a): lamina_plugin_entry
   for all of a module, a handler's name for one operation. Aborts, with the reason, when a file cannot be
   read or has no such symbol. */
void code_reach_read(lamina_arena *arena, const char *const archives[2], const char *symbol,
                     code_reach *reach);

bool code_reach_has_verb(const code_reach *reach, const char *verb);
bool code_reach_has_text(const code_reach *reach, const char *text);

#endif
