/* value.h - what the reader and the writer of attribute values share. */
#ifndef DYNAMODB_VALUE_H
#define DYNAMODB_VALUE_H

#include "domain/dynamodb.h"

#define DYNAMODB__TYPE_COUNT 10u

/* "S", "N", ... as the wire has it; an empty view for a number that is no type. */
lamina_str dynamodb__type_name(uint32_t type);
/* DYNAMODB_S, ...; 0 for a name that is none. */
uint32_t dynamodb__type_from(lamina_str name);

#endif
