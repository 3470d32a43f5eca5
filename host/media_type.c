/*
 * media_type.c - what a Content-Type says: is it JSON, is it text?
 */
#include "media_type.h"

/* The type without its parameters; those are left in *content_type. */
static lamina_str take_essence(lamina_str *content_type)
{
    lamina_str essence;
    lamina_str_cut(content_type, ';', &essence);
    return lamina_str_trim(essence);
}

static bool has_prefix_nocase(lamina_str text, lamina_str prefix)
{
    return text.len > prefix.len &&
           lamina_str_equal_nocase((lamina_str){text.ptr, prefix.len}, prefix);
}

static bool has_suffix_nocase(lamina_str text, lamina_str suffix)
{
    return text.len > suffix.len &&
           lamina_str_equal_nocase((lamina_str){text.ptr + text.len - suffix.len, suffix.len},
                                   suffix);
}

static bool is_utf8_charset(lamina_str parameter)
{
    lamina_str name;
    if (!lamina_str_cut(&parameter, '=', &name) ||
        !lamina_str_equal_nocase(lamina_str_trim(name), LAMINA_STR("charset")))
        return true; /* another parameter, which changes nothing */
    lamina_str value = lamina_str_trim(parameter);
    if (value.len >= 2 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"')
        value = (lamina_str){value.ptr + 1, value.len - 2};
    return lamina_str_equal_nocase(value, LAMINA_STR("utf-8"));
}

bool host__media_type_is_json(lamina_str content_type)
{
    const lamina_str essence = take_essence(&content_type);
    const lamina_str prefix = LAMINA_STR("application/");
    const lamina_str suffix = LAMINA_STR("+json");
    const bool is_structured = essence.len > prefix.len + suffix.len &&
                               has_prefix_nocase(essence, prefix) &&
                               has_suffix_nocase(essence, suffix);
    if (!is_structured && !lamina_str_equal_nocase(essence, LAMINA_STR("application/json")))
        return false;
    while (content_type.len > 0) {
        lamina_str parameter;
        lamina_str_cut(&content_type, ';', &parameter);
        if (!is_utf8_charset(lamina_str_trim(parameter)))
            return false;
    }
    return true;
}

bool host__media_type_is_text(lamina_str content_type)
{
    static const char *const texts[] = {
        "application/json", "application/xml",      "application/javascript",
        "application/yaml", "application/x-ndjson", "application/x-www-form-urlencoded"};
    const lamina_str essence = take_essence(&content_type);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (lamina_str_equal_nocase(essence, lamina_str_from(texts[i])))
            return true;
    return has_prefix_nocase(essence, LAMINA_STR("text/")) ||
           has_suffix_nocase(essence, LAMINA_STR("+json")) ||
           has_suffix_nocase(essence, LAMINA_STR("+xml"));
}
