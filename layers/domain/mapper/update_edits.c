/* Edits as callers build them: see domain/mapper/update.h. */
#include "mapper/update_edits.h"

#include <string.h>

#define FIRST_ROOM 8u

/* What stands for edits that there was no room for. Nothing is ever written to it. */
static mapper_edits no_room = {.status = LAMINA_E_LIMIT};
static mapper_edits wrong = {.status = LAMINA_E_ARGUMENT};

mapper_edits *mapper_edits_new(lamina_context *context)
{
    if (context == NULL)
        return &wrong;
    mapper_edits *edits = lamina_alloc(context, sizeof *edits);
    if (edits == NULL)
        return &no_room;
    edits->context = context;
    return edits;
}

static bool make_room(mapper_edits *edits)
{
    if (edits->count == MAPPER__OPERATOR_CAP)
        return false;
    if (edits->count < edits->room)
        return true;
    size_t room = edits->room == 0 ? FIRST_ROOM : edits->room * 2;
    mapper__edit *items = lamina_arena_array(edits->context->arena, room, sizeof *items);
    if (items == NULL)
        return false;
    if (edits->count > 0)
        memcpy(items, edits->items, edits->count * sizeof *items);
    edits->items = items;
    edits->room = room;
    return true;
}

static void add(mapper_edits *edits, uint32_t kind, const char *path, const dynamodb_value *value)
{
    if (edits == NULL || edits->status != LAMINA_OK)
        return;
    mapper__edit edit = {.kind = kind, .value = *value};
    edits->status = mapper__path_parse(edits->context->arena, path, &edit.path);
    if (edits->status != LAMINA_OK)
        return;
    edit.text = lamina_arena_copy(edits->context->arena, lamina_str_from(path)).ptr;
    if (edit.text == NULL || !make_room(edits)) {
        edits->status = LAMINA_E_LIMIT;
        return;
    }
    edits->items[edits->count++] = edit;
}

static void add_value(mapper_edits *edits, uint32_t kind, const char *path,
                      const dynamodb_value *value, uint32_t first_type, uint32_t last_type)
{
    if (edits != NULL && edits->status == LAMINA_OK &&
        (value->type < first_type || value->type > last_type))
        edits->status = LAMINA_E_ARGUMENT;
    add(edits, kind, path, value);
}

void mapper_edit_set(mapper_edits *edits, const char *path, dynamodb_value value)
{
    add_value(edits, MAPPER__EDIT_SET, path, &value, DYNAMODB_S, DYNAMODB_BS);
}

void mapper_edit_set_if_missing(mapper_edits *edits, const char *path, dynamodb_value value)
{
    add_value(edits, MAPPER__EDIT_SET_IF_MISSING, path, &value, DYNAMODB_S, DYNAMODB_BS);
}

void mapper_edit_remove(mapper_edits *edits, const char *path)
{
    dynamodb_value none = {.type = 0};
    add(edits, MAPPER__EDIT_REMOVE, path, &none);
}

void mapper_edit_increment(mapper_edits *edits, const char *path, dynamodb_value number)
{
    add_value(edits, MAPPER__EDIT_INCREMENT, path, &number, DYNAMODB_N, DYNAMODB_N);
}

void mapper_edit_decrement(mapper_edits *edits, const char *path, dynamodb_value number)
{
    add_value(edits, MAPPER__EDIT_DECREMENT, path, &number, DYNAMODB_N, DYNAMODB_N);
}

void mapper_edit_add(mapper_edits *edits, const char *path, dynamodb_value number_or_set)
{
    uint32_t first = number_or_set.type == DYNAMODB_N ? DYNAMODB_N : DYNAMODB_SS;
    add_value(edits, MAPPER__EDIT_ADD, path, &number_or_set, first, DYNAMODB_BS);
}

void mapper_edit_delete(mapper_edits *edits, const char *path, dynamodb_value set)
{
    add_value(edits, MAPPER__EDIT_DELETE, path, &set, DYNAMODB_SS, DYNAMODB_BS);
}

static void join(mapper_edits *edits, uint32_t kind, const char *path, const dynamodb_value *values,
                 size_t count)
{
    bool is_list = values != NULL && count > 0;
    for (size_t i = 0; i < count && is_list; i++)
        is_list = values[i].type >= DYNAMODB_S && values[i].type <= DYNAMODB_BS;
    dynamodb_value list = {.type = is_list ? DYNAMODB_L : 0, .items = values, .count = count};
    add_value(edits, kind, path, &list, DYNAMODB_L, DYNAMODB_L);
}

void mapper_edit_append(mapper_edits *edits, const char *path, const dynamodb_value *values,
                        size_t count)
{
    join(edits, MAPPER__EDIT_APPEND, path, values, count);
}

void mapper_edit_prepend(mapper_edits *edits, const char *path, const dynamodb_value *values,
                         size_t count)
{
    join(edits, MAPPER__EDIT_PREPEND, path, values, count);
}
