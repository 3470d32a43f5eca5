/*
 * request_headers.c - what API Gateway drops, and what it adds: "Amazon API Gateway important notes"
 * of its Developer Guide.
 */
#include "request_headers.h"

#include <event2/keyvalq_struct.h>
#include <sys/queue.h>

#include "lamina/text.h"

/* Between two neighbours only, or replaced by what the event says elsewhere. */
static const char *const dropped[] = {
    "Connection",       "Content-Length",     "Expect", "Keep-Alive",       "Max-Forwards",
    "Proxy-Connection", "Proxy-Authenticate", "TE",     "Trailer",          "Transfer-Encoding",
    "Upgrade",          "X-Amzn-Trace-Id",    "Via",    "X-Forwarded-Port", "X-Forwarded-Proto",
    "X-Forwarded-For",
};
#define ADDED_COUNT 4

static bool is_dropped(lamina_str name)
{
    for (size_t i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++)
        if (lamina_str_equal_nocase(name, lamina_str_from(dropped[i])))
            return true;
    return false;
}

/* RFC 9110 section 7.6.1: Connection names further headers of this hop. */
static bool is_named_by_connection(const struct evkeyvalq *headers, lamina_str name)
{
    lamina_str rest = lamina_str_from(evhttp_find_header(headers, "Connection"));
    bool more = rest.len > 0;
    while (more) {
        lamina_str option;
        more = lamina_str_cut(&rest, ',', &option);
        if (lamina_str_equal_nocase(lamina_str_trim(option), name))
            return true;
    }
    return false;
}

/* "<what the client said>, <the client>", as each proxy on the way adds who it heard from. */
static lamina_str forwarded_for(lamina_arena *arena, struct evhttp_request *request,
                                const char *source_ip)
{
    const char *before =
        evhttp_find_header(evhttp_request_get_input_headers(request), "X-Forwarded-For");
    return lamina_arena_format(arena, "%s%s%s", before ? before : "", before ? ", " : "",
                               source_ip);
}

lamina_status local__request_headers(lamina_arena *arena, struct evhttp_request *request,
                                     const local_ids *ids, const char *source_ip, uint16_t port,
                                     lamina_param **headers, size_t *count)
{
    const struct evkeyvalq *sent = evhttp_request_get_input_headers(request);
    const struct evkeyval *header;
    size_t room = ADDED_COUNT;
    TAILQ_FOREACH(header, sent, next)
    room++;
    lamina_param *list = lamina_arena_array(arena, room, sizeof(*list));
    if (!list)
        return LAMINA_E_LIMIT;

    size_t used = 0;
    TAILQ_FOREACH(header, sent, next)
    {
        lamina_str name = lamina_str_from(header->key);
        if (!is_dropped(name) && !is_named_by_connection(sent, name))
            list[used++] = (lamina_param){name, lamina_str_from(header->value)};
    }
    const lamina_param added[ADDED_COUNT] = {
        {LAMINA_STR("X-Amzn-Trace-Id"), lamina_str_from(ids->trace)},
        {LAMINA_STR("X-Forwarded-For"), forwarded_for(arena, request, source_ip)},
        {LAMINA_STR("X-Forwarded-Port"), lamina_arena_format(arena, "%u", (unsigned)port)},
        {LAMINA_STR("X-Forwarded-Proto"), LAMINA_STR("http")},
    };
    for (size_t i = 0; i < ADDED_COUNT; i++)
        list[used++] = added[i];
    *headers = list;
    *count = used;
    return LAMINA_OK;
}
