/*
 * domain/mapper/model.h - which record is stored in which table, under which key.
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

#define MAPPER_PROJECT_ALL 0u
#define MAPPER_PROJECT_KEYS 1u

/* A secondary index. An item without its key attributes is not in it. Grows at the end. Since 1.0. */
typedef struct mapper_index {
    const char *name;
    uint32_t hash_field;  /* index into the record's table */
    uint32_t range_field; /* or MAPPER_NO_FIELD */
    uint32_t is_local;    /* bool: LSI; its hash_field is the table's */
    uint32_t projection;  /* MAPPER_PROJECT_* */
} mapper_index;

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
    uint32_t reserved;      /* 0 */
} mapper_model;

/* Is the model sound: its record, its key fields and their types, names, stamps, indexes? LAMINA_E_CONFIG,
   and *reason (in the arena) says what is wrong. [init] Since 1.0. */
lamina_status mapper_model_check(lamina_arena *arena, const mapper_model *model,
                                 lamina_str *reason);

/* The table's name: the environment variable's value, or the model's name. Since 1.0. */
lamina_str mapper_table_name(const mapper_model *model);

#ifdef __cplusplus
}
#endif
#endif
