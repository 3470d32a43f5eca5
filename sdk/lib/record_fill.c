/*
 * record_fill.c - defaults for a struct that was filled by hand.
 */
#include <string.h>

#include "record_default.h"
#include "record_type.h"

typedef struct record_filler {
    lamina_arena *arena;
    uint32_t flags; /* LAMINA_FILL_* */
} record_filler;

static lamina_status fill_object(const record_filler *filler, const lamina_record *record,
                                 void *object, uint32_t depth);

lamina_status lamina_record_default(lamina_arena *arena, const lamina_record *record, uint32_t i,
                                    void *value)
{
    const lamina_field *field = lamina_record_field(record, i);
    if (field->default_json == NULL)
        return LAMINA_OK;
    lamina_violations violations = {0};
    lamina__walk walk = {.arena = arena, .violations = &violations, .is_utf8 = true};
    lamina__path path = {.name = lamina_str_from(field->name)};
    lamina__default_read(&walk, record, i, &path, value, 1);
    lamina_status status = lamina__walk_end(&walk);
    return status == LAMINA_E_INVALID ? LAMINA_E_CONFIG : status;
}

static bool gets_default(const record_filler *filler, const lamina_record *record,
                         const void *object, uint32_t i)
{
    const lamina_field *field = lamina_record_field(record, i);
    bool is_withheld =
        (field->flags & LAMINA_FIELD_DEFAULT_NEW) != 0 && (filler->flags & LAMINA_FILL_NEW) == 0;
    return field->default_json != NULL && !is_withheld &&
           lamina__field_state(record, object, i) == LAMINA__ABSENT;
}

static bool holds_records(const lamina_field *field)
{
    return field->type == LAMINA_TYPE_RECORD ||
           (field->type == LAMINA_TYPE_LIST && field->item_type == LAMINA_TYPE_RECORD);
}

/* The structs of a field that holds something: one, or those of a list. */
static lamina_list records_of(const lamina_field *field, const void *member)
{
    if (field->type == LAMINA_TYPE_LIST)
        return *(const lamina_list *)member;
    return (lamina_list){*(const void *const *)member, 1};
}

/* Is a default missing anywhere in there? */
static bool lacks_default(const record_filler *filler, const lamina_record *record,
                          const void *object, uint32_t depth)
{
    if (depth > LAMINA_RECORD_DEPTH_CAP)
        return false;
    for (uint32_t i = 0; i < record->field_count; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        if (gets_default(filler, record, object, i))
            return true;
        if (!holds_records(field) || lamina__field_state(record, object, i) != LAMINA__PRESENT)
            continue;
        lamina_list inside = records_of(field, lamina__member_of(object, field));
        const char *object_inside = inside.items;
        for (size_t k = 0; k < inside.count; k++, object_inside += field->record->struct_size)
            if (lacks_default(filler, field->record, object_inside, depth + 1))
                return true;
    }
    return false;
}

/* Structs that something points to may be shared or const: those that lack a default are copied, and
   the copies filled. */
static lamina_status fill_inside(const record_filler *filler, const lamina_field *field,
                                 void *member, uint32_t depth)
{
    lamina_list inside = records_of(field, member);
    size_t size = field->record->struct_size;
    bool is_lacking = false;
    for (size_t k = 0; k < inside.count && !is_lacking; k++)
        is_lacking =
            lacks_default(filler, field->record, (const char *)inside.items + k * size, depth + 1);
    if (!is_lacking)
        return LAMINA_OK;
    char *copy = lamina_arena_array(filler->arena, inside.count, size);
    if (copy == NULL)
        return LAMINA_E_LIMIT;
    memcpy(copy, inside.items, inside.count * size);
    if (field->type == LAMINA_TYPE_LIST)
        *(lamina_list *)member = (lamina_list){copy, inside.count};
    else
        *(void **)member = copy;
    lamina_status status = LAMINA_OK;
    for (size_t k = 0; k < inside.count && status == LAMINA_OK; k++)
        status = fill_object(filler, field->record, copy + k * size, depth + 1);
    return status;
}

static lamina_status fill_object(const record_filler *filler, const lamina_record *record,
                                 void *object, uint32_t depth)
{
    if (depth > LAMINA_RECORD_DEPTH_CAP)
        return LAMINA_OK; /* whoever writes the struct says that it is too deep */
    lamina_status status = LAMINA_OK;
    for (uint32_t i = 0; i < record->field_count && status == LAMINA_OK; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        if (gets_default(filler, record, object, i))
            status = lamina_record_default(filler->arena, record, i, object);
        else if (holds_records(field) && lamina__field_state(record, object, i) == LAMINA__PRESENT)
            status = fill_inside(filler, field, lamina__member(object, field), depth);
    }
    return status;
}

lamina_status lamina_record_fill(lamina_arena *arena, const lamina_record *record, uint32_t flags,
                                 void *value)
{
    record_filler filler = {arena, flags};
    return fill_object(&filler, record, value, 1);
}
