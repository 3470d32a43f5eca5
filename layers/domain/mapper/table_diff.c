/* In what a described table is another than its model asks for. */
#include "lamina/text.h"
#include "mapper/model.h"
#include "mapper/table.h"

#define SENTENCES_AT_FIRST 8u

typedef struct table_differ {
    lamina_arena *arena;
    const mapper_model *model;
    const mapper_table *table;
    lamina_str *sentences;
    size_t count;
    size_t room;
    lamina_status status; /* the first failure sticks */
} table_differ;

static void add_sentence(table_differ *differ, lamina_str sentence)
{
    if (differ->status != LAMINA_OK)
        return;
    if (differ->count == differ->room) {
        size_t room = differ->room == 0 ? SENTENCES_AT_FIRST : differ->room * 2;
        lamina_str *more = lamina_arena_array(differ->arena, room, sizeof *more);
        for (size_t i = 0; more != NULL && i < differ->count; i++)
            more[i] = differ->sentences[i];
        differ->sentences = more;
        differ->room = room;
    }
    if (differ->sentences == NULL || sentence.ptr == NULL)
        differ->status = LAMINA_E_LIMIT;
    else
        differ->sentences[differ->count++] = sentence;
}

/* what: "range key"; the texts may be empty: none. */
static void compare(table_differ *differ, const char *subject, const char *what, lamina_str wanted,
                    lamina_str found)
{
    static const lamina_str none = {"none", 4};
    if (lamina_str_equal(wanted, found))
        return;
    wanted = wanted.len == 0 ? none : wanted;
    found = found.len == 0 ? none : found;
    add_sentence(differ,
                 lamina_arena_format(differ->arena, "%s: %s: the model has %.*s, the table %.*s",
                                     subject, what, LAMINA_FMT(wanted), LAMINA_FMT(found)));
}

/* ---- keys ---- */

/* "id (S)"; empty: no key. */
static lamina_str key_text(table_differ *differ, lamina_str name, lamina_str type)
{
    if (name.len == 0)
        return name;
    lamina_str text =
        lamina_arena_format(differ->arena, "%.*s (%.*s)", LAMINA_FMT(name), LAMINA_FMT(type));
    if (text.ptr == NULL)
        differ->status = LAMINA_E_LIMIT;
    return text;
}

static lamina_str wanted_key(table_differ *differ, uint32_t number)
{
    if (number == MAPPER_NO_FIELD)
        return (lamina_str){NULL, 0};
    const lamina_field *field = mapper__field(differ->model, number);
    return key_text(differ, lamina_str_from(field->name),
                    lamina_str_from(mapper__key_type(field->type)));
}

static lamina_str found_key(table_differ *differ, lamina_str name)
{
    const mapper_table_attribute *attributes = differ->table->attributes.items;
    for (size_t i = 0; i < differ->table->attributes.count; i++)
        if (lamina_str_equal(attributes[i].name, name))
            return key_text(differ, name, attributes[i].type);
    return key_text(differ, name, LAMINA_STR("not defined"));
}

static void compare_keys(table_differ *differ, const char *subject, uint32_t hash_field,
                         uint32_t range_field, lamina_str hash, lamina_str range)
{
    compare(differ, subject, "hash key", wanted_key(differ, hash_field), found_key(differ, hash));
    compare(differ, subject, "range key", wanted_key(differ, range_field),
            found_key(differ, range));
}

static bool is_used(const mapper_table *table, lamina_str attribute)
{
    const mapper_table_index *indexes = table->indexes.items;
    bool used =
        lamina_str_equal(attribute, table->hash) || lamina_str_equal(attribute, table->range);
    for (size_t i = 0; i < table->indexes.count && !used; i++)
        used = lamina_str_equal(attribute, indexes[i].hash) ||
               lamina_str_equal(attribute, indexes[i].range);
    return used;
}

/* The service refuses a table with such a definition; a template is free to say anything. */
static void find_unused_attributes(table_differ *differ)
{
    const mapper_table_attribute *attributes = differ->table->attributes.items;
    for (size_t i = 0; i < differ->table->attributes.count; i++)
        if (!is_used(differ->table, attributes[i].name))
            add_sentence(differ, lamina_arena_format(
                                     differ->arena,
                                     "attribute %.*s: the table defines it, and no key uses it",
                                     LAMINA_FMT(attributes[i].name)));
}

/* ---- indexes ---- */

static const mapper_table_index *index_named(const mapper_table *table, const char *name)
{
    const mapper_table_index *indexes = table->indexes.items;
    for (size_t i = 0; i < table->indexes.count; i++)
        if (lamina_str_is(indexes[i].name, name))
            return &indexes[i];
    return NULL;
}

