/*
 * Entity tags of versions, and the headers that hold lists of them (RFC 9110 sections 5.6.1, 8.8.3,
 * 13.1.1, 13.1.2).
 */
#include "lamina/etag.h"

#include "lamina/http.h"
#include "lamina/problem.h"
#include "lamina/text.h"

bool lamina_versions_have(const lamina_versions *versions, int64_t version)
{
    if (versions->any)
        return true;
    for (size_t i = 0; i < versions->count; i++)
        if (versions->items[i] == version)
            return true;
    return false;
}

/* ---- one tag ---- */

typedef struct etag {
    lamina_str opaque; /* without the quotes */
    bool is_weak;
} etag;

/* etagc: visible characters but the quote, and what stands beyond ASCII. */
static bool is_etag_char(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte > 0x20 && byte != '"' && byte != 0x7F;
}

/* Takes a tag off the front of text. */
static bool take_etag(lamina_str *text, etag *tag)
{
    tag->is_weak = lamina_str_has_prefix(*text, LAMINA_STR("W/"));
    size_t start = tag->is_weak ? 3 : 1;
    if (text->len < start || text->ptr[start - 1] != '"')
        return false;

    size_t end = start;
    while (end < text->len && is_etag_char(text->ptr[end]))
        end++;
    if (end == text->len || text->ptr[end] != '"')
        return false;
    tag->opaque = (lamina_str){text->ptr + start, end - start};
    *text = (lamina_str){text->ptr + end + 1, text->len - end - 1};
    return true;
}

/* Only the very text that lamina_response_etag() writes is a version's: "03" is another tag. */
static bool is_version(lamina_str opaque, int64_t *version)
{
    if (opaque.len == 0 || opaque.ptr[0] < '1' || opaque.ptr[0] > '9')
        return false;
    return lamina_parse_int64(opaque, version) == LAMINA_OK;
}

/* ---- the list ---- */

typedef struct version_list {
    int64_t *items;
    size_t count;
    bool takes_weak;
    bool has_star;
    bool has_tags;
} version_list;

/* Between elements stand commas and optional white space; empty elements are passed over, as every
   recipient of a list must (section 5.6.1.2). */
static bool skip_separators(lamina_str *text)
{
    bool comma = false;
    while (text->len > 0 && (*text->ptr == ',' || *text->ptr == ' ' || *text->ptr == '\t')) {
        comma = comma || *text->ptr == ',';
        *text = (lamina_str){text->ptr + 1, text->len - 1};
    }
    return comma;
}

static bool read_list(lamina_str text, version_list *list)
{
    if (lamina_str_is(lamina_str_trim(text), "*")) {
        list->has_star = true;
        return true;
    }
    skip_separators(&text);
    while (text.len > 0) {
        etag tag;
        if (!take_etag(&text, &tag))
            return false;
        list->has_tags = true;
        if ((!tag.is_weak || list->takes_weak) && is_version(tag.opaque, &list->items[list->count]))
            list->count++;
        if (!skip_separators(&text) && text.len > 0)
            return false;
    }
    return true;
}

/* The shortest tag and its comma are three bytes long: so many there can be. */
static size_t tags_at_most(const lamina_request *request, lamina_str name)
{
    size_t count = 0;
    for (size_t i = 0; i < request->header_count; i++)
        if (lamina_str_equal_nocase(request->headers[i].name, name))
            count += request->headers[i].value.len / 3 + 1;
    return count;
}

/* Lines of one name are one list. *found: was there any? */
static lamina_status read_header(lamina_context *context, const lamina_request *request,
                                 const char *name, version_list *list, bool *found)
{
    lamina_str field = lamina_str_from(name);
    size_t room = tags_at_most(request, field);
    *found = room > 0;
    if (!*found)
        return LAMINA_OK;
    list->items = lamina_arena_array(context->arena, room, sizeof *list->items);
    if (list->items == NULL)
        return LAMINA_E_LIMIT;

    bool is_good = true;
    for (size_t i = 0; i < request->header_count && is_good; i++)
        if (lamina_str_equal_nocase(request->headers[i].name, field))
            is_good = read_list(request->headers[i].value, list);
    /* "*" stands alone, and a header says something. */
    if (is_good && list->has_star != list->has_tags)
        return LAMINA_OK;
    return lamina_fail(context, LAMINA_E_SYNTAX, "invalid-precondition",
                       "%s must be * or a list of entity tags such as \"3\"", name);
}

lamina_status lamina_request_if_match(lamina_context *context, const lamina_request *request,
                                      lamina_versions *out)
{
    version_list list = {.takes_weak = false};
    bool found;
    lamina_status status = read_header(context, request, "If-Match", &list, &found);
    *out =
        (lamina_versions){.any = !found || list.has_star, .items = list.items, .count = list.count};
    return status;
}

lamina_status lamina_request_if_none_match(lamina_context *context, const lamina_request *request,
                                           lamina_versions *out)
{
    version_list list = {.takes_weak = true};
    bool found;
    lamina_status status = read_header(context, request, "If-None-Match", &list, &found);
    *out = (lamina_versions){.any = list.has_star, .items = list.items, .count = list.count};
    return status;
}

lamina_status lamina_request_conditions(lamina_context *context, const lamina_request *request,
                                        lamina_conditions *out)
{
    lamina_status status = lamina_request_if_match(context, request, &out->accepted);
    if (status != LAMINA_OK)
        return status;
    return lamina_request_if_none_match(context, request, &out->refused);
}

bool lamina_conditions_hold(const lamina_conditions *conditions, int64_t version)
{
    return conditions == NULL || (lamina_versions_have(&conditions->accepted, version) &&
                                  !lamina_versions_have(&conditions->refused, version));
}

bool lamina_conditions_restrict(const lamina_conditions *conditions)
{
    return conditions != NULL &&
           (!conditions->accepted.any || conditions->refused.any || conditions->refused.count > 0);
}

lamina_status lamina_response_if_changed(const lamina_context *context, lamina_response *response,
                                         const lamina_conditions *conditions, const void *body,
                                         int64_t version)
{
    if (!lamina_versions_have(&conditions->accepted, version))
        return LAMINA_E_PRECONDITION;
    if (lamina_versions_have(&conditions->refused, version))
        response->status = 304;
    else
        response->body = body;
    return lamina_response_etag(context, response, version);
}

lamina_status lamina_response_etag(const lamina_context *context, lamina_response *response,
                                   int64_t version)
{
    lamina_str tag = lamina_arena_format(context->arena, "\"%lld\"", (long long)version);
    if (tag.ptr == NULL)
        return LAMINA_E_LIMIT;
    return lamina_response_header(context, response, "ETag", tag);
}
