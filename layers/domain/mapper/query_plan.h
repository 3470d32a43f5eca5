/*
 * query_plan.h - a query or scan, checked and ready to be asked page by page.
 */
#ifndef MAPPER_QUERY_PLAN_H
#define MAPPER_QUERY_PLAN_H

#include "domain/mapper.h"
#include "mapper/request.h"

#define MAPPER__QUERY 0u
#define MAPPER__SCAN 1u

/* What every key of the model begins with in one field of the table's key. */
typedef struct mapper__query_mark {
    uint32_t field;       /* MAPPER_NO_FIELD: there is nothing to ask for */
    bool is_whole;        /* the key is that text, and nothing behind it */
    dynamodb_value value; /* the text */
} mapper__query_mark;

typedef struct mapper__query_plan {
    const mapper_model *model; /* of several: the first */
    const mapper_model *const *models;
    size_t model_count; /* 0: model alone, which is asked for its own items only */
    const mapper_query *query;
    const mapper_index *index; /* NULL: the table */
    lamina_str table;
    uint32_t hash_field;
    uint32_t range_field; /* or MAPPER_NO_FIELD */
    bool is_scan;
    bool is_count; /* no items are asked for */
    int64_t now_s; /* what is over by then is left out */
    /* How the model's items are told from others, each where the service can be asked for it. */
    mapper__query_mark range_mark;   /* in the key condition */
    mapper__query_mark key_marks[2]; /* in the filter */
    bool has_tag;                    /* the discriminator, in the filter */
    bool may_meet_others;            /* the service cannot be told all of it */
} mapper__query_plan;

/* kind is MAPPER__QUERY or MAPPER__SCAN. LAMINA_E_ARGUMENT, and a cause that says what cannot be asked. */
lamina_status mapper__query_plan_make(mapper__query_plan *plan, lamina_context *context,
                                      const mapper_model *model, const mapper_query *query,
                                      uint32_t kind);
/* The same for several models. */
lamina_status mapper__query_plan_make_mixed(mapper__query_plan *plan, lamina_context *context,
                                            const mapper_model *const *models, size_t count,
                                            const mapper_query *query, uint32_t kind);

/* A step of these: sets how the model's own items are told from others. */
lamina_status mapper__query_plan_narrow(mapper__query_plan *plan, lamina_context *context);
/* Likewise: checks and bounds that have nothing to do with keys. */
lamina_status mapper__query_plan_check(const mapper__query_plan *plan, lamina_context *context);
/* A cause, and LAMINA_E_ARGUMENT. detail may be NULL. */
lamina_status mapper__query_plan_refuse(const mapper__query_plan *plan, lamina_context *context,
                                        const char *reason, const char *detail);

/* May the service read items that it then leaves out? */
bool mapper__query_plan_sifts(const mapper__query_plan *plan);

/* Everything but where to start and how much to read. */
lamina_status mapper__query_plan_write(const mapper__query_plan *plan, mapper__request *request);

/* What the query is known by, in the arena: the same for each of its pages, another for every other. */
lamina_status mapper__query_plan_binding(const mapper__query_plan *plan, lamina_context *context,
                                         lamina_str *binding);

#endif
