/* A patch as an update expression: SET what holds something, REMOVE what is null. */
#include "mapper/expression.h"
#include "mapper/model.h"

/* Fields that a patch never writes by itself: the service refuses keys, created stays, and the
   version has a rule of its own. */
static bool is_left_alone(const mapper_model *model, uint32_t number)
{
    return mapper__is_table_key(model, number) || number == model->created_field ||
           number == model->version_field;
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

static void write_sets(const mapper_model *model, const void *item, bool version_is_known,
                       mapper__placeholders *placeholders, lamina_text *out, bool *begun)
{
    const lamina_presence *has = item;
    for (uint32_t i = 0; i < model->record->field_count; i++) {
        if (!lamina_is_present(has, i) || is_left_alone(model, i))
            continue;
        const lamina_field *field = mapper__field(model, i);
        begin_clause(out, "SET ", begun);
        mapper__name_add(placeholders, lamina_str_from(field->name), out);
        lamina_text_add(out, LAMINA_STR(" = "));
        mapper__field_value_add(placeholders, field, item, out);
    }
    if (model->version_field == MAPPER_NO_FIELD)
        return;
    begin_clause(out, "SET ", begun);
    write_version(model, item, version_is_known, placeholders, out);
}

void mapper__update_write(const mapper_model *model, const void *item, bool version_is_known,
                          mapper__placeholders *placeholders, lamina_text *out)
{
    bool set = false;
    write_sets(model, item, version_is_known, placeholders, out, &set);
    bool removed = false;
    const lamina_presence *has = item;
    for (uint32_t i = 0; i < model->record->field_count; i++) {
        if (!lamina_is_null(has, i) || is_left_alone(model, i))
            continue;
        begin_clause(out, set ? " REMOVE " : "REMOVE ", &removed);
        mapper__name_add(placeholders, lamina_str_from(mapper__field(model, i)->name), out);
    }
}
