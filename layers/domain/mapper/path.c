/* Attribute paths: "address.lines[0]" read strictly, and written with placeholders. */
#include <string.h>

#include "mapper/expression.h"

/* The service's documents nest no deeper, so neither does a path into one. */
#define STEP_CAP DYNAMODB_DEPTH_CAP
#define INDEX_DIGITS_CAP 9u

/* The name that text begins with, up to a dot, a bracket or the end. */
static lamina_status read_name(lamina_arena *arena, const char **text, mapper__step *step)
{
    size_t len = strcspn(*text, ".[]");
    if (len == 0)
        return LAMINA_E_ARGUMENT;
    step->name = lamina_arena_copy(arena, (lamina_str){*text, len});
    if (step->name.ptr == NULL)
        return LAMINA_E_LIMIT;
    *text += len;
    return LAMINA_OK;
}

/* "[12]": digits without leading zeros. */
static lamina_status read_index(const char **text, mapper__step *step)
{
    const char *digits = *text + 1;
    size_t len = strspn(digits, "0123456789");
    if (len == 0 || len > INDEX_DIGITS_CAP || (digits[0] == '0' && len > 1) || digits[len] != ']')
        return LAMINA_E_ARGUMENT;
    step->name = (lamina_str){NULL, 0};
    *text = digits + len + 1;
    return lamina_parse_int64((lamina_str){digits, len}, &step->index);
}

static lamina_status read_step(lamina_arena *arena, const char **text, bool first,
                               mapper__step *step)
{
    if (first)
        return read_name(arena, text, step);
    if (**text == '[')
        return read_index(text, step);
    if (**text != '.')
        return LAMINA_E_ARGUMENT;
    (*text)++;
    return read_name(arena, text, step);
}

lamina_status mapper__path_parse(lamina_arena *arena, const char *text, mapper__path *path)
{
    if (text == NULL || !lamina_str_is_utf8(lamina_str_from(text), NULL))
        return LAMINA_E_ARGUMENT;
    mapper__step steps[STEP_CAP];
    size_t count = 0;
    do {
        if (count == STEP_CAP)
            return LAMINA_E_ARGUMENT;
        lamina_status status = read_step(arena, &text, count == 0, &steps[count]);
        if (status != LAMINA_OK)
            return status;
        count++;
    } while (*text != '\0');
    mapper__step *kept = lamina_arena_array(arena, count, sizeof *kept);
    if (kept == NULL)
        return LAMINA_E_LIMIT;
    memcpy(kept, steps, count * sizeof *kept);
    *path = (mapper__path){kept, count};
    return LAMINA_OK;
}

void mapper__path_write(const mapper__path *path, mapper__placeholders *placeholders,
                        lamina_text *out)
{
    for (size_t i = 0; i < path->count; i++) {
        const mapper__step *step = &path->steps[i];
        if (step->name.ptr == NULL) {
            lamina_text_add_char(out, '[');
            lamina_text_add_int64(out, step->index);
            lamina_text_add_char(out, ']');
            continue;
        }
        if (i > 0)
            lamina_text_add_char(out, '.');
        mapper__name_add(placeholders, step->name, out);
    }
}
