/* Everything that is checked of an item before it is sent. */
#include "mapper/validation.h"

#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "mapper/item.h"
#include "mapper/key.h"
#include "mapper/model.h"
#include "mapper/place.h"

/* LAMINA_E_INVALID only says that there are violations; they are told at the end, all at once. */
static lamina_status unless_invalid(lamina_status status)
{
    return status == LAMINA_E_INVALID ? LAMINA_OK : status;
}

static lamina_status conclude(lamina_context *context, lamina_status status,
                              const lamina_violations *violations)
{
    if (status != LAMINA_OK)
        return status;
    return violations->count + violations->dropped == 0
               ? LAMINA_OK
               : lamina_fail_violations(context, violations);
}

/* Two rules may find the same thing at one place, an empty key say: the first word is enough. */
static void keep_first_of_each(lamina_violations *violations)
{
    size_t kept = 0;
    for (size_t i = 0; i < violations->count; i++) {
        size_t j = 0;
        while (j < kept &&
               !lamina_str_equal(violations->items[j].pointer, violations->items[i].pointer))
            j++;
        if (j == kept)
            violations->items[kept++] = violations->items[i];
    }
    violations->count = kept;
}

lamina_status mapper__validate_item(lamina_context *context, const mapper_model *model,
                                    const void *item)
{
    lamina_arena *arena = context->arena;
    lamina_violations violations = {0};
    lamina_status status =
        unless_invalid(lamina_record_validate(arena, model->record, item, &violations));
    if (status == LAMINA_OK)
        status = mapper__item_check(arena, model->record, item, &violations);
    if (status == LAMINA_OK)
        status = mapper__key_check(arena, model, item, &violations);
    if (status == LAMINA_OK)
        status = mapper__index_keys_check(arena, model, item, false, &violations);
    keep_first_of_each(&violations);
    return conclude(context, status, &violations);
}

/* Is it about that field or what is inside of it? Pointers begin with the field's name. */
static bool is_about(lamina_arena *arena, const lamina_violation *violation,
                     const lamina_field *field)
{
    mapper__place place = mapper__place_field(NULL, field->name);
    lamina_str pointer = mapper__place_pointer(arena, &place);
    return pointer.ptr != NULL && lamina_str_has_prefix(violation->pointer, pointer) &&
           (violation->pointer.len == pointer.len || violation->pointer.ptr[pointer.len] == '/');
}

/* An update holds only what changes. The table's key is checked for itself. */
static bool is_changed(lamina_arena *arena, const mapper_model *model, uint64_t fields,
                       const lamina_violation *violation)
{
    for (uint32_t i = 0; i < model->record->field_count; i++)
        if (is_about(arena, violation, mapper__field(model, i)))
            return (fields >> i & 1u) != 0 && !mapper__is_table_key(model, i);
    return true;
}

static void keep_changed(lamina_arena *arena, const mapper_model *model,
                         const mapper__changes *changes, lamina_violations *violations)
{
    uint64_t fields = changes->set | changes->nulled | changes->initial;
    size_t kept = 0;
    for (size_t i = 0; i < violations->count; i++)
        if (is_changed(arena, model, fields, &violations->items[i]))
            violations->items[kept++] = violations->items[i];
    violations->count = kept;
}

