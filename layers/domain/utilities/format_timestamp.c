/*
 * Times as text. A field that holds a time is better of type TIMESTAMP; this is for texts that are kept
 * as they were written.
 */
#include "domain/formats.h"
#include "lamina/text.h"

static bool is_timestamp(lamina_str text)
{
    int64_t us;
    return lamina_parse_timestamp(text, &us) == LAMINA_OK;
}

const lamina_format domain_format_timestamp = {
    .size = sizeof(lamina_format),
    .name = "date-time",
    .rule = "a time such as 2026-01-31T12:00:00Z (RFC 3339), to the microsecond",
    .check = is_timestamp,
};
