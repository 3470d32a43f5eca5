/*
 * record_walk.h - going through the value of a record: where we are, and what was found on the way.
 */
#ifndef LAMINA_RECORD_WALK_H
#define LAMINA_RECORD_WALK_H

#include "lamina/record_json.h"

/*
 * A step from a value into one of its members or elements. The chain lives on the stack of those
 * who walk; it becomes a JSON pointer only when there is something to say.
 */
typedef struct lamina__path {
    const struct lamina__path *parent; /* NULL: a member of the whole */
    lamina_str name;                   /* of a member */
    size_t index;                      /* of an element */
    bool is_element;
} lamina__path;

typedef struct lamina__walk {
    lamina_arena *arena;
    lamina_violations *violations;
    lamina_status status; /* what ended the walk, other than violations: sticks */
    bool is_query;        /* pointers are bare parameter names */
    bool is_utf8;         /* all texts are known to be */
    bool is_default;      /* the table's own value: read-only members are welcome */
    bool is_table_check;  /* nothing of the table's owner may run: formats are not asked */
} lamina__walk;

/* Adds a violation at path; NULL is the whole value. */
void lamina__walk_violate(lamina__walk *walk, const lamina__path *path, const char *code,
                          const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Remembers a failure, unless there was one before. */
void lamina__walk_fail(lamina__walk *walk, lamina_status status);

/* LAMINA_OK, the failure, or LAMINA_E_INVALID when there are violations. */
lamina_status lamina__walk_end(const lamina__walk *walk);

#endif
