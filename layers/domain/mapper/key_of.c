/* The keys that templates make, for callers: see domain/mapper/key.h. */
#include "domain/mapper/key.h"

#include "lamina/problem.h"
#include "mapper/key_text.h"
#include "mapper/model.h"

/* The first count fields of the template, a bit each. */
static uint64_t first_sources(const mapper_model *model, const mapper_key_template *template,
                              uint32_t count)
{
    uint64_t sources = 0;
    const char *text = template->text;
    mapper__key_part part;
    lamina_status status = LAMINA_OK;
    for (uint32_t i = 0; i < count && mapper__key_part_next(model, &text, &part, &status); i++)
        if (part.field != MAPPER_NO_FIELD)
            sources |= UINT64_C(1) << part.field;
    return sources;
}

lamina_status mapper_key_prefix(lamina_context *context, const mapper_model *model, uint32_t field,
                                const void *item, uint32_t count, lamina_str *prefix)
{
    *prefix = (lamina_str){NULL, 0};
    lamina_status status = mapper__model_use(context, model);
    if (status != LAMINA_OK)
        return status;
    const mapper_key_template *template = mapper__key_template_of(model, field);
    if (template == NULL || item == NULL)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "model %s: no template fills field %u",
                            model->name, field);
    lamina_violations violations = {0};
    uint64_t missing =
        first_sources(model, template, count) & ~mapper__key_sources_held(model, template, item);
    status =
        missing != 0
            ? mapper__key_sources_refuse(context->arena, model, template, missing, "required",
                                         "must be given (partial composite)", &violations)
            : mapper__key_text(context->arena, model, template, count, item, &violations, prefix);
    if (status != LAMINA_OK || violations.count == 0)
        return status;
    return lamina_fail_violations(context, &violations);
}

lamina_status mapper_key_of(lamina_context *context, const mapper_model *model, uint32_t field,
                            const void *item, lamina_str *key)
{
    return mapper_key_prefix(context, model, field, item, UINT32_MAX, key);
}
