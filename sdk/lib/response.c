/*
 * Headers of an answer: checked, copied, and replaced unless they are of the kind that repeats.
 */
#include <string.h>

#include "http_field.h"
#include "lamina/http.h"
#include "lamina/text.h"

enum { HEADER_CAP = 64, HEADER_FIRST_ROOM = 8 };

/* The framing of the answer is the host's; a handler that set it could smuggle a second answer. */
static bool is_forbidden(lamina_str name)
{
    static const char *const forbidden[] = {"content-length", "transfer-encoding", "connection"};
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
        if (lamina_str_equal_nocase(name, lamina_str_from(forbidden[i])))
            return true;
    return false;
}

static bool may_repeat(lamina_str name)
{
    return lamina_str_equal_nocase(name, LAMINA_STR("set-cookie"));
}

static lamina_param *find(lamina_response *response, lamina_str name)
{
    for (size_t i = 0; i < response->header_count; i++)
        if (lamina_str_equal_nocase(response->headers[i].name, name))
            return &response->headers[i];
    return NULL;
}

/* The place of one more header, or NULL when the arena is full or there are too many. */
static lamina_param *append(const lamina_context *context, lamina_response *response)
{
    if (response->header_count >= HEADER_CAP)
        return NULL;
    if (response->header_count < response->header_cap)
        return &response->headers[response->header_count++];

    size_t room = response->header_cap > 0 ? response->header_cap * 2 : HEADER_FIRST_ROOM;
    lamina_param *grown = lamina_alloc(context, room * sizeof *grown);
    if (grown == NULL)
        return NULL;
    if (response->header_count > 0)
        memcpy(grown, response->headers, response->header_count * sizeof *grown);
    response->headers = grown;
    response->header_cap = room;
    return &response->headers[response->header_count++];
}

lamina_status lamina_response_header(const lamina_context *context, lamina_response *response,
                                     const char *name, lamina_str value)
{
    lamina_str field = lamina_str_from(name);
    if (!lamina__http_field_is_token(field) || !lamina__http_field_is_value(value))
        return LAMINA_E_ARGUMENT;
    if (is_forbidden(field))
        return LAMINA_E_ARGUMENT;
    if (context == NULL || context->arena == NULL)
        return LAMINA_E_ARGUMENT;

    lamina_param copy = {.name = lamina_arena_copy(context->arena, field),
                         .value = lamina_arena_copy(context->arena, lamina_str_trim(value))};
    if (copy.name.ptr == NULL || copy.value.ptr == NULL)
        return LAMINA_E_LIMIT;
    if (lamina_str_equal_nocase(field, LAMINA_STR("content-type"))) {
        response->content_type = copy.value;
        return LAMINA_OK;
    }

    lamina_param *place = may_repeat(field) ? NULL : find(response, field);
    if (place == NULL)
        place = append(context, response);
    if (place == NULL)
        return LAMINA_E_LIMIT;
    *place = copy;
    return LAMINA_OK;
}

lamina_status lamina_response_created(const lamina_context *context, lamina_response *response,
                                      const char *folder, lamina_str id)
{
    lamina_str location = lamina_arena_format(context->arena, "%s/%.*s", folder, LAMINA_FMT(id));
    if (location.ptr == NULL)
        return LAMINA_E_LIMIT;
    response->status = 201;
    return lamina_response_header(context, response, "Location", location);
}
