/*
 * status.c - the one table of what each status is called and which HTTP status it has.
 */
#include "lamina/status.h"

#include <stddef.h>

struct status_row {
    const char *name;
    int32_t http;
};

/* Indexed by the negated status, so that a lookup is one bounds check. */
#define ROW(code, http_status) [-(code)] = {#code, http_status}
static const struct status_row rows[] = {
    ROW(LAMINA_OK, 200),
    ROW(LAMINA_E_INTERNAL, 500),
    ROW(LAMINA_E_MEMORY, 500),
    ROW(LAMINA_E_LIMIT, 500),
    ROW(LAMINA_E_ARGUMENT, 500),
    ROW(LAMINA_E_SYNTAX, 400),
    ROW(LAMINA_E_INVALID, 422),
    ROW(LAMINA_E_NOT_FOUND, 404),
    ROW(LAMINA_E_CONFLICT, 409),
    ROW(LAMINA_E_PRECONDITION, 412),
    ROW(LAMINA_E_UNAUTHENTICATED, 401),
    ROW(LAMINA_E_FORBIDDEN, 403),
    ROW(LAMINA_E_TOO_LARGE, 413),
    ROW(LAMINA_E_MEDIA_TYPE, 415),
    ROW(LAMINA_E_METHOD, 405),
    ROW(LAMINA_E_TIMEOUT, 504),
    ROW(LAMINA_E_THROTTLED, 503),
    ROW(LAMINA_E_UNAVAILABLE, 503),
    ROW(LAMINA_E_UPSTREAM, 502),
    ROW(LAMINA_E_UNSUPPORTED, 501),
    ROW(LAMINA_E_CONFIG, 500),
    ROW(LAMINA_E_AMBIGUOUS, 503),
    ROW(LAMINA_E_UNSENT, 500),
    ROW(LAMINA_E_TOO_MANY, 429),
};
#undef ROW

/* NULL for a number that this version does not know. Counts from zero downwards without negating,
   because -INT32_MIN is undefined. */
static const struct status_row *row_of(lamina_status status)
{
    const int32_t lowest = -(int32_t)(sizeof(rows) / sizeof(rows[0])) + 1;
    if (status > 0 || status < lowest)
        return NULL;
    return &rows[-status];
}

const char *lamina_status_name(lamina_status status)
{
    const struct status_row *row = row_of(status);
    return row != NULL ? row->name : "LAMINA_E_UNKNOWN";
}

int32_t lamina_status_http(lamina_status status)
{
    const struct status_row *row = row_of(status);
    return row != NULL ? row->http : 500;
}
