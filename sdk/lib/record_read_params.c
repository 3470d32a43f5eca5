/*
 * record_read_params.c - decoded query parameters into a struct.
 */
#include <string.h>

#include "record_decode.h"
#include "record_default.h"
#include "record_object.h"
#include "record_type.h"
#include "record_value.h"

/* ---- one decoder a type; false after a violation or a failure ---- */

static bool decode_text(lamina__walk *walk, const lamina__path *path, lamina_str text, void *out)
{
    (void)walk;
    (void)path;
    /* Present and empty is not forgotten: the pointer must not be NULL. */
    *(lamina_str *)out = text.len > 0 ? text : LAMINA_STR("");
    return true;
}

static bool decode_binary(lamina__walk *walk, const lamina__path *path, lamina_str text, void *out)
{
    return lamina__decode_binary(walk, path, text, out);
}

static bool decode_timestamp(lamina__walk *walk, const lamina__path *path, lamina_str text,
                             void *out)
{
    return lamina__decode_timestamp(walk, path, text, out);
}

static bool decode_boolean(lamina__walk *walk, const lamina__path *path, lamina_str text, void *out)
{
    bool is_true = lamina_str_is(text, "true");
    if (!is_true && !lamina_str_is(text, "false")) {
        lamina__decode_violate_type(walk, path, LAMINA_TYPE_BOOLEAN, NULL);
        return false;
    }
    *(bool *)out = is_true;
    return true;
}

static bool decode_int64(lamina__walk *walk, const lamina__path *path, lamina_str text, void *out)
{
    if (lamina_parse_int64(text, out) == LAMINA_OK)
        return true;
    lamina__decode_violate_type(walk, path, LAMINA_TYPE_INT64, NULL);
    return false;
}

static bool decode_double(lamina__walk *walk, const lamina__path *path, lamina_str text, void *out)
{
    lamina_status status = lamina_parse_double(text, out);
    if (status == LAMINA_E_SYNTAX)
        lamina__decode_violate_type(walk, path, LAMINA_TYPE_DOUBLE, NULL);
    else if (status != LAMINA_OK)
        lamina__walk_fail(walk, status);
    return status == LAMINA_OK;
}

static bool refuse(lamina__walk *walk, const lamina__path *path, lamina_str text, void *out)
{
    (void)text;
    (void)out;
    lamina__walk_violate(walk, path, "type", "cannot be sent as a query parameter");
    return false;
}

typedef bool decode_fn(lamina__walk *walk, const lamina__path *path, lamina_str text, void *out);

static decode_fn *const decoders[] = {
    [LAMINA_TYPE_STRING] = decode_text,     [LAMINA_TYPE_BINARY] = decode_binary,
    [LAMINA_TYPE_BOOLEAN] = decode_boolean, [LAMINA_TYPE_INT64] = decode_int64,
    [LAMINA_TYPE_DOUBLE] = decode_double,   [LAMINA_TYPE_DECIMAL] = decode_text,
    [LAMINA_TYPE_EPOCH] = decode_int64,     [LAMINA_TYPE_TIMESTAMP] = decode_timestamp,
    [LAMINA_TYPE_RECORD] = refuse,          [LAMINA_TYPE_JSON] = decode_text,
};

static bool read_one(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                     uint32_t type, lamina_str text, void *out, bool is_element)
{
    if (!decoders[type](walk, path, text, out))
        return false;
    lamina__value_check(walk, field, path, type, out, is_element);
    return true;
}

/* "?limit=" is what a form sends when its field was left empty. A number or a boolean is
   never empty text, so nothing was said; other types judge the text themselves. */
static bool counts_as_absent(const lamina_field *field, lamina_str value)
{
    switch (field->type) {
    case LAMINA_TYPE_BOOLEAN:
    case LAMINA_TYPE_INT64:
    case LAMINA_TYPE_DOUBLE:
    case LAMINA_TYPE_DECIMAL:
    case LAMINA_TYPE_EPOCH: return value.len == 0;
    default: return false;
    }
}

/* ---- all parameters of a name ---- */

typedef struct query {
    const lamina_param *items;
    size_t count;
} query;

static size_t count_of(query all, lamina_str name)
{
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++)
        count += lamina_str_equal(all.items[i].name, name);
    return count;
}

static bool read_many(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                      query all, void *out)
{
    uint32_t type = lamina__element_type(field);
    size_t size = lamina__element_size(field);
    size_t count = count_of(all, path->name);
    lamina__value_check_count(walk, field, path, count);
    char *items = lamina_arena_array(walk->arena, count, size);
    if (items == NULL) {
        lamina__walk_fail(walk, LAMINA_E_LIMIT);
        return false;
    }
    size_t before = walk->violations->count + walk->violations->dropped;
    lamina__path step = {.parent = path, .is_element = true};
    for (size_t i = 0; i < all.count && walk->status == LAMINA_OK; i++) {
        if (!lamina_str_equal(all.items[i].name, path->name))
            continue;
        (void)read_one(walk, field, &step, type, all.items[i].value, items + step.index * size,
                       true);
        step.index++;
    }
    lamina_list list = {items, count};
    *(lamina_list *)out = list;
    if (walk->status == LAMINA_OK && before == walk->violations->count + walk->violations->dropped)
        lamina__value_check_unique(walk, field, path, list);
    return true;
}

static bool read_field(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                       query all, lamina_str value, void *out)
{
    if ((field->flags & LAMINA_FIELD_READ_ONLY) != 0) {
        lamina__walk_violate(walk, path, "read-only", "is set by the service and must not be sent");
        return false;
    }
    if ((lamina__type_of(field->type)->traits & LAMINA__TYPE_MANY) != 0)
        return read_many(walk, field, path, all, out);
    return read_one(walk, field, path, field->type, value, out, false);
}

lamina_status lamina_record_read_params(lamina_arena *arena, const lamina_record *record,
                                        const lamina_param *params, size_t param_count, void *out,
                                        lamina_violations *violations)
{
    lamina__walk walk = {.arena = arena, .violations = violations, .is_query = true};
    memset(out, 0, record->struct_size);
    uint64_t seen = 0;
    uint32_t next = 0;
    for (size_t p = 0; p < param_count && walk.status == LAMINA_OK; p++) {
        lamina__path path = {.name = params[p].name};
        uint32_t i = lamina__field_find(record, path.name, &next);
        if (i == record->field_count)
            continue;
        const lamina_field *field = lamina_record_field(record, i);
        if (counts_as_absent(field, params[p].value))
            continue;
        bool is_many = (lamina__type_of(field->type)->traits & LAMINA__TYPE_MANY) != 0;
        if ((seen >> i & 1u) != 0) {
            if (!is_many)
                lamina__walk_violate(&walk, &path, "duplicate", "must not be sent twice");
            continue;
        }
        seen |= UINT64_C(1) << i;
        if (read_field(&walk, field, &path, (query){params, param_count}, params[p].value,
                       lamina__member(out, field)))
            lamina_mark(out, i);
    }
    lamina__object_check_count(&walk, record, NULL, seen);
    seen = lamina__defaults_read(&walk, record, NULL, seen, out, 1);
    lamina__object_require(&walk, record, NULL, seen);
    return lamina__walk_end(&walk);
}
