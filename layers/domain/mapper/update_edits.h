/*
 * update_edits.h - edits as callers build them: what is changed in an item beyond whole fields.
 */
#ifndef MAPPER_UPDATE_EDITS_H
#define MAPPER_UPDATE_EDITS_H

#include "mapper/expression.h"

enum {
    MAPPER__EDIT_SET,
    MAPPER__EDIT_SET_IF_MISSING,
    MAPPER__EDIT_INCREMENT,
    MAPPER__EDIT_DECREMENT,
    MAPPER__EDIT_APPEND,
    MAPPER__EDIT_PREPEND,
    MAPPER__EDIT_REMOVE,
    MAPPER__EDIT_ADD,
    MAPPER__EDIT_DELETE
};

typedef struct mapper__edit {
    uint32_t kind;
    bool is_whole; /* a whole field: written as that of a patch, not from here */
    const char *text;
    mapper__path path;
    dynamodb_value value; /* of an append or prepend: a list */
} mapper__edit;

struct mapper_edits {
    lamina_context *context;
    lamina_status status; /* the first failure sticks */
    mapper__edit *items;
    size_t count;
    size_t room;
};

/* Checks all edits against the model and finds the whole fields: *item, which is zeroed, gets what is
   set of them, marked null what is taken away. *edited: fields that other edits reach into, a bit each.
   edits is changed. LAMINA_E_ARGUMENT with a cause; LAMINA_E_INVALID with violations; LAMINA_E_LIMIT. */
lamina_status mapper__edits_take(mapper_edits *edits, lamina_context *context,
                                 const mapper_model *model, void *item, uint64_t *edited);

/* One edit that is not of a whole field, against the record. Statuses as above. */
lamina_status mapper__edit_check(lamina_context *context, const mapper_model *model,
                                 const mapper__edit *edit);

/* What a value, or an element of a list, would be in the field of a record: read into *item, of the
   record's size. LAMINA_E_ARGUMENT with a cause when it is of another type. */
lamina_status mapper__edit_probe(lamina_context *context, const mapper_model *model,
                                 const lamina_record *record, const dynamodb_value *attributes,
                                 void *item);

#endif
