/* table.h - what the operations on tables share: the service's words for what models say in numbers. */
#ifndef MAPPER_TABLE_H
#define MAPPER_TABLE_H

#include "domain/mapper.h"

/* "ALL", "KEYS_ONLY", "INCLUDE"; {NULL, 0} for any other number. And back: MAPPER_TABLE_UNKNOWN. */
lamina_str mapper__projection_name(uint32_t projection);
uint32_t mapper__projection_of(lamina_str name);
/* "KEYS_ONLY", "NEW_IMAGE", ...; {NULL, 0} for MAPPER_STREAM_NONE and any other number. */
lamina_str mapper__stream_view_name(uint32_t stream_view);
uint32_t mapper__stream_view_of(lamina_str name);

/* The members of CreateTable behind TableName. */
void mapper__table_write(lamina_json_writer *writer, const mapper_model *model);
/* The member StreamSpecification. */
void mapper__stream_write(lamina_json_writer *writer, uint32_t stream_view);

/* Switches the time to live by that attribute on or off. */
lamina_status mapper__table_set_ttl(lamina_context *context, const mapper_model *model,
                                    lamina_str attribute, bool enabled);

#endif
