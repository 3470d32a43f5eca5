/*
 * record_decode.c - base64 and times in a record's texts.
 */
#include "record_decode.h"

#include "record_type.h"

bool lamina__decode_binary(lamina__walk *walk, const lamina__path *path, lamina_str text,
                           lamina_str *out)
{
    lamina_status status = lamina_base64_decode(walk->arena, text, out);
    if (status == LAMINA_E_SYNTAX)
        lamina__walk_violate(walk, path, "format",
                             "must be base64 with padding (RFC 4648 section 4)");
    else if (status != LAMINA_OK)
        lamina__walk_fail(walk, status);
    return status == LAMINA_OK;
}

bool lamina__decode_timestamp(lamina__walk *walk, const lamina__path *path, lamina_str text,
                              int64_t *out)
{
    lamina_status status = lamina_parse_timestamp(text, out);
    if (status == LAMINA_OK)
        return true;
    lamina__walk_violate(
        walk, path, "format",
        status == LAMINA_E_INVALID
            ? "must be within the years 0001 to 9999, and not finer than a microsecond"
            : "must be an RFC 3339 time such as 2026-01-31T12:00:00Z");
    return false;
}

void lamina__decode_violate_type(lamina__walk *walk, const lamina__path *path, uint32_t type,
                                 const char *found)
{
    const char *expected = lamina__type_of(type)->expected;
    if (found == NULL)
        lamina__walk_violate(walk, path, "type", "must be %s", expected);
    else
        lamina__walk_violate(walk, path, "type", "must be %s, not %s", expected, found);
}
