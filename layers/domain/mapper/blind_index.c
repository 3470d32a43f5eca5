/* Blind indexes of models: filled before every write, and asked for by queries. */
#include <string.h>

#include "domain/encryption.h"
#include "lamina/problem.h"
#include "mapper/element.h"
#include "mapper/encryption.h"
#include "mapper/model.h"

#define LENGTH 16u

/* Model and source, so that no two fields have comparable values. Names hold no NUL. */
static lamina_status make_label(lamina_context *context, const mapper_model *model,
                                const lamina_field *source, lamina_str *label)
{
    size_t model_len = strlen(model->name), source_len = strlen(source->name);
    char *bytes = lamina_alloc(context, model_len + 1 + source_len);
    if (bytes == NULL)
        return LAMINA_E_LIMIT;
    memcpy(bytes, model->name, model_len);
    memcpy(bytes + model_len + 1, source->name, source_len);
    *label = (lamina_str){bytes, model_len + 1 + source_len};
    return LAMINA_OK;
}

static lamina_status value_of(lamina_context *context, const mapper_model *model,
                              const mapper_blind_index *blind, lamina_str text, lamina_str *value)
{
    lamina_str label = {NULL, 0};
    lamina_status status = make_label(context, model, mapper__field(model, blind->source), &label);
    if (status != LAMINA_OK)
        return status;
    return domain_blind_index(domain_encryption_shared(context), context, label, text,
                              blind->length == 0 ? LENGTH : blind->length, value);
}

lamina_status mapper_blind_value(lamina_context *context, const mapper_model *model, uint32_t field,
                                 lamina_str text, dynamodb_value *value)
{
    *value = (dynamodb_value){.type = 0};
    lamina_status status = mapper__model_use(context, model);
    if (status != LAMINA_OK)
        return status;
    for (uint32_t i = 0; i < model->blind_index_count; i++) {
        const mapper_blind_index *blind = mapper__blind_index(model, i);
        if (blind->field != field)
            continue;
        lamina_str digits = {NULL, 0};
        status = value_of(context, model, blind, text, &digits);
        if (status == LAMINA_OK)
            *value = dynamodb_text(digits);
        return status;
    }
    return lamina_cause(context, LAMINA_E_ARGUMENT, "model %s: field %u is no blind index",
                        model->name, field);
}

static lamina_status fill(lamina_context *context, bool marked_only, const mapper_model *model,
                          const mapper_blind_index *blind, void *item)
{
    const lamina_field *source = mapper__field(model, blind->source);
    lamina_presence *has = item;
    bool holds = marked_only ? lamina_is_present(has, blind->source)
                             : mapper__holds_value(source, has, blind->source);
    if (holds) {
        lamina_str value = {NULL, 0};
        lamina_status status = value_of(context, model, blind,
                                        *(const lamina_str *)mapper__member(source, item), &value);
        if (status != LAMINA_OK)
            return status;
        lamina_str *into =
            (lamina_str *)(void *)((char *)item + mapper__field(model, blind->field)->offset);
        *into = value;
        lamina_mark(has, blind->field);
    } else if (marked_only && lamina_is_null(has, blind->source)) {
        lamina_mark_null(has, blind->field); /* the patch takes both away */
    } else {
        lamina_mark_absent(has, blind->field);
    }
    return LAMINA_OK;
}

lamina_status mapper__blind_fill(lamina_context *context, bool marked_only,
                                 const mapper_model *model, void *item)
{
    lamina_status status = LAMINA_OK;
    for (uint32_t i = 0; i < model->blind_index_count && status == LAMINA_OK; i++)
        status = fill(context, marked_only, model, mapper__blind_index(model, i), item);
    return status;
}
