/* Changes of an item as an update expression: SET what it gets, REMOVE what it loses. */
#include "mapper/expression.h"
#include "mapper/model.h"
#include "mapper/update_edits.h"

static uint64_t bit_of(uint32_t number)
{
    return number == MAPPER_NO_FIELD ? 0 : UINT64_C(1) << number;
}

uint64_t mapper__changes_withheld(const mapper_model *model)
{
    return bit_of(model->hash_field) | bit_of(model->range_field) | bit_of(model->created_field) |
           bit_of(model->version_field);
}

static void begin_clause(lamina_text *out, const char *keyword, bool *begun)
{
    if (*begun)
        lamina_text_add(out, LAMINA_STR(", "));
    else
        lamina_text_add(out, lamina_str_from(keyword));
    *begun = true;
}

static void write_version(const mapper_model *model, const void *item, bool version_is_known,
                          mapper__placeholders *placeholders, lamina_text *out)
{
    const lamina_field *field = mapper__field(model, model->version_field);
    lamina_str name = lamina_str_from(field->name);
    mapper__name_add(placeholders, name, out);
    lamina_text_add(out, LAMINA_STR(" = "));
    if (version_is_known) {
        mapper__field_value_add(placeholders, field, item, out);
        return;
    }
    lamina_text_add(out, LAMINA_STR("if_not_exists("));
    mapper__name_add(placeholders, name, out);
    lamina_text_add(out, LAMINA_STR(", "));
    mapper__number_add(placeholders, 0, out);
    lamina_text_add(out, LAMINA_STR(") + "));
    mapper__number_add(placeholders, 1, out);
}

static bool has_bit(uint64_t fields, uint32_t number)
{
    return (fields >> number & 1u) != 0;
}

static void write_set(const mapper_model *model, uint32_t number, const void *item,
                      const mapper__changes *changes, mapper__placeholders *placeholders,
                      lamina_text *out)
{
    static const dynamodb_value null = {.type = DYNAMODB_NULL};
    const lamina_field *field = mapper__field(model, number);
    lamina_str name = lamina_str_from(field->name);
    mapper__name_add(placeholders, name, out);
    lamina_text_add(out, LAMINA_STR(" = "));
    if (has_bit(changes->nulled, number)) {
        mapper__value_add(placeholders, &null, out);
        return;
    }
    bool is_initial = has_bit(changes->initial, number);
    if (is_initial) {
        lamina_text_add(out, LAMINA_STR("if_not_exists("));
        mapper__name_add(placeholders, name, out);
        lamina_text_add(out, LAMINA_STR(", "));
    }
    mapper__field_value_add(placeholders, field, item, out);
    if (is_initial)
        lamina_text_add_char(out, ')');
}

static bool write_sets(const mapper_model *model, const void *item, const mapper__changes *changes,
                       bool version_is_known, mapper__placeholders *placeholders, lamina_text *out)
{
    bool begun = false;
    uint64_t all = changes->set | changes->nulled | changes->initial;
    for (uint32_t i = 0; i < model->record->field_count; i++) {
        if (!has_bit(all, i))
            continue;
        begin_clause(out, "SET ", &begun);
        write_set(model, i, item, changes, placeholders, out);
    }
    if (model->version_field != MAPPER_NO_FIELD) {
        begin_clause(out, "SET ", &begun);
        write_version(model, item, version_is_known, placeholders, out);
    }
    if (changes->is_tagged && model->discriminator_name != NULL) {
        begin_clause(out, "SET ", &begun);
        mapper__name_add(placeholders, lamina_str_from(model->discriminator_name), out);
        lamina_text_add(out, LAMINA_STR(" = "));
        mapper__text_add(placeholders, model->discriminator_value, out);
    }
    return begun;
}

/* ---- edits ---- */

static const dynamodb_value zero = {.type = DYNAMODB_N, .text = {"0", 1}};
static const dynamodb_value empty_list = {.type = DYNAMODB_L};

static void add(lamina_text *out, const char *text)
{
    lamina_text_add(out, lamina_str_from(text));
}