/* A required field does not bear to be taken away. */
static lamina_status check_removed(lamina_arena *arena, const mapper_model *model, uint64_t removed,
                                   lamina_violations *violations)
{
    for (uint32_t i = 0; i < model->record->field_count; i++) {
        const lamina_field *field = mapper__field(model, i);
        if ((removed >> i & 1u) == 0 || (field->flags & LAMINA_FIELD_REQUIRED) == 0)
            continue;
        mapper__place place = mapper__place_field(NULL, field->name);
        lamina_status status =
            lamina_violation_add(arena, violations, mapper__place_pointer(arena, &place),
                                 "required", "must not be null");
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

lamina_status mapper__validate_changes(lamina_context *context, const mapper_model *model,
                                       const void *item, const mapper__changes *changes)
{
    lamina_arena *arena = context->arena;
    lamina_violations violations = {0};
    lamina_status status =
        unless_invalid(lamina_record_validate(arena, model->record, item, &violations));
    if (status == LAMINA_OK)
        status = mapper__item_check(arena, model->record, item, &violations);
    keep_changed(arena, model, changes, &violations);
    if (status == LAMINA_OK)
        status = check_removed(arena, model, changes->removed, &violations);
    if (status == LAMINA_OK)
        status = mapper__key_check(arena, model, item, &violations);
    if (status == LAMINA_OK)
        status = mapper__index_keys_check(arena, model, item, changes->nulled == 0, &violations);
    keep_first_of_each(&violations);
    return conclude(context, status, &violations);
}

lamina_status mapper__validate_key(lamina_context *context, const mapper_model *model,
                                   const void *item)
{
    lamina_violations violations = {0};
    lamina_status status = mapper__model_use(context, model);
    if (status == LAMINA_OK)
        status = mapper__key_check(context->arena, model, item, &violations);
    return conclude(context, status, &violations);
}

/* ---- size ---- */

/* How many fields are named: who must make an item smaller looks there. */
#define NAMED_CAP 3u
/* Of the JSON of what an update sets: no request is larger. */
#define SET_JSON_CAP (16u << 20)

typedef struct sized_attribute {
    lamina_str name;
    size_t size;
} sized_attribute;

/* The largest first. */
static size_t find_largest(const lamina_json *attributes, sized_attribute largest[NAMED_CAP])
{
    size_t count = 0;
    const lamina_json *attribute = lamina_json_first(attributes);
    for (; attribute != NULL; attribute = lamina_json_next(attribute)) {
        lamina_str name = lamina_json_name(attribute);
        sized_attribute here = {name, name.len + mapper__attribute_size(attribute)};
        size_t place = 0;
        while (place < count && largest[place].size >= here.size)
            place++;
        if (place == NAMED_CAP)
            continue;
        count += count < NAMED_CAP;
        for (size_t i = count - 1; i > place; i--)
            largest[i] = largest[i - 1];
        largest[place] = here;
    }
    return count;
}

static lamina_status refuse_size(lamina_context *context, const lamina_json *attributes,
                                 size_t size)
{
    sized_attribute largest[NAMED_CAP] = {{.size = 0}};
    size_t count = find_largest(attributes, largest);
    lamina_str names = {"", 0};
    for (size_t i = 0; i < count; i++)
        names =
            lamina_arena_format(context->arena, "%.*s%s%.*s (%zu)", LAMINA_FMT(names),
                                i == 0 ? "" : ", ", LAMINA_FMT(largest[i].name), largest[i].size);
    lamina_str name = lamina_arena_copy(context->arena, largest[0].name);
    if (names.ptr == NULL || name.ptr == NULL)
        return LAMINA_E_LIMIT;
    mapper__place place = mapper__place_field(NULL, name.ptr);
    lamina_str pointer = mapper__place_pointer(context->arena, &place);
    if (pointer.ptr == NULL)
        return LAMINA_E_LIMIT;
    return lamina_fail_field(context, pointer.ptr, "max-length",
                             "makes the whole %zu bytes large; at most %u can be stored. "
                             "The largest are: %s",
                             size, MAPPER__ITEM_CAP, names.ptr);
}

lamina_status mapper__validate_size(lamina_context *context, lamina_str json)
{
    if (json.len <= MAPPER__ITEM_CAP)
        return LAMINA_OK; /* an attribute is never larger than its JSON */
    const lamina_json *attributes = NULL;
    lamina_status status =
        lamina_json_read(context->arena, json, LAMINA_JSON_DEPTH_MAX, &attributes, NULL);
    if (status != LAMINA_OK)
        return status == LAMINA_E_LIMIT ? status : LAMINA_E_INTERNAL;
    size_t size = mapper__item_size(attributes);
    return size <= MAPPER__ITEM_CAP ? LAMINA_OK : refuse_size(context, attributes, size);
}

lamina_status mapper__validate_set_size(lamina_context *context, const mapper_model *model,
                                        const void *item, uint64_t fields)
{
    lamina_text text;
    lamina_json_writer writer;
    lamina_status status = LAMINA_OK;
    lamina_text_init(&text, SET_JSON_CAP);
    lamina_json_write_init(&writer, &text);
    lamina_json_write_object(&writer);
    for (uint32_t i = 0; i < model->record->field_count && status == LAMINA_OK; i++) {
        if ((fields >> i & 1u) == 0)
            continue;
        lamina_json_write_name(&writer, lamina_str_from(mapper__field(model, i)->name));
        status = mapper__attribute_write(context->arena, mapper__field(model, i), item, &writer);
    }
    lamina_json_write_object_end(&writer);
    if (status == LAMINA_OK)
        status = lamina_text_status(&text);
    if (status == LAMINA_OK)
        status = mapper__validate_size(context, lamina_text_view(&text));
    lamina_text_clear(&text);
    return status;
}