static bool includes(const mapper_table_index *found, const char *name)
{
    const lamina_str *names = found->included.items;
    for (size_t i = 0; i < found->included.count; i++)
        if (lamina_str_is(names[i], name))
            return true;
    return false;
}

static bool asks_to_include(const mapper_model *model, const mapper_index *index, lamina_str name)
{
    for (uint32_t i = 0; i < index->included_count; i++)
        if (lamina_str_is(name, mapper__field(model, index->included[i])->name))
            return true;
    return false;
}

static void compare_included(table_differ *differ, const char *subject, const mapper_index *index,
                             const mapper_table_index *found)
{
    const lamina_str *names = found->included.items;
    for (uint32_t i = 0; i < index->included_count; i++) {
        const char *name = mapper__field(differ->model, index->included[i])->name;
        if (!includes(found, name))
            compare(differ, subject, "included attribute", lamina_str_from(name),
                    (lamina_str){NULL, 0});
    }
    for (size_t i = 0; i < found->included.count; i++)
        if (!asks_to_include(differ->model, index, names[i]))
            compare(differ, subject, "included attribute", (lamina_str){NULL, 0}, names[i]);
}

static void compare_index(table_differ *differ, const mapper_index *index)
{
    lamina_str subject = lamina_arena_format(differ->arena, "index %s", index->name);
    const mapper_table_index *found = index_named(differ->table, index->name);
    if (subject.ptr == NULL) {
        differ->status = LAMINA_E_LIMIT;
        return;
    }
    if (found == NULL) {
        add_sentence(differ,
                     lamina_arena_format(differ->arena, "%s: the model has it, the table does not",
                                         subject.ptr));
        return;
    }
    compare(differ, subject.ptr, "kind",
            index->is_local != 0 ? LAMINA_STR("local") : LAMINA_STR("global"),
            found->is_local != 0 ? LAMINA_STR("local") : LAMINA_STR("global"));
    compare_keys(differ, subject.ptr, index->hash_field, index->range_field, found->hash,
                 found->range);
    compare(differ, subject.ptr, "projection", mapper__projection_name(index->projection),
            found->projection == MAPPER_TABLE_UNKNOWN ? LAMINA_STR("an unknown one")
                                                      : mapper__projection_name(found->projection));
    compare_included(differ, subject.ptr, index, found);
}

static void compare_indexes(table_differ *differ)
{
    const mapper_table_index *indexes = differ->table->indexes.items;
    for (uint32_t i = 0; i < differ->model->index_count; i++)
        compare_index(differ, mapper__index(differ->model, i));
    for (size_t i = 0; i < differ->table->indexes.count; i++) {
        lamina_str name = indexes[i].name;
        lamina_str text = lamina_arena_copy(differ->arena, name);
        if (text.ptr != NULL && name.len > 0 &&
            mapper__index_named(differ->model, text.ptr) != NULL &&
            index_named(differ->table, text.ptr) == &indexes[i])
            continue;
        add_sentence(differ, lamina_arena_format(differ->arena,
                                                 "index %.*s: the table has it, the model does not",
                                                 LAMINA_FMT(name)));
    }
}

/* ---- the whole ---- */

static void compare_settings(table_differ *differ)
{
    const mapper_model *model = differ->model;
    const char *ttl =
        model->ttl_field == MAPPER_NO_FIELD ? NULL : mapper__field(model, model->ttl_field)->name;
    compare(differ, "time to live", "attribute", lamina_str_from(ttl),
            differ->table->ttl_attribute);
    compare(differ, "stream", "view", mapper__stream_view_name(model->stream_view),
            differ->table->stream_view == MAPPER_TABLE_UNKNOWN
                ? LAMINA_STR("an unknown one")
                : mapper__stream_view_name(differ->table->stream_view));
}

lamina_status mapper_table_diff(lamina_arena *arena, const mapper_model *model,
                                const mapper_table *table, lamina_list *differences)
{
    table_differ differ = {.arena = arena, .model = model, .table = table};
    lamina_str reason = {NULL, 0};
    lamina_status sound = mapper_model_check(arena, model, &reason);
    if (sound != LAMINA_OK) {
        add_sentence(&differ, reason);
    } else {
        compare_keys(&differ, "table", model->hash_field, model->range_field, table->hash,
                     table->range);
        compare_indexes(&differ);
        find_unused_attributes(&differ);
        compare_settings(&differ);
    }
    *differences = (lamina_list){differ.sentences, differ.count};
    return differ.status == LAMINA_OK ? sound : differ.status;
}
