/*
 * record_copy.c - from one struct to another, by the names that their records share.
 */
#include <string.h>

#include "lamina/record_json.h"
#include "record_object.h"
#include "record_type.h"

static lamina_status copy_object(lamina_arena *arena, const lamina_record *from_record,
                                 const void *from, const lamina_record *to_record, void *to,
                                 uint32_t depth);

/* Records of two tables: new structs, field by field. */
static lamina_status copy_record(lamina_arena *arena, const lamina_field *from_field,
                                 const void *from, const lamina_field *to_field, void *to,
                                 uint32_t depth)
{
    void *object = lamina_arena_alloc(arena, to_field->record->struct_size);
    if (object == NULL)
        return LAMINA_E_LIMIT;
    *(void **)to = object;
    return copy_object(arena, from_field->record, *(const void *const *)from, to_field->record,
                       object, depth + 1);
}

static lamina_status copy_list(lamina_arena *arena, const lamina_field *from_field,
                               const lamina_list *from, const lamina_field *to_field,
                               lamina_list *to, uint32_t depth)
{
    const lamina_record *from_record = from_field->record;
    const lamina_record *to_record = to_field->record;
    char *items = lamina_arena_array(arena, from->count, to_record->struct_size);
    if (items == NULL)
        return LAMINA_E_LIMIT;
    *to = (lamina_list){items, from->count};
    for (size_t i = 0; i < from->count; i++) {
        const char *item = (const char *)from->items + i * from_record->struct_size;
        lamina_status status = copy_object(arena, from_record, item, to_record,
                                           items + i * to_record->struct_size, depth + 1);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

static bool is_same_type(const lamina_field *a, const lamina_field *b)
{
    return a->type == b->type && (a->type != LAMINA_TYPE_LIST || a->item_type == b->item_type);
}

static lamina_status copy_member(lamina_arena *arena, const lamina_field *from_field,
                                 const void *from, const lamina_field *to_field, void *to,
                                 uint32_t depth)
{
    bool has_records =
        from_field->type == LAMINA_TYPE_RECORD ||
        (from_field->type == LAMINA_TYPE_LIST && from_field->item_type == LAMINA_TYPE_RECORD);
    if (!has_records || from_field->record == to_field->record) {
        memcpy(to, from, lamina__type_of(from_field->type)->size);
        return LAMINA_OK;
    }
    if (from_field->type == LAMINA_TYPE_RECORD)
        return copy_record(arena, from_field, from, to_field, to, depth);
    return copy_list(arena, from_field, from, to_field, to, depth);
}

static lamina_status copy_object(lamina_arena *arena, const lamina_record *from_record,
                                 const void *from, const lamina_record *to_record, void *to,
                                 uint32_t depth)
{
    if (depth > LAMINA_RECORD_DEPTH_CAP)
        return LAMINA_E_LIMIT;
    if ((from_record->flags & to_record->flags & LAMINA_RECORD_KEEPS_UNKNOWN) != 0)
        memcpy((char *)to + LAMINA__UNKNOWN_OFFSET, (const char *)from + LAMINA__UNKNOWN_OFFSET,
               sizeof(lamina_unknown));
    uint32_t next = 0;
    for (uint32_t i = 0; i < from_record->field_count; i++) {
        const lamina_field *field = lamina_record_field(from_record, i);
        int state = lamina__field_state(from_record, from, i);
        uint32_t j = lamina__field_find(to_record, lamina_str_from(field->name), &next);
        if (j == to_record->field_count)
            continue;
        const lamina_field *target = lamina_record_field(to_record, j);
        if (!is_same_type(field, target))
            continue;
        if (state == LAMINA__NULL)
            lamina_mark_null(to, j);
        if (state == LAMINA__ABSENT)
            lamina_mark_absent(to, j);
        if (state != LAMINA__PRESENT)
            continue;
        lamina_status status = copy_member(arena, field, lamina__member_of(from, field), target,
                                           lamina__member(to, target), depth);
        if (status != LAMINA_OK)
            return status;
        lamina_mark(to, j);
    }
    return LAMINA_OK;
}

lamina_status lamina_record_copy(lamina_arena *arena, const lamina_record *from_record,
                                 const void *from, const lamina_record *to_record, void *to)
{
    return copy_object(arena, from_record, from, to_record, to, 1);
}

lamina_status lamina_record_copy_each(lamina_arena *arena, const lamina_record *from_record,
                                      const void *const *from, size_t count,
                                      const lamina_record *to_record, lamina_list *to)
{
    char *items = lamina_arena_array(arena, count, to_record->struct_size);
    if (items == NULL)
        return LAMINA_E_LIMIT;
    for (size_t i = 0; i < count; i++) {
        lamina_status status = lamina_record_copy(arena, from_record, from[i], to_record,
                                                  items + i * to_record->struct_size);
        if (status != LAMINA_OK)
            return status;
    }
    *to = (lamina_list){items, count};
    return LAMINA_OK;
}

void lamina_record_apply(const lamina_record *record, const void *changes, void *value)
{
    for (uint32_t i = 0; i < record->field_count; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        if (lamina_is_present(changes, i)) {
            memcpy((char *)value + field->offset, (const char *)changes + field->offset,
                   lamina__type_of(field->type)->size);
            lamina_mark(value, i);
        } else if (lamina_is_null(changes, i)) {
            lamina_mark_absent(value, i);
        }
    }
}
