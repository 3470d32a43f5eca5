/* Which attributes of an item are asked for: see projection.h. */
#include "mapper/projection.h"

#include "lamina/text.h"
#include "mapper/model.h"

static void add_name(mapper__projection *projection, lamina_str name)
{
    for (size_t i = 0; i < projection->count; i++)
        if (lamina_str_equal(projection->names[i], name))
            return;
    if (projection->count == MAPPER__PROJECTION_CAP)
        projection->is_whole = true;
    else
        projection->names[projection->count++] = name;
}

static void add_field(mapper__projection *projection, const mapper_model *model, uint32_t number)
{
    if (number != MAPPER_NO_FIELD)
        add_name(projection, lamina_str_from(mapper__field(model, number)->name));
}

void mapper__projection_add(mapper__projection *projection, const mapper_model *model,
                            const uint32_t *fields, uint32_t count)
{
    if (fields == NULL) {
        projection->is_whole = true;
        return;
    }
    add_field(projection, model, model->hash_field);
    add_field(projection, model, model->range_field);
    add_field(projection, model, model->ttl_field);
    if (model->discriminator_name != NULL)
        add_name(projection, lamina_str_from(model->discriminator_name));
    for (uint32_t i = 0; i < count; i++)
        add_field(projection, model, fields[i]);
}

lamina_status mapper__projection_write(const mapper__projection *projection,
                                       mapper__request *request)
{
    if (projection->is_whole || projection->count == 0)
        return LAMINA_OK;
    mapper__placeholders_init(&request->placeholders, request->context->arena);
    for (size_t i = 0; i < projection->count; i++) {
        if (i > 0)
            lamina_text_add(request->expression, LAMINA_STR(", "));
        mapper__name_add(&request->placeholders, projection->names[i], request->expression);
    }
    lamina_status status = mapper__request_expression(request, "ProjectionExpression");
    return status == LAMINA_OK ? mapper__placeholders_write(&request->placeholders, &request->json)
                               : status;
}
