/*
 * cors.c - what lets pages of another origin read an answer.
 */
#include "cors.h"

#include <string.h>

#include "lamina/text.h"

/* Enough for every header that a page may want beside those that are always readable. */
#define EXPOSED "ETag, Location, Retry-After, WWW-Authenticate, X-Amzn-Trace-Id"

/* A response has 64 headers at most (lamina_response_header()), and its Content-Type. */
enum { HEADER_CAP = 65, CORS_COUNT = 3 };

static bool is_origin_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':';
}

/* RFC 6454 section 6.1, as browsers write it: in lower case, with nothing behind the port. */
bool host__cors_is_origin(lamina_str text)
{
    lamina_str host;
    if (lamina_str_is(text, "*"))
        return true;
    if (lamina_str_has_prefix(text, LAMINA_STR("https://")))
        host = (lamina_str){text.ptr + 8, text.len - 8};
    else if (lamina_str_has_prefix(text, LAMINA_STR("http://")))
        host = (lamina_str){text.ptr + 7, text.len - 7};
    else
        return false;
    for (size_t i = 0; i < host.len; i++)
        if (!is_origin_character(host.ptr[i]))
            return false;
    return host.len > 0 && host.len <= 255;
}

static bool has_own(const host_answer *answer)
{
    for (size_t i = 0; i < answer->header_count; i++)
        if (lamina_str_equal_nocase(answer->headers[i].name,
                                    LAMINA_STR("Access-Control-Allow-Origin")))
            return true;
    return false;
}

lamina_status host__cors_answer_write(lamina_text *out, const host_event *event,
                                      const host_answer *answer, lamina_str origin, size_t *lost)
{
    lamina_param all[HEADER_CAP + CORS_COUNT];
    size_t count = answer->header_count;
    if (origin.len == 0 || count > HEADER_CAP || has_own(answer))
        return host__answer_write(out, event, answer, lost);

    if (count > 0)
        memcpy(all, answer->headers, count * sizeof(*all));
    all[count++] = (lamina_param){LAMINA_STR("Access-Control-Allow-Origin"), origin};
    all[count++] = (lamina_param){LAMINA_STR("Access-Control-Expose-Headers"), LAMINA_STR(EXPOSED)};
    /* A cache must not give one origin what another was allowed to read. */
    if (!lamina_str_is(origin, "*"))
        all[count++] = (lamina_param){LAMINA_STR("Vary"), LAMINA_STR("Origin")};
    host_answer with = *answer;
    with.headers = all;
    with.header_count = count;
    return host__answer_write(out, event, &with, lost);
}
