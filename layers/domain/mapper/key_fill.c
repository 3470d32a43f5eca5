/* Keys of structs, by the model's templates: see key_fill.h. */
#include "mapper/key_fill.h"

#include "lamina/problem.h"
#include "lamina/text.h"
#include "mapper/key_text.h"
#include "mapper/model.h"

/* All of a template's fields. */
#define WHOLE UINT32_MAX

static const char missing_rule[] = "must be given (partial composite)";

static lamina_str *key_member(const mapper_model *model, uint32_t number, void *item)
{
    return (lamina_str *)(void *)((char *)item + mapper__field(model, number)->offset);
}

/* ---- looking up ---- */

lamina_status mapper__key_look_up(lamina_arena *arena, const mapper_model *model,
                                  const mapper_key_template *template, const void *item,
                                  lamina_violations *violations, lamina_str *text)
{
    uint64_t sources = mapper__key_sources(model, template);
    uint64_t held = mapper__key_sources_held(model, template, item);
    lamina_str stands =
        *(const lamina_str *)mapper__member(mapper__field(model, template->field), item);
    *text = (lamina_str){NULL, 0};
    if (held == sources)
        return mapper__key_text(arena, model, template, WHOLE, item, violations, text);
    if (held == 0 && stands.len > 0) {
        *text = stands;
        return LAMINA_OK;
    }
    return mapper__key_sources_refuse(arena, model, template, sources & ~held, "required",
                                      missing_rule, violations);
}

/* ---- whole items ---- */

static lamina_status set_key(lamina_arena *arena, const mapper_model *model,
                             const mapper_key_template *template, void *item,
                             lamina_violations *violations)
{
    lamina_str text = {NULL, 0};
    lamina_status status = mapper__key_text(arena, model, template, WHOLE, item, violations, &text);
    if (status != LAMINA_OK || text.ptr == NULL)
        return status;
    *key_member(model, template->field, item) = text;
    /* A required field is written without a mark, and its mark says that the struct was read. */
    if ((mapper__field(model, template->field)->flags & LAMINA_FIELD_REQUIRED) == 0)
        lamina_mark(mapper__presence(item), template->field);
    return LAMINA_OK;
}

static lamina_status fill(lamina_arena *arena, const mapper_model *model,
                          const mapper_key_template *template, void *item,
                          lamina_violations *violations)
{
    uint64_t sources = mapper__key_sources(model, template);
    uint64_t held = mapper__key_sources_held(model, template, item);
    bool is_optional = (mapper__field(model, template->field)->flags & LAMINA_FIELD_REQUIRED) == 0;
    if (held == sources)
        return set_key(arena, model, template, item, violations);
    if (is_optional && (held == 0 || (template->flags & MAPPER_KEY_SPARSE) != 0)) {
        lamina_mark_absent(mapper__presence(item), template->field);
        return LAMINA_OK;
    }
    return mapper__key_sources_refuse(arena, model, template, sources & ~held, "required",
                                      missing_rule, violations);
}

static lamina_status conclude(lamina_context *context, const lamina_violations *violations)
{
    return violations->count == 0 ? LAMINA_OK : lamina_fail_violations(context, violations);
}

lamina_status mapper__keys_fill(lamina_context *context, const mapper_model *model, void *item)
{
    lamina_violations violations = {0};
    for (uint32_t i = 0; i < model->key_template_count; i++) {
        lamina_status status =
            fill(context->arena, model, mapper__key_template(model, i), item, &violations);
        if (status != LAMINA_OK)
            return status;
    }
    return conclude(context, &violations);
}

/* ---- patches ---- */

/* The fields that say which item it is: the table's keys and what they are made of. */
static uint64_t identity(const mapper_model *model)
{
    uint64_t fields = UINT64_C(1) << model->hash_field;
    if (model->range_field != MAPPER_NO_FIELD)
        fields |= UINT64_C(1) << model->range_field;
    for (uint32_t i = 0; i < model->key_template_count; i++) {
        const mapper_key_template *template = mapper__key_template(model, i);
        if (mapper__is_table_key(model, template->field))
            fields |= mapper__key_sources(model, template);
    }
    return fields;
}

