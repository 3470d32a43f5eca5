/*
 * query_string.c - the query parameters of an event, decoded once.
 */
#include "query_string.h"

#include "lamina/text.h"

static lamina_status decode(lamina_arena *arena, lamina_str *text)
{
    const lamina_status status = lamina_percent_decode(arena, *text, true, text);
    if (status != LAMINA_OK)
        return status;
    return lamina_str_is_utf8(*text, NULL) ? LAMINA_OK : LAMINA_E_SYNTAX;
}

static lamina_status decode_param(lamina_arena *arena, lamina_param *param)
{
    const lamina_status status = decode(arena, &param->name);
    return status != LAMINA_OK ? status : decode(arena, &param->value);
}

static size_t count_pieces(lamina_str text)
{
    size_t count = 1;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '&';
    return count;
}

/* "a=1&b&&c=": a is "1", b and c are empty, and nothing between two '&' is no parameter. */
static lamina_status divide(lamina_arena *arena, lamina_str text, const lamina_param **params,
                            size_t *count)
{
    lamina_param *all = lamina_arena_array(arena, count_pieces(text), sizeof(*all));
    if (all == NULL)
        return LAMINA_E_LIMIT;
    *params = all;
    while (text.len > 0) {
        lamina_str piece;
        lamina_str_cut(&text, '&', &piece);
        if (piece.len == 0)
            continue;
        lamina_param *param = &all[*count];
        param->value = piece;
        if (!lamina_str_cut(&param->value, '=', &param->name))
            param->value = (lamina_str){0};
        const lamina_status status = decode_param(arena, param);
        if (status != LAMINA_OK)
            return status;
        (*count)++;
    }
    return LAMINA_OK;
}

static lamina_status decode_all(lamina_arena *arena, const host_event *event,
                                const lamina_param **params, size_t *count)
{
    lamina_param *all = lamina_arena_array(arena, event->query_count, sizeof(*all));
    if (all == NULL)
        return LAMINA_E_LIMIT;
    *params = all;
    for (*count = 0; *count < event->query_count; (*count)++) {
        all[*count] = event->query[*count];
        const lamina_status status = decode_param(arena, &all[*count]);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

lamina_status host__query_read(lamina_arena *arena, const host_event *event,
                               const lamina_param **params, size_t *count)
{
    *params = NULL;
    *count = 0;
    if (event->raw_query.len > 0)
        return divide(arena, event->raw_query, params, count);
    if (event->query_is_encoded && event->query_count > 0)
        return decode_all(arena, event, params, count);
    *params = event->query;
    *count = event->query_count;
    return LAMINA_OK;
}
