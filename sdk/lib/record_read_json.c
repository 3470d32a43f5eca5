/*
 * record_read_json.c - a JSON object into a struct, with every violation and where it is.
 */
#include <string.h>

#include "record_decode.h"
#include "record_default.h"
#include "record_object.h"
#include "record_type.h"
#include "record_value.h"

static void violate_type(lamina__walk *walk, const lamina__path *path, uint32_t type,
                         const lamina_json *value)
{
    static const char *const found[] = {
        [LAMINA_JSON_NONE] = "nothing",      [LAMINA_JSON_NULL] = "null",
        [LAMINA_JSON_BOOLEAN] = "a boolean", [LAMINA_JSON_NUMBER] = "a number",
        [LAMINA_JSON_STRING] = "a string",   [LAMINA_JSON_ARRAY] = "an array",
        [LAMINA_JSON_OBJECT] = "an object",
    };
    lamina__decode_violate_type(walk, path, type, found[lamina_json_type(value)]);
}

/* ---- one decoder a type; false after a violation or a failure ---- */

static bool decode_string(lamina__walk *walk, const lamina__path *path, const lamina_json *value,
                          void *out)
{
    (void)walk;
    (void)path;
    *(lamina_str *)out = lamina_json_string(value);
    return true;
}

static bool decode_binary(lamina__walk *walk, const lamina__path *path, const lamina_json *value,
                          void *out)
{
    return lamina__decode_binary(walk, path, lamina_json_string(value), out);
}

static bool decode_timestamp(lamina__walk *walk, const lamina__path *path, const lamina_json *value,
                             void *out)
{
    return lamina__decode_timestamp(walk, path, lamina_json_string(value), out);
}

static bool decode_boolean(lamina__walk *walk, const lamina__path *path, const lamina_json *value,
                           void *out)
{
    (void)walk;
    (void)path;
    *(bool *)out = lamina_json_true(value);
    return true;
}

static bool decode_int64(lamina__walk *walk, const lamina__path *path, const lamina_json *value,
                         void *out)
{
    if (lamina_json_int64(value, out) == LAMINA_OK)
        return true;
    lamina__decode_violate_type(walk, path, LAMINA_TYPE_INT64, NULL);
    return false;
}

static bool decode_double(lamina__walk *walk, const lamina__path *path, const lamina_json *value,
                          void *out)
{
    lamina_status status = lamina_json_double(value, out);
    if (status == LAMINA_E_INVALID)
        lamina__walk_violate(walk, path, "range", "must be a number that a 64-bit float can hold");
    else if (status != LAMINA_OK)
        lamina__walk_fail(walk, status);
    return status == LAMINA_OK;
}

static bool decode_decimal(lamina__walk *walk, const lamina__path *path, const lamina_json *value,
                           void *out)
{
    (void)walk;
    (void)path;
    *(lamina_str *)out = lamina_json_type(value) == LAMINA_JSON_STRING ? lamina_json_string(value)
                                                                       : lamina_json_number(value);
    return true;
}

static bool decode_json(lamina__walk *walk, const lamina__path *path, const lamina_json *value,
                        void *out)
{
    (void)path;
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, SIZE_MAX); /* no longer than six times what was read */
    lamina_json_write_init(&writer, &text);
    lamina_json_write_value(&writer, value);
    lamina_status status = lamina_text_status(&text);
    lamina_str copy = {0};
    if (status == LAMINA_OK) {
        copy = lamina_arena_copy(walk->arena, lamina_text_view(&text));
        status = copy.ptr != NULL ? LAMINA_OK : LAMINA_E_LIMIT;
    }
    lamina_text_clear(&text);
    if (status != LAMINA_OK)
        lamina__walk_fail(walk, status);
    *(lamina_str *)out = copy;
    return status == LAMINA_OK;
}

typedef struct decoder {
    bool (*decode)(lamina__walk *walk, const lamina__path *path, const lamina_json *value,
                   void *out);
    uint32_t accepts; /* a bit for each LAMINA_JSON_* */
} decoder;

#define BIT(json_type) (1u << (json_type))

