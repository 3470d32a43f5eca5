/*
 * expression.h - expressions: placeholders, attribute paths, conditions, updates.
 *
 * No name and no value of a caller ever becomes expression text: each gets a placeholder, #n0 or :v0.
 */
#ifndef MAPPER_EXPRESSION_H
#define MAPPER_EXPRESSION_H

#include "domain/mapper.h"
#include "lamina/json.h"
#include "lamina/text.h"

/* Developer Guide, "Constraints", expression parameters. */
#define MAPPER__EXPRESSION_CAP 4096u
#define MAPPER__OPERATOR_CAP 300u
#define MAPPER__IN_CAP 100u

/* ---- placeholders: one allocator a request, or an action of a transaction ---- */

/* A value behind a placeholder: a value, a field of a struct, or a number. */
typedef struct mapper__operand {
    const dynamodb_value *value;
    const lamina_field *field;
    const void *item;
    int64_t number; /* when both pointers are NULL */
} mapper__operand;

typedef struct mapper__placeholders {
    lamina_arena *arena;
    lamina_str *names;
    size_t name_count;
    size_t name_room;
    mapper__operand *values;
    size_t value_count;
    size_t value_room;
    lamina_status status; /* the first failure sticks */
} mapper__placeholders;

void mapper__placeholders_init(mapper__placeholders *placeholders, lamina_arena *arena);
/* Each writes the placeholder to out. Equal names share one. name is borrowed, value and item too. */
void mapper__name_add(mapper__placeholders *placeholders, lamina_str name, lamina_text *out);
void mapper__value_add(mapper__placeholders *placeholders, const dynamodb_value *value,
                       lamina_text *out);
void mapper__field_value_add(mapper__placeholders *placeholders, const lamina_field *field,
                             const void *item, lamina_text *out);
void mapper__number_add(mapper__placeholders *placeholders, int64_t number, lamina_text *out);
/* The text is borrowed. */
void mapper__text_add(mapper__placeholders *placeholders, const char *text, lamina_text *out);
/* Writes the members ExpressionAttributeNames and ExpressionAttributeValues, each only when there is
   something to write. LAMINA_E_ARGUMENT when a value is none. */
lamina_status mapper__placeholders_write(mapper__placeholders *placeholders,
                                         lamina_json_writer *writer);

/* ---- paths ---- */

/* A name, or, when name.ptr is NULL, an index into a list. */
typedef struct mapper__step {
    lamina_str name;
    int64_t index;
} mapper__step;

typedef struct mapper__path {
    const mapper__step *steps;
    size_t count;
} mapper__path;

/* "address.lines[0]". LAMINA_E_ARGUMENT for anything else; LAMINA_E_LIMIT. Names are copied. */
lamina_status mapper__path_parse(lamina_arena *arena, const char *text, mapper__path *path);
void mapper__path_write(const mapper__path *path, mapper__placeholders *placeholders,
                        lamina_text *out);

/* ---- conditions ---- */

enum {
    MAPPER__EQUALS,
    MAPPER__NOT_EQUALS,
    MAPPER__LESS,
    MAPPER__AT_MOST,
    MAPPER__GREATER,
    MAPPER__AT_LEAST,
    MAPPER__BETWEEN,
    MAPPER__IN,
    MAPPER__EXISTS,
    MAPPER__NOT_EXISTS,
    MAPPER__HAS_TYPE,
    MAPPER__BEGINS_WITH,
    MAPPER__CONTAINS,
    MAPPER__AND,
    MAPPER__OR,
    MAPPER__NOT
};

struct mapper_condition {
    uint32_t kind;
    uint32_t operators;   /* in the whole tree: bounds its depth too */
    lamina_status status; /* why it could not be built, or LAMINA_OK */
    bool is_of_size;      /* not what the path names is compared, but its size */
    mapper__path path;
    const dynamodb_value *values;
    size_t value_count;
    const mapper_condition *a; /* of and, or, not */
    const mapper_condition *b;
};

/* Writes it so that it can stand beside AND and OR as it is. The status of one that could not be built. */
lamina_status mapper__condition_write(const mapper_condition *condition,
                                      mapper__placeholders *placeholders, lamina_text *out);

/* A condition on one path, with copies of the values (what they point to stays borrowed); never NULL. */
const mapper_condition *mapper__condition_leaf(lamina_context *context, uint32_t kind,
                                               bool is_of_size, const char *path,
                                               const dynamodb_value *values, size_t count);

/* Does any path of it begin with that name? */
bool mapper__condition_names(const mapper_condition *condition, const char *name);

/* ---- updates ---- */

/* What is written of an item that may be there already; a bit for each field. */
typedef struct mapper__changes {
    uint64_t set;     /* to what the struct holds */
    uint64_t nulled;  /* to null */
    uint64_t removed; /* taken away */
    uint64_t initial; /* set to what the struct holds, unless the stored item has something */
    bool is_tagged;   /* the model's discriminator is set too, if it has one */
} mapper__changes;

/* Fields that are not written as others are: the table's keys, which the service refuses to change,
   the created stamp, and the version, which has a rule of its own. */
uint64_t mapper__changes_withheld(const mapper_model *model);

/* Writes "SET ... REMOVE ... ADD ... DELETE ..."; nothing when there is nothing to do. edits may be NULL;
   those of whole fields are among the changes. The version becomes that of the
   struct, or one more than the stored one when that is not known. */
void mapper__update_write(const mapper_model *model, const void *item,
                          const mapper__changes *changes, const mapper_edits *edits,
                          bool version_is_known, mapper__placeholders *placeholders,
                          lamina_text *out);

#endif
