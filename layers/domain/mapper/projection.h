/* projection.h - which attributes of an item are asked for. */
#ifndef MAPPER_PROJECTION_H
#define MAPPER_PROJECTION_H

#include "mapper/request.h"

/* Fields of one record with its stamps; readers of several models in one table may reach it. */
#define MAPPER__PROJECTION_CAP 128u

/* Zero it, then add what each reader wants. */
typedef struct mapper__projection {
    lamina_str names[MAPPER__PROJECTION_CAP];
    size_t count;
    bool is_whole; /* somebody wants all, or there are too many names */
} mapper__projection;

/* The key, and what tells whether the item counts, come along. fields NULL: all. */
void mapper__projection_add(mapper__projection *projection, const mapper_model *model,
                            const uint32_t *fields, uint32_t count);
/* ProjectionExpression and its names, unless everything is wanted. */
lamina_status mapper__projection_write(const mapper__projection *projection,
                                       mapper__request *request);

#endif
