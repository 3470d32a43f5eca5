/*
 * record_validate.c - a struct that was filled by hand, against its record.
 */
#include "record_object.h"
#include "record_type.h"
#include "record_value.h"

static void validate_object(lamina__walk *walk, const lamina_record *record,
                            const lamina__path *path, const void *object, uint32_t depth);

static void validate_list(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                          lamina_list list, uint32_t depth)
{
    uint32_t type = lamina__element_type(field);
    size_t size = lamina__element_size(field);
    lamina__value_check_count(walk, field, path, list.count);
    size_t before = walk->violations->count + walk->violations->dropped;
    lamina__path step = {.parent = path, .is_element = true};
    for (; step.index < list.count && walk->status == LAMINA_OK; step.index++) {
        const void *item = (const char *)list.items + step.index * size;
        if (type == LAMINA_TYPE_RECORD)
            validate_object(walk, field->record, &step, item, depth + 1);
        else
            lamina__value_check(walk, field, &step, type, item, true);
    }
    if (walk->status == LAMINA_OK && before == walk->violations->count + walk->violations->dropped)
        lamina__value_check_unique(walk, field, path, list);
}

static void validate_member(lamina__walk *walk, const lamina_field *field, const lamina__path *path,
                            const void *member, uint32_t depth)
{
    if (field->type == LAMINA_TYPE_RECORD)
        validate_object(walk, field->record, path, *(const void *const *)member, depth + 1);
    else if ((lamina__type_of(field->type)->traits & LAMINA__TYPE_MANY) != 0)
        validate_list(walk, field, path, *(const lamina_list *)member, depth);
    else
        lamina__value_check(walk, field, path, field->type, member, false);
}

static void validate_object(lamina__walk *walk, const lamina_record *record,
                            const lamina__path *path, const void *object, uint32_t depth)
{
    if (!lamina__object_check_depth(walk, path, depth))
        return;
    uint64_t members = 0;
    for (uint32_t i = 0; i < record->field_count && walk->status == LAMINA_OK; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        lamina__path step = {.parent = path, .name = lamina_str_from(field->name)};
        int state = lamina__field_state(record, object, i);
        bool is_required = (field->flags & LAMINA_FIELD_REQUIRED) != 0;
        if (state != LAMINA__ABSENT)
            members |= UINT64_C(1) << i;
        if (state == LAMINA__PRESENT)
            validate_member(walk, field, &step, lamina__member_of(object, field), depth);
        else if (state == LAMINA__NULL &&
                 (is_required || (field->flags & LAMINA_FIELD_NULLABLE) == 0))
            lamina__walk_violate(walk, &step, "null", "must not be null");
        else if (state == LAMINA__ABSENT && is_required)
            lamina__walk_violate(walk, &step, "required", "is required");
    }
    lamina__object_check_count(walk, record, path, members);
}

lamina_status lamina_record_validate(lamina_arena *arena, const lamina_record *record,
                                     const void *value, lamina_violations *violations)
{
    lamina__walk walk = {.arena = arena, .violations = violations};
    validate_object(&walk, record, NULL, value, 1);
    return lamina__walk_end(&walk);
}
