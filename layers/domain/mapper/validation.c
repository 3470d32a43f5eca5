/* Everything that is checked of an item before it is sent. */
#include "mapper/validation.h"

#include <string.h>

#include "lamina/problem.h"
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

/* A patch holds only what changes: nothing is said about the fields that it does not write. */
static bool is_patched(lamina_arena *arena, const mapper_model *model, const lamina_presence *has,
                       const lamina_violation *violation)
{
    for (uint32_t i = 0; i < model->record->field_count; i++)
        if (is_about(arena, violation, mapper__field(model, i)))
            return lamina_is_present(has, i) && !mapper__is_table_key(model, i);
    return true;
}

static void keep_patched(lamina_arena *arena, const mapper_model *model, const void *item,
                         lamina_violations *violations)
{
    size_t kept = 0;
    for (size_t i = 0; i < violations->count; i++)
        if (is_patched(arena, model, item, &violations->items[i]))
            violations->items[kept++] = violations->items[i];
    violations->count = kept;
}

/* Null takes a field away, which a required one does not bear. */
static lamina_status check_removed(lamina_arena *arena, const mapper_model *model, const void *item,
                                   lamina_violations *violations)
{
    const lamina_presence *has = item;
    for (uint32_t i = 0; i < model->record->field_count; i++) {
        const lamina_field *field = mapper__field(model, i);
        if (!lamina_is_null(has, i) || (field->flags & LAMINA_FIELD_REQUIRED) == 0)
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

lamina_status mapper__validate_patch(lamina_context *context, const mapper_model *model,
                                     const void *item)
{
    lamina_arena *arena = context->arena;
    lamina_violations violations = {0};
    lamina_status status =
        unless_invalid(lamina_record_validate(arena, model->record, item, &violations));
    if (status == LAMINA_OK)
        status = mapper__item_check(arena, model->record, item, &violations);
    keep_patched(arena, model, item, &violations);
    if (status == LAMINA_OK)
        status = check_removed(arena, model, item, &violations);
    if (status == LAMINA_OK)
        status = mapper__key_check(arena, model, item, &violations);
    if (status == LAMINA_OK)
        status = mapper__index_keys_check(arena, model, item, true, &violations);
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

lamina_status mapper__validate_size(lamina_context *context, const mapper_model *model,
                                    const void *item, size_t json_len)
{
    if (json_len <= MAPPER__ITEM_CAP)
        return LAMINA_OK;
    const lamina_field *largest = NULL;
    size_t size = mapper__item_size(context->arena, model->record, item, &largest);
    if (size <= MAPPER__ITEM_CAP)
        return LAMINA_OK;
    mapper__place place = mapper__place_field(NULL, largest->name);
    lamina_str pointer = mapper__place_pointer(context->arena, &place);
    if (pointer.ptr == NULL)
        return LAMINA_E_LIMIT;
    return lamina_fail_field(context, pointer.ptr, "max-length",
                             "makes the whole %zu bytes large; at most %u can be stored", size,
                             MAPPER__ITEM_CAP);
}
