/*
 * scaffold.h - writes a new module out of the files that are installed beside the command.
 */
#ifndef CLI_SCAFFOLD_H
#define CLI_SCAFFOLD_H

#include "lamina/arena.h"

/* All checked by module_name.h. */
typedef struct scaffold_names {
    const char *module;  /* "credit-note" */
    const char *segment; /* "credit-notes" */
    const char *scope;   /* "" for a public route */
} scaffold_names;

/*
 * Makes folder with the whole module, or nothing: it is written beside and moved there at the end.
 * LAMINA_E_CONFLICT when folder is there already, LAMINA_E_CONFIG when the files are not installed,
 * LAMINA_E_UNAVAILABLE when the system refuses; *fault, in the arena, says which and why.
 */
lamina_status cli__scaffold_write(lamina_arena *arena, const scaffold_names *names,
                                  const char *folder, lamina_str *fault);

#endif
