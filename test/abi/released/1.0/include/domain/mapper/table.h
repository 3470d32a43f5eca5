/*
 * domain/mapper/table.h - tables made from models, for local use and tests, and described ones compared
 * with models. Deployed tables come from a template.
 *
 *     mapper_table table = {.size = sizeof table};
 *     lamina_list differences;
 *     status = mapper_table_describe(context, &partner_model, &table);
 *     if (status == LAMINA_OK)
 *         status = mapper_table_diff(context->arena, &partner_model, &table, &differences);
 *     if (status == LAMINA_OK && differences.count > 0)
 *         // each is a lamina_str: "index by-country: the model has it, the table does not"
 * All since 1.0.
 */
#ifndef DOMAIN_MAPPER_TABLE_H
#define DOMAIN_MAPPER_TABLE_H

#include "domain/mapper/model.h"
#include "lamina/context.h"
#include "lamina/json.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A projection or a stream's view that this version does not know. */
#define MAPPER_TABLE_UNKNOWN UINT32_MAX

/* An attribute that a table defines, because some key uses it. Frozen. Since 1.0. */
typedef struct mapper_table_attribute {
    lamina_str name;
    lamina_str type; /* "S", "N" or "B" */
} mapper_table_attribute;

/* A secondary index as it is described. Frozen. Since 1.0. */
typedef struct mapper_table_index {
    lamina_str name;
    lamina_str hash;  /* attribute */
    lamina_str range; /* attribute; empty: none */
    lamina_list
        included;        /* lamina_str: of MAPPER_PROJECT_INCLUDE, the attributes beside the keys */
    uint32_t projection; /* MAPPER_PROJECT_*, or MAPPER_TABLE_UNKNOWN */
    uint32_t is_local;   /* bool */
    lamina_str status;   /* "CREATING", "ACTIVE", ...; empty for a local one */
    int64_t item_count;  /* as the service knows it: some six hours old */
} mapper_table_index;

/* A table as it is described. Borrowed from the arena. Grows at the end. Since 1.0. */
typedef struct mapper_table {
    uint32_t size;        /* the caller's sizeof(mapper_table), set before the call */
    uint32_t stream_view; /* MAPPER_STREAM_*, or MAPPER_TABLE_UNKNOWN */
    lamina_str name;
    lamina_str arn;
    lamina_str status;        /* "CREATING", "UPDATING", "DELETING", "ACTIVE", ... */
    lamina_str hash;          /* attribute */
    lamina_str range;         /* attribute; empty: none */
    lamina_str ttl_attribute; /* empty: none, or switched off */
    lamina_str stream_arn;    /* empty: none */
    lamina_list attributes;   /* mapper_table_attribute */
    lamina_list indexes;      /* mapper_table_index */
    int64_t item_count;       /* some six hours old, as the next one */
    int64_t size_bytes;
} mapper_table;

/* Creates the table with its keys, indexes and stream (PAY_PER_REQUEST), waits until it is active, and
   sets the time to live. LAMINA_E_CONFLICT when it exists; LAMINA_E_TIMEOUT when it is not active before
   the deadline; LAMINA_E_CONFIG when the model is wrong. Since 1.0. */
lamina_status mapper_table_create(lamina_context *context, const mapper_model *model);
lamina_status mapper_table_exists(lamina_context *context, const mapper_model *model, bool *exists);
/* Waits until the table and all its indexes are active. LAMINA_E_NOT_FOUND; LAMINA_E_TIMEOUT when they are
   not before the deadline. Since 1.0. */
lamina_status mapper_table_wait(lamina_context *context, const mapper_model *model);
/* Removes the table and all that is in it, and waits until it is gone. LAMINA_E_NOT_FOUND;
   LAMINA_E_CONFLICT while it is created or changed; LAMINA_E_TIMEOUT. Since 1.0. */
lamina_status mapper_table_remove(lamina_context *context, const mapper_model *model);

/*
 * Makes time to live and stream of an existing table those of the model; sends nothing when they are.
 * A time to live by another attribute is LAMINA_E_CONFLICT: the service takes an hour to switch it off,
 * and it must be off before another one is set. LAMINA_E_NOT_FOUND; LAMINA_E_TIMEOUT. Since 1.0.
 */
lamina_status mapper_table_adjust(lamina_context *context, const mapper_model *model);

/* What the service says of the model's table, its time to live included. LAMINA_E_NOT_FOUND;
   LAMINA_E_ARGUMENT when table->size was not set. Since 1.0. */
lamina_status mapper_table_describe(lamina_context *context, const mapper_model *model,
                                    mapper_table *table);

/*
 * The same of a description that is there already: the "Table" of a DescribeTable answer, or the
 * "Properties" of an AWS::DynamoDB::Table in a CloudFormation template, which say the time to live too.
 * What is not said is empty. LAMINA_E_ARGUMENT when table->size was not set; LAMINA_E_LIMIT. Since 1.0.
 */
lamina_status mapper_table_read(lamina_arena *arena, const lamina_json *description,
                                mapper_table *table);

/*
 * All in which the table is another than the model asks for: keys and their types, indexes, their kind,
 * keys and projections, attributes that no key uses, time to live, stream. Not its name, nor what a
 * model does not say (capacity, backups, encryption). *differences is a list of lamina_str in the arena,
 * a sentence each; none: they agree. LAMINA_E_CONFIG for a wrong model, the reason as the one
 * difference; LAMINA_E_LIMIT. Since 1.0.
 */
lamina_status mapper_table_diff(lamina_arena *arena, const mapper_model *model,
                                const mapper_table *table, lamina_list *differences);

#ifdef __cplusplus
}
#endif
#endif
