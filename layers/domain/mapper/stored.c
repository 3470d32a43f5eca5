/* Whole items of a model: see stored.h. */
#include "mapper/stored.h"

#include "lamina/problem.h"
#include "lamina/text.h"
#include "mapper/collection.h"
#include "mapper/item.h"
#include "mapper/model.h"
#include "mapper/unknown.h"
#include "mapper/validation.h"

static void write_discriminator(const mapper_model *model, lamina_json_writer *writer)
{
    if (model->discriminator_name == NULL)
        return;
    lamina_json_write_name(writer, lamina_str_from(model->discriminator_name));
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "S", lamina_str_from(model->discriminator_value));
    lamina_json_write_object_end(writer);
}

lamina_status mapper__stored_write(lamina_context *context, const mapper_model *model,
                                   const void *item, lamina_json_writer *writer)
{
    lamina_json_write_object(writer);
    size_t start = writer->text->len - 1;
    lamina_status status = mapper__item_write(context->arena, model->record, item, writer);
    write_discriminator(model, writer);
    if (status == LAMINA_OK)
        status = mapper__unknown_write(context->arena, model->record, item,
                                       model->discriminator_name, writer);
    lamina_json_write_object_end(writer);
    if (status == LAMINA_OK)
        status = lamina_text_status(writer->text);
    if (status != LAMINA_OK)
        return status;
    return mapper__validate_size(
        context, (lamina_str){writer->text->ptr + start, writer->text->len - start});
}

lamina_status mapper__stored_tell_foreign(lamina_context *context, const mapper_model *model,
                                          lamina_status status)
{
    return lamina_cause(context, status,
                        "table %.*s: under this key is an item of another model than %s",
                        LAMINA_FMT(mapper_table_name(model)), model->name);
}

lamina_status mapper__stored_read(lamina_context *context, const mapper_model *model,
                                  const lamina_json *item, uint32_t flags, void *out)
{
    if (item == NULL || mapper__is_expired(context, model, item))
        return LAMINA_E_NOT_FOUND;
    bool is_ours = (flags & MAPPER__READ_PARTIAL) != 0 ? mapper__model_may_own(model, item)
                                                       : mapper__model_owns(model, item);
    if (!is_ours)
        return mapper__stored_tell_foreign(context, model, LAMINA_E_NOT_FOUND);
    return mapper__item_read(context, model, item, flags, out);
}