static lamina_status keep_table_key(lamina_arena *arena, const mapper_model *model,
                                    const mapper_key_template *template, const void *item,
                                    lamina_violations *violations)
{
    static const char rule[] = "must not change";
    const lamina_presence *has = item;
    uint64_t sources = mapper__key_sources(model, template);
    lamina_str stands =
        *(const lamina_str *)mapper__member(mapper__field(model, template->field), item);
    if ((has->null & sources) != 0)
        return mapper__key_sources_refuse(arena, model, template, has->null & sources, "read-only",
                                          rule, violations);
    if (stands.len == 0 || mapper__key_sources_held(model, template, item) != sources)
        return LAMINA_OK; /* looking up tells what is missing */
    lamina_str text = {NULL, 0};
    lamina_status status = mapper__key_text(arena, model, template, WHOLE, item, violations, &text);
    if (status != LAMINA_OK || text.ptr == NULL || lamina_str_equal(text, stands))
        return status;
    uint64_t marked = has->present & sources;
    return mapper__key_sources_refuse(arena, model, template, marked != 0 ? marked : sources,
                                      "read-only", rule, violations);
}

/* removed: the template's fields that the patch takes away. */
static lamina_status remove_key(lamina_arena *arena, const mapper_model *model,
                                const mapper_key_template *template, void *item, uint64_t removed,
                                lamina_violations *violations)
{
    lamina_presence *has = item;
    if ((mapper__field(model, template->field)->flags & LAMINA_FIELD_REQUIRED) != 0)
        return mapper__key_sources_refuse(arena, model, template, removed, "required",
                                          "must not be null", violations);
    lamina_mark_null(has, template->field);
    return LAMINA_OK;
}

static lamina_status patch(lamina_arena *arena, const mapper_model *model,
                           const mapper_key_template *template, void *item, uint64_t fixed,
                           lamina_violations *violations)
{
    lamina_presence *has = item;
    uint64_t sources = mapper__key_sources(model, template);
    uint64_t own = sources & ~fixed;
    uint64_t removed = has->null & own;
    /* What a caller left in the field is not the template's: it is never written. */
    lamina_mark_absent(has, template->field);
    if (((has->present | has->null) & own) == 0)
        return LAMINA_OK;
    if (removed == sources || (removed != 0 && (template->flags & MAPPER_KEY_SPARSE) != 0))
        return remove_key(arena, model, template, item, removed, violations);
    uint64_t held = mapper__key_sources_held(model, template, item) & (has->present | fixed);
    uint64_t missing = sources & ~held;
    if (missing != 0)
        return mapper__key_sources_refuse(arena, model, template, missing, "required", missing_rule,
                                          violations);
    lamina_status status = set_key(arena, model, template, item, violations);
    lamina_mark(has, template->field);
    return status;
}

lamina_status mapper__keys_patch(lamina_context *context, const mapper_model *model, void *item)
{
    if (model->key_template_count == 0)
        return LAMINA_OK;
    lamina_violations violations = {0};
    uint64_t fixed = identity(model);
    for (uint32_t i = 0; i < model->key_template_count; i++) {
        const mapper_key_template *template = mapper__key_template(model, i);
        lamina_status status =
            mapper__is_table_key(model, template->field)
                ? keep_table_key(context->arena, model, template, item, &violations)
                : patch(context->arena, model, template, item, fixed, &violations);
        if (status != LAMINA_OK)
            return status;
    }
    return conclude(context, &violations);
}

uint64_t mapper__keys_sources(const mapper_model *model)
{
    uint64_t sources = 0;
    for (uint32_t i = 0; i < model->key_template_count; i++)
        sources |= mapper__key_sources(model, mapper__key_template(model, i));
    return sources;
}
