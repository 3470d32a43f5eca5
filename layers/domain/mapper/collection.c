/* Several models in one table: see collection.h. Called for every item that is read, so a model without
   tag and templates must cost nothing. */
#include "mapper/collection.h"

#include <string.h>

#include "lamina/text.h"
#include "mapper/key_template.h"
#include "mapper/model.h"

/* No fixed text of a key is that long. */
#define DISCRIMINATOR_SCORE 65536u

static bool has_discriminator(const mapper_model *model)
{
    return model->discriminator_name != NULL;
}

static bool carries_discriminator(const mapper_model *model, const lamina_json *item,
                                  bool is_partial)
{
    const lamina_json *tag = lamina_json_member(item, model->discriminator_name);
    if (tag == NULL)
        return is_partial;
    return lamina_json_type(lamina_json_member(tag, "S")) == LAMINA_JSON_STRING &&
           lamina_str_is(lamina_json_member_string(tag, "S"), model->discriminator_value);
}

/* How much the key field says for the model: the length of what its template begins with. False when
   the key begins otherwise. */
static bool begins_as_made(const mapper_model *model, uint32_t number, const lamina_json *item,
                           bool is_partial, size_t *score)
{
    const mapper_key_template *template =
        number == MAPPER_NO_FIELD ? NULL : mapper__key_template_of(model, number);
    if (template == NULL)
        return true;
    lamina_str fixed = {template->text, strcspn(template->text, "{")};
    *score += fixed.len;
    const lamina_json *attribute = lamina_json_member(item, mapper__field(model, number)->name);
    if (attribute == NULL)
        return is_partial;
    lamina_str key = lamina_json_member_string(attribute, "S");
    bool is_whole = fixed.ptr[fixed.len] == '\0';
    return is_whole ? lamina_str_equal(key, fixed) : lamina_str_has_prefix(key, fixed);
}

/* How much speaks for the model; false when something speaks against it. */
static bool weigh(const mapper_model *model, const lamina_json *item, bool is_partial,
                  size_t *score)
{
    *score = has_discriminator(model) ? DISCRIMINATOR_SCORE : 0;
    if (lamina_json_type(item) != LAMINA_JSON_OBJECT ||
        (has_discriminator(model) && !carries_discriminator(model, item, is_partial)))
        return false;
    return begins_as_made(model, model->hash_field, item, is_partial, score) &&
           begins_as_made(model, model->range_field, item, is_partial, score);
}

bool mapper__model_owns(const mapper_model *model, const lamina_json *item)
{
    size_t score = 0;
    return weigh(model, item, false, &score);
}

bool mapper__model_may_own(const mapper_model *model, const lamina_json *item)
{
    size_t score = 0;
    return weigh(model, item, true, &score);
}

const mapper_model *mapper__model_of(const mapper_model *const *models, size_t count,
                                     const lamina_json *item)
{
    const mapper_model *best = NULL;
    size_t best_score = 0;
    for (size_t i = 0; i < count; i++) {
        size_t score = 0;
        if (!weigh(models[i], item, false, &score) || (best != NULL && score <= best_score))
            continue;
        best = models[i];
        best_score = score;
    }
    return best;
}