/* "if_not_exists(#n0, :v0)" */
static void write_or(const mapper__edit *edit, const dynamodb_value *otherwise,
                     mapper__placeholders *placeholders, lamina_text *out)
{
    add(out, "if_not_exists(");
    mapper__path_write(&edit->path, placeholders, out);
    add(out, ", ");
    mapper__value_add(placeholders, otherwise, out);
    add(out, ")");
}

static void write_sum(const mapper__edit *edit, const char *sign,
                      mapper__placeholders *placeholders, lamina_text *out)
{
    write_or(edit, &zero, placeholders, out);
    add(out, sign);
    mapper__value_add(placeholders, &edit->value, out);
}

static void write_joined(const mapper__edit *edit, mapper__placeholders *placeholders,
                         lamina_text *out)
{
    add(out, "list_append(");
    if (edit->kind == MAPPER__EDIT_PREPEND)
        mapper__value_add(placeholders, &edit->value, out);
    else
        write_or(edit, &empty_list, placeholders, out);
    add(out, ", ");
    if (edit->kind == MAPPER__EDIT_PREPEND)
        write_or(edit, &empty_list, placeholders, out);
    else
        mapper__value_add(placeholders, &edit->value, out);
    add(out, ")");
}

static void write_edit_set(const mapper__edit *edit, mapper__placeholders *placeholders,
                           lamina_text *out)
{
    mapper__path_write(&edit->path, placeholders, out);
    add(out, " = ");
    switch (edit->kind) {
    case MAPPER__EDIT_SET: mapper__value_add(placeholders, &edit->value, out); return;
    case MAPPER__EDIT_SET_IF_MISSING: write_or(edit, &edit->value, placeholders, out); return;
    case MAPPER__EDIT_INCREMENT: write_sum(edit, " + ", placeholders, out); return;
    case MAPPER__EDIT_DECREMENT: write_sum(edit, " - ", placeholders, out); return;
    default: write_joined(edit, placeholders, out); return;
    }
}

static void write_edit(const mapper__edit *edit, mapper__placeholders *placeholders,
                       lamina_text *out)
{
    if (edit->kind < MAPPER__EDIT_REMOVE) {
        write_edit_set(edit, placeholders, out);
        return;
    }
    mapper__path_write(&edit->path, placeholders, out);
    if (edit->kind == MAPPER__EDIT_REMOVE)
        return;
    add(out, " ");
    mapper__value_add(placeholders, &edit->value, out);
}

/* The edits of these kinds, as parts of a clause that may have begun. */
static void write_edits(const mapper_edits *edits, uint32_t first_kind, uint32_t last_kind,
                        const char *keyword, bool *begun, mapper__placeholders *placeholders,
                        lamina_text *out)
{
    for (size_t i = 0; edits != NULL && i < edits->count; i++) {
        const mapper__edit *edit = &edits->items[i];
        if (edit->is_whole || edit->kind < first_kind || edit->kind > last_kind)
            continue;
        if (!*begun && out->len > 0)
            add(out, " ");
        begin_clause(out, keyword, begun);
        write_edit(edit, placeholders, out);
    }
}

void mapper__update_write(const mapper_model *model, const void *item,
                          const mapper__changes *changes, const mapper_edits *edits,
                          bool version_is_known, mapper__placeholders *placeholders,
                          lamina_text *out)
{
    bool set = write_sets(model, item, changes, version_is_known, placeholders, out);
    write_edits(edits, MAPPER__EDIT_SET, MAPPER__EDIT_PREPEND, "SET ", &set, placeholders, out);
    bool removed = false, added = false, deleted = false;
    for (uint32_t i = 0; i < model->record->field_count; i++) {
        if (!has_bit(changes->removed, i))
            continue;
        begin_clause(out, set ? " REMOVE " : "REMOVE ", &removed);
        mapper__name_add(placeholders, lamina_str_from(mapper__field(model, i)->name), out);
    }
    write_edits(edits, MAPPER__EDIT_REMOVE, MAPPER__EDIT_REMOVE, "REMOVE ", &removed, placeholders,
                out);
    write_edits(edits, MAPPER__EDIT_ADD, MAPPER__EDIT_ADD, "ADD ", &added, placeholders, out);
    write_edits(edits, MAPPER__EDIT_DELETE, MAPPER__EDIT_DELETE, "DELETE ", &deleted, placeholders,
                out);
}
