/*
 * domain/mapper/model.h - which record is stored in which table, under which key.
 * All since 1.0.
 */
#ifndef DOMAIN_MAPPER_MODEL_H
#define DOMAIN_MAPPER_MODEL_H

#include "lamina/arena.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* "There is none", for the field indexes below. */
#define MAPPER_NO_FIELD UINT32_MAX

/* What of an item an index holds: all, the keys, or these and more. Since 1.0. */
#define MAPPER_PROJECT_ALL 0u
#define MAPPER_PROJECT_KEYS 1u
#define MAPPER_PROJECT_INCLUDE 2u /* the keys and the included fields */

/* What a stream of the table carries (CreateTable, StreamSpecification). */
#define MAPPER_STREAM_NONE 0u
#define MAPPER_STREAM_KEYS_ONLY 1u
#define MAPPER_STREAM_NEW_IMAGE 2u
#define MAPPER_STREAM_OLD_IMAGE 3u
#define MAPPER_STREAM_NEW_AND_OLD_IMAGES 4u

/* A secondary index. An item without its key attributes is not in it. Grows at the end. Since 1.0. */
typedef struct mapper_index {
    const char *name;
    uint32_t hash_field;      /* index into the record's table */
    uint32_t range_field;     /* or MAPPER_NO_FIELD */
    uint32_t is_local;        /* bool: LSI; its hash_field is the table's */
    uint32_t projection;      /* MAPPER_PROJECT_* */
    const uint32_t *included; /* of MAPPER_PROJECT_INCLUDE: fields beside the keys */
    uint32_t included_count;
    uint32_t reserved; /* 0 */
} mapper_index;

/* An item in which any of the template's fields is absent has no such key, and is not in that index;
   without it such an item is refused. Not for a key of the table. */
#define MAPPER_KEY_SPARSE 0x1u

/*
 * A key that is made of other fields: "CONTRACT#{contractId}", "{partnerId}#{sequence:012}". In braces
 * stands a field's name, of type STRING, INT64, EPOCH or TIMESTAMP, which no other template fills;
 * ":012" pads a whole number, not negative, with zeros to 12 digits (at most 19), so that text sorts as
 * numbers do. In a STRING's value '#' and '%' are escaped as %23 and %25, so that no value can forge a
 * part of the key: behind a field stands '#' or nothing, unless it is padded or a TIMESTAMP.
 *
 * The field that is filled is of type STRING and a key of the table or an index; the mapper fills it
 * before every write and every look-up, and nobody else needs to. What it is made of is asked for: a
 * field that is absent, null or empty text, and a number that is negative or too wide for its padding,
 * are violations that name it. Where all of an index key's fields are absent, so is the key. A struct
 * whose table key is filled and none of its fields is, as a page of an index of keys alone gives it,
 * is looked up by the key as it stands.
 *
 * A patch that marks a field makes the index keys of it anew, and must mark the others that they are
 * made of too, but those of the table's key; marked null, all of them together, they take the key with
 * them, and one of them is enough where the key is sparse. A patch that would change the table's key is
 * refused. Grows at the end. Since 1.0.
 */
typedef struct mapper_key_template {
    const char *text;
    uint32_t field; /* that is filled */
    uint32_t flags; /* MAPPER_KEY_* */
} mapper_key_template;
/*
 * A way in which the model is read, by name: what a reader of the model may ask for, and what tests
 * and documentation list. It runs as a query on that index, never as a scan. Grows at the end. Since 1.0.
 */
typedef struct mapper_access {
    const char *name;  /* "by-status" */
    const char *index; /* NULL: the table */
    const char *summary;
    uint32_t descending; /* bool */
    uint32_t reserved;   /* 0 */
} mapper_access;

/*
 * A blind index: a STRING field, optional, that holds a keyed hash of an encrypted STRING field, so that
 * items can be looked up by its exact text: make it the key of an index, or ask for it in a filter,
 * with the value of mapper_blind_value(). The mapper fills it before every write, and nobody else
 * does. It leaks which items have equal texts (docs/encryption.md). Grows at the end. Since 1.0.
 */
