/*
 * module_name.h - what a new module may be called, and what comes of the name in C.
 */
#ifndef CLI_MODULE_NAME_H
#define CLI_MODULE_NAME_H

#include "lamina/arena.h"

#define CLI_MODULE_NAME_RULE                                                                       \
    "lower-case letters, digits and single hyphens, a letter first, at most 40: invoice, credit-note"
#define CLI_PATH_SEGMENT_RULE "lower-case letters, digits and single hyphens, at most 60: invoices"
#define CLI_SCOPE_RULE "two words of letters, digits, - or _ with a colon between: invoice:write"

bool cli__module_name_is_good(const char *name);
bool cli__path_segment_is_good(const char *segment);
bool cli__scope_is_good(const char *scope);

/* "credit-note" as credit_note, CreditNote and CREDIT_NOTE; in the arena, {NULL, 0} when it is full. */
lamina_str cli__name_snake(lamina_arena *arena, const char *name);
lamina_str cli__name_pascal(lamina_arena *arena, const char *name);
lamina_str cli__name_upper(lamina_arena *arena, const char *name);

#endif
