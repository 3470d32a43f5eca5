/*
 * Days as a record's format.
 */
#include "domain/dates.h"
#include "domain/formats.h"

const lamina_format domain_format_date = {
    .size = sizeof(lamina_format),
    .name = "date",
    .rule = "a day such as 2026-01-31 (RFC 3339 full-date)",
    .check = domain_is_date,
};
