/* Changes of an item as an update expression: SET what it gets, REMOVE what it loses. */
#include "mapper/expression.h"
#include "mapper/model.h"

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

void mapper__update_write(const mapper_model *model, const void *item,
                          const mapper__changes *changes, bool version_is_known,
                          mapper__placeholders *placeholders, lamina_text *out)
{
    bool set = write_sets(model, item, changes, version_is_known, placeholders, out);
    bool removed = false;
    for (uint32_t i = 0; i < model->record->field_count; i++) {
        if (!has_bit(changes->removed, i))
            continue;
        begin_clause(out, set ? " REMOVE " : "REMOVE ", &removed);
        mapper__name_add(placeholders, lamina_str_from(mapper__field(model, i)->name), out);
    }
}