typedef struct mapper_blind_index {
    uint32_t field;    /* that is filled; two hexadecimal digits for each byte of the hash */
    uint32_t source;   /* whose text is hashed, as it stands: lower-case it before, say */
    uint32_t length;   /* bytes kept of the hash, 8 to 32; 0: 16 */
    uint32_t reserved; /* 0 */
} mapper_blind_index;

/* Fields that are flagged LAMINA_FIELD_ENCRYPTED but stand unencrypted in the table, from before they were
   flagged, are read as they are: until all items were saved again, and no longer, for meanwhile
   whoever can write to the table can put any text in a secret's place. */
#define MAPPER_ENCRYPTION_READS_PLAIN 0x1u

/*
 * One stored record. Key fields are of type STRING, BINARY, INT64, DECIMAL, TIMESTAMP or EPOCH and
 * required; those of an index may be optional. Grows at the end. Since 1.0.
 */
typedef struct mapper_model {
    uint32_t size;         /* sizeof(mapper_model) */
    uint32_t index_size;   /* sizeof(mapper_index) */
    const char *name;      /* "partner": also the table's name when the variable below is not set */
    const char *table_env; /* environment variable with the table's name: "PARTNER_TABLE_NAME" */
    const lamina_record *record;
    const mapper_index *indexes; /* elements of index_size bytes */
    uint32_t index_count;
    uint32_t hash_field;
    uint32_t range_field;   /* or MAPPER_NO_FIELD */
    uint32_t version_field; /* INT64, or MAPPER_NO_FIELD: optimistic locking */
    uint32_t created_field; /* TIMESTAMP, or MAPPER_NO_FIELD: stamped by mapper_create(), and by
                               mapper_put() when it is 0 */
    uint32_t updated_field; /* TIMESTAMP, or MAPPER_NO_FIELD: stamped by every write */
    uint32_t ttl_field;     /* EPOCH, or MAPPER_NO_FIELD: items past it count as missing */
    uint32_t stream_view;   /* MAPPER_STREAM_* */
    const mapper_key_template *key_templates; /* elements of key_template_size bytes */
    uint32_t key_template_count;
    uint32_t key_template_size;    /* sizeof(mapper_key_template) */
    const mapper_access *accesses; /* elements of access_size bytes */
    uint32_t access_count;
    uint32_t access_size; /* sizeof(mapper_access) */
    /* Tells the model's items from others in the same table: an attribute of type S that every item
       carries, and its value. The mapper writes it and asks for it. NULL: the table is the model's own.
       No field of the record has that name. */
    const char *discriminator_name;
    const char *discriminator_value;
    const mapper_blind_index *blind_indexes; /* elements of blind_index_size bytes */
    uint32_t blind_index_count;
    uint32_t blind_index_size; /* sizeof(mapper_blind_index) */
    uint32_t encryption_flags; /* MAPPER_ENCRYPTION_* */
    uint32_t reserved;         /* 0 */
} mapper_model;

/*
 * Is the model sound: its record, its key fields and their types, names, stamps, indexes, key templates,
 * accesses, discriminator? LAMINA_E_CONFIG, and *reason (in the arena) says what is wrong: "model
 * contract: by-month: includes key field month". Every operation asks the same once for each model, when
 * it meets it first, and answers LAMINA_E_CONFIG with the reason as the cause. [any-thread] Since 1.0.
 */
lamina_status mapper_model_check(lamina_arena *arena, const mapper_model *model,
                                 lamina_str *reason);

/* The table's name: the environment variable's value, or the model's name. Since 1.0. */
lamina_str mapper_table_name(const mapper_model *model);

/* The same of each model of a list, closed by NULL, and whether those that share a table go together:
   one key, equal indexes under equal names, no two with one discriminator. [any-thread] Since 1.0. */
lamina_status mapper_models_check(lamina_arena *arena, const mapper_model *const *models,
                                  lamina_str *reason);

/* The access of that name; NULL: the model has none. Listed by `domain-tables accesses`. Since 1.0. */
const mapper_access *mapper_access_find(const mapper_model *model, lamina_str name);

#ifdef __cplusplus
}
#endif
#endif
