/* Are a model's key templates such that no two items make one key, and each key can be made? */
#include "mapper/key_template.h"
#include "mapper/model.h"
#include "mapper/model_check.h"

#include "lamina/text.h"

static bool is_key(const mapper_model *model, uint32_t number)
{
    if (mapper__is_table_key(model, number))
        return true;
    for (uint32_t i = 0; i < model->index_count; i++)
        if (mapper__index(model, i)->hash_field == number ||
            mapper__index(model, i)->range_field == number)
            return true;
    return false;
}

static bool is_whole_number(uint32_t type)
{
    return type == LAMINA_TYPE_INT64 || type == LAMINA_TYPE_EPOCH;
}

static lamina_status check_source(const mapper__model_checker *checker, const char *text,
                                  const mapper__key_part *part)
{
    const mapper_model *model = checker->model;
    if (part->field == MAPPER_NO_FIELD)
        return mapper__model_refuse(checker, text, "names what is no field of its record: %.*s",
                                    LAMINA_FMT(part->name));
    const lamina_field *field = mapper__field(model, part->field);
    if (mapper__key_template_of(model, part->field) != NULL)
        return mapper__model_refuse(checker, text, "is made of %s, which a template makes itself",
                                    field->name);
    if (field->type != LAMINA_TYPE_STRING && field->type != LAMINA_TYPE_TIMESTAMP &&
        !is_whole_number(field->type))
        return mapper__model_refuse(
            checker, text, "is made of %s, which is of a type that cannot be part of a key",
            field->name);
    if (part->padding > 0 && !is_whole_number(field->type))
        return mapper__model_refuse(checker, text, "pads %s, which is no whole number",
                                    field->name);
    if ((field->flags & LAMINA_FIELD_ENCRYPTED) != 0)
        return mapper__model_refuse(checker, text, "is made of %s, which is encrypted",
                                    field->name);
    if (part->field == model->version_field)
        return mapper__model_refuse(checker, text, "is made of %s, which every write changes",
                                    field->name);
    return LAMINA_OK;
}

/* Where a value ends must be seen, or {a: 1, b: 23} and {a: 12, b: 3} would be one item. */
static bool shows_its_end(const mapper_model *model, const mapper__key_part *part, const char *rest)
{
    return part->padding > 0 || mapper__field(model, part->field)->type == LAMINA_TYPE_TIMESTAMP ||
           rest[0] == '#' || rest[0] == '\0';
}

static lamina_status check_text(const mapper__model_checker *checker, const char *text)
{
    const mapper_model *model = checker->model;
    const char *rest = text;
    mapper__key_part part;
    lamina_status status = LAMINA_OK;
    while (mapper__key_part_next(model, &rest, &part, &status)) {
        if (part.name.len == 0)
            break;
        lamina_status found = check_source(checker, text, &part);
        if (found != LAMINA_OK)
            return found;
        if (!shows_its_end(model, &part, rest))
            return mapper__model_refuse(checker, text, "must have '#' or nothing behind {%.*s}",
                                        LAMINA_FMT(part.name));
    }
    if (status != LAMINA_OK)
        return mapper__model_refuse(checker, text,
                                    "is no template: fields stand as {name} or {name:012} in it, "
                                    "padded to 1 to 19 digits");
    return LAMINA_OK;
}

static lamina_status check_template(const mapper__model_checker *checker,
                                    const mapper_key_template *template)
{
    const mapper_model *model = checker->model;
    const char *text = template->text;
    if (text == NULL || text[0] == '\0')
        return mapper__model_refuse(checker, "a key template", "has no text");
    if (!lamina_str_is_utf8(lamina_str_from(text), NULL))
        return mapper__model_refuse(checker, "a key template", "is not UTF-8");
    if (template->field >= model->record->field_count || !is_key(model, template->field))
        return mapper__model_refuse(checker, text, "fills what is no key of table or index");
    const lamina_field *field = mapper__field(model, template->field);
    if (field->type != LAMINA_TYPE_STRING)
        return mapper__model_refuse(checker, text, "fills %s, which is no STRING", field->name);
    if (mapper__key_template_of(model, template->field) != template)
        return mapper__model_refuse(checker, text, "fills %s, as another template does",
                                    field->name);
    if ((template->flags & ~MAPPER_KEY_SPARSE) != 0)
        return mapper__model_refuse(checker, text, "has unknown flags");
    if (template->flags != 0 && (field->flags & LAMINA_FIELD_REQUIRED) != 0)
        return mapper__model_refuse(checker, text, "is sparse, and fills %s, which is required",
                                    field->name);
    return check_text(checker, text);
}

lamina_status mapper__model_check_key_templates(const mapper__model_checker *checker)
{
    const mapper_model *model = checker->model;
    if (model->key_template_count == 0)
        return LAMINA_OK;
    if (model->key_templates == NULL || model->key_template_size < sizeof(mapper_key_template))
        return mapper__model_refuse(checker, "its key templates",
                                    "are missing, or their size was not set");
    for (uint32_t i = 0; i < model->key_template_count; i++) {
        lamina_status status = check_template(checker, mapper__key_template(model, i));
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}