static const decoder decoders[] = {
    [LAMINA_TYPE_STRING] = {decode_string, BIT(LAMINA_JSON_STRING)},
    [LAMINA_TYPE_BINARY] = {decode_binary, BIT(LAMINA_JSON_STRING)},
    [LAMINA_TYPE_BOOLEAN] = {decode_boolean, BIT(LAMINA_JSON_BOOLEAN)},
    [LAMINA_TYPE_INT64] = {decode_int64, BIT(LAMINA_JSON_NUMBER)},
    [LAMINA_TYPE_DOUBLE] = {decode_double, BIT(LAMINA_JSON_NUMBER)},
    [LAMINA_TYPE_DECIMAL] = {decode_decimal, BIT(LAMINA_JSON_STRING) | BIT(LAMINA_JSON_NUMBER)},
    [LAMINA_TYPE_TIMESTAMP] = {decode_timestamp, BIT(LAMINA_JSON_STRING)},
    [LAMINA_TYPE_EPOCH] = {decode_int64, BIT(LAMINA_JSON_NUMBER)},
    [LAMINA_TYPE_JSON] = {decode_json, ~0u},
};

static bool read_scalar(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                        uint32_t type, const lamina_json *value, void *out, bool is_element)
{
    const decoder *d = &decoders[type];
    if ((d->accepts >> lamina_json_type(value) & 1u) == 0) {
        violate_type(walk, path, type, value);
        return false;
    }
    if (!d->decode(walk, path, value, out))
        return false;
    lamina__value_check(walk, field, path, type, out, is_element);
    return true;
}

/* ---- objects and lists ---- */

static bool read_object(lamina__walk *walk, const lamina_record *record, const lamina__path *path,
                        const lamina_json *value, void *out, uint32_t depth);

static bool read_record(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                        const lamina_json *value, void *out, uint32_t depth)
{
    void *object = lamina_arena_alloc(walk->arena, field->record->struct_size);
    if (object == NULL) {
        lamina__walk_fail(walk, LAMINA_E_LIMIT);
        return false;
    }
    *(void **)out = object;
    return read_object(walk, field->record, path, value, object, depth + 1);
}

static void read_elements(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                          const lamina_json *array, char *items, uint32_t depth)
{
    uint32_t type = lamina__element_type(field);
    size_t size = lamina__element_size(field);
    lamina__path step = {.parent = path, .is_element = true};
    const lamina_json *element = lamina_json_first(array);
    for (; element != NULL && walk->status == LAMINA_OK; element = lamina_json_next(element)) {
        if (type == LAMINA_TYPE_RECORD)
            (void)read_object(walk, field->record, &step, element, items, depth + 1);
        else
            (void)read_scalar(walk, field, &step, type, element, items, true);
        items += size;
        step.index++;
    }
}

static bool read_list(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                      const lamina_json *value, void *out, uint32_t depth)
{
    if (lamina_json_type(value) != LAMINA_JSON_ARRAY) {
        violate_type(walk, path, field->type, value);
        return false;
    }
    size_t count = lamina_json_count(value);
    lamina__value_check_count(walk, field, path, count);
    void *items = lamina_arena_array(walk->arena, count, lamina__element_size(field));
    if (items == NULL) {
        lamina__walk_fail(walk, LAMINA_E_LIMIT);
        return false;
    }
    size_t before = walk->violations->count + walk->violations->dropped;
    read_elements(walk, field, path, value, items, depth);
    lamina_list list = {items, count};
    *(lamina_list *)out = list;
    /* Elements that could not be read would all look the same. */
    if (walk->status == LAMINA_OK && before == walk->violations->count + walk->violations->dropped)
        lamina__value_check_unique(walk, field, path, list);
    return true;
}

static bool read_value(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                       const lamina_json *value, void *out, uint32_t depth)
{
    if (field->type == LAMINA_TYPE_RECORD)
        return read_record(walk, field, path, value, out, depth);
    if ((lamina__type_of(field->type)->traits & LAMINA__TYPE_MANY) != 0)
        return read_list(walk, field, path, value, out, depth);
    return read_scalar(walk, field, path, field->type, value, out, false);
}

