/*
 * What an item was, and what has changed since. Each field is kept as its attribute on the wire: a
 * struct shares texts, lists and nested structs with its copies, so no copy of it could tell.
 */
#include "mapper/snapshot.h"

#include "lamina/problem.h"
#include "lamina/text.h"
#include "mapper/element.h"
#include "mapper/item.h"
#include "mapper/model.h"

struct mapper_snapshot {
    const mapper_model *model;
    lamina_str *attributes; /* by field; empty: absent */
};

/* Escaping makes text six times longer at most. */
#define ATTRIBUTE_CAP (8u * MAPPER__ITEM_CAP)

const mapper_model *mapper__snapshot_model(const mapper_snapshot *snapshot)
{
    return snapshot == NULL ? NULL : snapshot->model;
}

/* A field as it would be written; empty when it would not. A value that cannot be written is left half
   done: it differs from every one that was read, and its rules are told later. */
static lamina_status describe(lamina_arena *arena, const mapper_model *model, uint32_t number,
                              const void *item, lamina_text *text)
{
    const lamina_field *field = mapper__field(model, number);
    lamina_json_writer writer;
    lamina_text_reset(text);
    lamina_json_write_init(&writer, text);
    lamina_status status = LAMINA_OK;
    if (lamina_is_null(item, number))
        lamina_text_add(text, LAMINA_STR("null"));
    else if (mapper__holds_value(field, item, number))
        status = mapper__attribute_write(arena, field, item, &writer);
    if (status == LAMINA_E_INVALID)
        lamina_text_add_char(text, '!');
    else if (status != LAMINA_OK)
        return status;
    return lamina_text_status(text);
}

static lamina_status take(lamina_context *context, const mapper_model *model, const void *item,
                          mapper_snapshot *snapshot)
{
    lamina_text text;
    lamina_text_init(&text, ATTRIBUTE_CAP);
    lamina_status status = LAMINA_OK;
    for (uint32_t i = 0; i < model->record->field_count && status == LAMINA_OK; i++) {
        status = describe(context->arena, model, i, item, &text);
        if (status != LAMINA_OK || text.len == 0)
            continue;
        snapshot->attributes[i] = lamina_arena_copy(context->arena, lamina_text_view(&text));
        if (snapshot->attributes[i].ptr == NULL)
            status = LAMINA_E_LIMIT;
    }
    lamina_text_clear(&text);
    return status;
}

lamina_status mapper_snapshot_take(lamina_context *context, const mapper_model *model,
                                   const void *item, const mapper_snapshot **snapshot)
{
    *snapshot = NULL;
    lamina_status status = mapper__model_use(context, model);
    if (status != LAMINA_OK)
        return status;
    if (item == NULL)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "a snapshot without an item");
    mapper_snapshot *taken = lamina_alloc(context, sizeof *taken);
    lamina_str *attributes =
        lamina_arena_array(context->arena, model->record->field_count, sizeof *attributes);
    if (taken == NULL || attributes == NULL)
        return LAMINA_E_LIMIT;
    *taken = (mapper_snapshot){model, attributes};
    status = take(context, model, item, taken);
    if (status == LAMINA_OK)
        *snapshot = taken;
    return status;
}

static void note_change(mapper__changes *changes, uint32_t number, const void *item, bool is_there)
{
    uint64_t bit = UINT64_C(1) << number;
    if (lamina_is_null(item, number))
        changes->nulled |= bit;
    else if (is_there)
        changes->set |= bit;
    else
        changes->removed |= bit;
}

lamina_status mapper__snapshot_compare(const mapper_snapshot *snapshot, lamina_context *context,
                                       const void *item, mapper__changes *changes)
{
    const mapper_model *model = snapshot->model;
    lamina_text text;
    lamina_text_init(&text, ATTRIBUTE_CAP);
    lamina_status status = LAMINA_OK;
    *changes = (mapper__changes){.set = 0};
    for (uint32_t i = 0; i < model->record->field_count && status == LAMINA_OK; i++) {
        status = describe(context->arena, model, i, item, &text);
        if (status != LAMINA_OK ||
            lamina_str_equal(lamina_text_view(&text), snapshot->attributes[i]))
            continue;
        if (mapper__is_table_key(model, i))
            status = lamina_cause(context, LAMINA_E_ARGUMENT,
                                  "the item to save has another %s than the one that was loaded",
                                  mapper__field(model, i)->name);
        note_change(changes, i, item, text.len > 0);
    }
    lamina_text_clear(&text);
    return status;
}
