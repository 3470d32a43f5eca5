/*
 * test_status.c - names and HTTP statuses of lamina_status.
 */
#include <criterion/criterion.h>
#include <stdint.h>

#include "lamina/status.h"

Test(status, has_the_name_and_the_http_status_of_the_header)
{
    static const struct {
        lamina_status status;
        const char *name;
        int32_t http;
    } rows[] = {
        {LAMINA_OK, "LAMINA_OK", 200},
        {LAMINA_E_INTERNAL, "LAMINA_E_INTERNAL", 500},
        {LAMINA_E_MEMORY, "LAMINA_E_MEMORY", 500},
        {LAMINA_E_LIMIT, "LAMINA_E_LIMIT", 500},
        {LAMINA_E_ARGUMENT, "LAMINA_E_ARGUMENT", 500},
        {LAMINA_E_SYNTAX, "LAMINA_E_SYNTAX", 400},
        {LAMINA_E_INVALID, "LAMINA_E_INVALID", 422},
        {LAMINA_E_NOT_FOUND, "LAMINA_E_NOT_FOUND", 404},
        {LAMINA_E_CONFLICT, "LAMINA_E_CONFLICT", 409},
        {LAMINA_E_PRECONDITION, "LAMINA_E_PRECONDITION", 412},
        {LAMINA_E_UNAUTHENTICATED, "LAMINA_E_UNAUTHENTICATED", 401},
        {LAMINA_E_FORBIDDEN, "LAMINA_E_FORBIDDEN", 403},
        {LAMINA_E_TOO_LARGE, "LAMINA_E_TOO_LARGE", 413},
        {LAMINA_E_MEDIA_TYPE, "LAMINA_E_MEDIA_TYPE", 415},
        {LAMINA_E_METHOD, "LAMINA_E_METHOD", 405},
        {LAMINA_E_TIMEOUT, "LAMINA_E_TIMEOUT", 504},
        {LAMINA_E_THROTTLED, "LAMINA_E_THROTTLED", 503},
        {LAMINA_E_UNAVAILABLE, "LAMINA_E_UNAVAILABLE", 503},
        {LAMINA_E_UPSTREAM, "LAMINA_E_UPSTREAM", 502},
        {LAMINA_E_UNSUPPORTED, "LAMINA_E_UNSUPPORTED", 501},
        {LAMINA_E_CONFIG, "LAMINA_E_CONFIG", 500},
        {LAMINA_E_AMBIGUOUS, "LAMINA_E_AMBIGUOUS", 503},
        {LAMINA_E_UNSENT, "LAMINA_E_UNSENT", 500},
        {LAMINA_E_TOO_MANY, "LAMINA_E_TOO_MANY", 429},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        cr_expect_str_eq(lamina_status_name(rows[i].status), rows[i].name);
        cr_expect_eq(lamina_status_http(rows[i].status), rows[i].http, "%s", rows[i].name);
    }
}

Test(status, accepts_numbers_that_it_does_not_know)
{
    static const lamina_status unknown[] = {1, 42, -24, -1000, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
        cr_expect_str_eq(lamina_status_name(unknown[i]), "LAMINA_E_UNKNOWN");
        cr_expect_eq(lamina_status_http(unknown[i]), 500);
    }
}
