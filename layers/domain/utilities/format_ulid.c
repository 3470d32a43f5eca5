/*
 * ULIDs as a record's format.
 */
#include "domain/formats.h"
#include "domain/ids.h"

const lamina_format domain_format_ulid = {
    .size = sizeof(lamina_format),
    .name = "ulid",
    .rule = "a ULID such as 01ARZ3NDEKTSV4RRFFQ69G5FAV",
    .check = domain_is_ulid,
};
