/* Reads of many items: see lookup.h. */
#include "mapper/lookup.h"

#include "lamina/problem.h"
#include "mapper/item.h"
#include "mapper/stored.h"
#include "mapper/validation.h"

/* Lookup i of a caller who may have known a longer mapper_lookup. */
static mapper_lookup *lookup_at(const mapper__lookups *lookups, size_t i)
{
    return (mapper_lookup *)(void *)((char *)lookups->asked + i * lookups->asked->size);
}

static bool is_answer(lamina_status status)
{
    return status == LAMINA_OK || status == LAMINA_E_NOT_FOUND;
}

/* ---- preparing ---- */

static lamina_status add_entry(mapper__lookups *lookups, size_t i, lamina_str table, lamina_str key,
                               lamina_str identity)
{
    lamina_status status =
        mapper__key_map_add(&lookups->map, lookups->context, identity, lookups->entry_count);
    if (status != LAMINA_OK)
        return status;
    lookups->entries[lookups->entry_count++] = (mapper__lookup_entry){
        .table = table, .model = lookup_at(lookups, i)->model, .key = key, .first = i, .last = i};
    return LAMINA_OK;
}

static bool has_fields(const mapper_lookup *lookup)
{
    for (uint32_t i = 0; lookup->fields != NULL && i < lookup->field_count; i++)
        if (lookup->fields[i] >= lookup->model->record->field_count)
            return false;
    return true;
}

static lamina_status take(mapper__lookups *lookups, size_t i)
{
    const mapper_lookup *lookup = lookup_at(lookups, i);
    if (lookup->model == NULL || lookup->key == NULL || lookup->out == NULL)
        return lamina_cause(lookups->context, LAMINA_E_ARGUMENT,
                            "lookup %zu has no model, no key or no place for its item", i);
    lamina_status status = mapper__validate_key(lookups->context, lookup->model, lookup->key);
    if (status != LAMINA_OK)
        return lamina_cause(lookups->context, status, "the key of lookup %zu was refused", i);
    if (!has_fields(lookup))
        return lamina_cause(lookups->context, LAMINA_E_ARGUMENT,
                            "lookup %zu wants a field that %s does not have", i,
                            lookup->model->name);
    lamina_str table = mapper_table_name(lookup->model);
    lamina_str key, identity;
    status =
        mapper__key_describe(lookups->context, table, lookup->model, lookup->key, &key, &identity);
    if (status != LAMINA_OK)
        return status;
    lookups->next[i] = MAPPER__NO_ENTRY;
    size_t same = mapper__key_map_find(&lookups->map, identity);
    if (same == MAPPER__NO_ENTRY)
        return add_entry(lookups, i, table, key, identity);
    lookups->next[lookups->entries[same].last] = i;
    lookups->entries[same].last = i;
    return LAMINA_OK;
}

static void fail_all(const mapper__lookups *lookups, lamina_status status)
{
    for (size_t i = 0; i < lookups->count; i++)
        lookup_at(lookups, i)->status = status;
}

lamina_status mapper__lookups_prepare(mapper__lookups *lookups, lamina_context *context,
                                      mapper_lookup *asked, size_t count)
{
    *lookups = (mapper__lookups){.context = context, .asked = asked, .count = count};
    if (asked == NULL || asked->size < sizeof *asked)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "lookups without their size");
    lookups->next = lamina_arena_array(context->arena, count, sizeof *lookups->next);
    lookups->entries = lamina_arena_array(context->arena, count, sizeof *lookups->entries);
    lamina_status status =
        lookups->next == NULL || lookups->entries == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
    for (size_t i = 0; i < count && status == LAMINA_OK; i++)
        status = take(lookups, i);
    if (status != LAMINA_OK)
        fail_all(lookups, status);
    return status;
}

/* ---- answering ---- */

void mapper__lookups_answer(mapper__lookups *lookups, size_t entry, const lamina_json *item)
{
    for (size_t i = lookups->entries[entry].first; i != MAPPER__NO_ENTRY; i = lookups->next[i]) {
        mapper_lookup *lookup = lookup_at(lookups, i);
        lookup->status =
            mapper__stored_read(lookups->context, lookup->model, item,
                                lookup->fields != NULL ? MAPPER__READ_PARTIAL : 0, lookup->out);
    }
}

void mapper__lookups_fail(mapper__lookups *lookups, size_t entry, lamina_status status)
{
    size_t i = lookups->entries[entry].first;
    for (; i != MAPPER__NO_ENTRY; i = lookups->next[i])
        lookup_at(lookups, i)->status = status;
}

void mapper__lookups_project(const mapper__lookups *lookups, size_t entry,
                             mapper__projection *projection)
{
    size_t i = lookups->entries[entry].first;
    for (; i != MAPPER__NO_ENTRY; i = lookups->next[i])
        mapper__projection_add(projection, lookup_at(lookups, i)->model,
                               lookup_at(lookups, i)->fields, lookup_at(lookups, i)->field_count);
}

lamina_status mapper__lookups_status(const mapper__lookups *lookups)
{
    for (size_t i = 0; i < lookups->count; i++)
        if (!is_answer(lookup_at(lookups, i)->status))
            return lookup_at(lookups, i)->status;
    return LAMINA_OK;
}
