/*
 * UUIDs as a record's format.
 */
#include "domain/formats.h"
#include "domain/ids.h"

const lamina_format domain_format_uuid = {
    .size = sizeof(lamina_format),
    .name = "uuid",
    .rule = "a UUID such as 01956c3e-7d2a-7b3c-9f00-5a1e8c4d2b6f, in lower case",
    .check = domain_is_uuid,
};