static void read_member(lamina__walk *walk, const lamina_record *record, uint32_t i,
                        const lamina__path *path, const lamina_json *value, void *object,
                        uint32_t depth)
{
    const lamina_field *field = lamina_record_field(record, i);
    if ((field->flags & LAMINA_FIELD_READ_ONLY) != 0 && !walk->is_default) {
        lamina__walk_violate(walk, path, "read-only", "is set by the service and must not be sent");
        return;
    }
    if (lamina_json_type(value) == LAMINA_JSON_NULL) {
        if ((field->flags & LAMINA_FIELD_NULLABLE) != 0 &&
            (field->flags & LAMINA_FIELD_REQUIRED) == 0)
            lamina_mark_null(object, i);
        else
            lamina__walk_violate(walk, path, "null", "must not be null");
        return;
    }
    if (read_value(walk, field, path, value, lamina__member(object, field), depth))
        lamina_mark(object, i);
}

static bool read_object(lamina__walk *walk, const lamina_record *record, const lamina__path *path,
                        const lamina_json *value, void *out, uint32_t depth)
{
    if (lamina_json_type(value) != LAMINA_JSON_OBJECT) {
        violate_type(walk, path, LAMINA_TYPE_RECORD, value);
        return false;
    }
    if (!lamina__object_check_depth(walk, path, depth))
        return false;

    uint64_t seen = 0;
    uint32_t next = 0;
    const lamina_json *member = lamina_json_first(value);
    for (; member != NULL && walk->status == LAMINA_OK; member = lamina_json_next(member)) {
        lamina__path step = {.parent = path, .name = lamina_json_name(member)};
        uint32_t i = lamina__field_find(record, step.name, &next);
        if (i == record->field_count) {
            if ((record->flags & LAMINA_RECORD_OPEN) == 0)
                lamina__walk_violate(walk, &step, "unknown", "is not a member of this object");
            continue;
        }
        if ((seen >> i & 1u) != 0) {
            lamina__walk_violate(walk, &step, "duplicate", "must not be there twice");
            continue;
        }
        seen |= UINT64_C(1) << i;
        read_member(walk, record, i, &step, member, out, depth);
    }
    lamina__object_check_count(walk, record, path, seen);
    seen = lamina__defaults_read(walk, record, path, seen, out, depth);
    lamina__object_require(walk, record, path, seen);
    return true;
}

void lamina__default_read(lamina__walk *walk, const lamina_record *record, uint32_t i,
                          const lamina__path *path, void *object, uint32_t depth)
{
    lamina_str text = lamina_str_from(lamina_record_field(record, i)->default_json);
    const lamina_json *value = NULL;
    lamina_status status = lamina_json_read(walk->arena, text, 0, &value, NULL);
    if (status == LAMINA_E_LIMIT && lamina_arena_is_exhausted(walk->arena)) {
        lamina__walk_fail(walk, LAMINA_E_LIMIT);
        return;
    }
    if (status != LAMINA_OK) {
        lamina__walk_violate(walk, path, "type", "must be valid JSON");
        return;
    }
    bool was_default = walk->is_default;
    walk->is_default = true;
    read_member(walk, record, i, path, value, object, depth);
    walk->is_default = was_default;
}

uint64_t lamina__defaults_read(lamina__walk *walk, const lamina_record *record,
                               const lamina__path *path, uint64_t seen, void *object,
                               uint32_t depth)
{
    for (uint32_t i = 0; i < record->field_count && walk->status == LAMINA_OK; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        bool is_ours = (field->flags & LAMINA_FIELD_READ_ONLY) != 0 && !walk->is_default;
        if (field->default_json == NULL || (seen >> i & 1u) != 0 || is_ours)
            continue;
        lamina__path step = {.parent = path, .name = lamina_str_from(field->name)};
        lamina__default_read(walk, record, i, &step, object, depth);
        seen |= UINT64_C(1) << i;
    }
    return seen;
}

lamina_status lamina_record_read_json(lamina_arena *arena, const lamina_record *record,
                                      const lamina_json *value, void *out,
                                      lamina_violations *violations)
{
    lamina__walk walk = {.arena = arena, .violations = violations, .is_utf8 = true};
    memset(out, 0, record->struct_size);
    (void)read_object(&walk, record, NULL, value, out, 1);
    return lamina__walk_end(&walk);
}
