/*
 * Each model is checked once in a process, when it is first used: a wrong one is refused in production
 * too, and a sound one costs a look at one or a few slots from then on.
 */
#include <stdatomic.h>

#include "lamina/problem.h"
#include "mapper/model.h"

/* More models than this are checked each time that they find no slot. A power of 2. */
#define SLOT_COUNT 256u
#define PROBE_CAP 8u

static _Atomic(const mapper_model *) sound[SLOT_COUNT];

static size_t first_slot(const mapper_model *model)
{
    /* Models are tables of static storage, some hundred bytes apart. */
    return (size_t)((uintptr_t)model >> 4) * 0x9E3779B1u >> 4;
}

static bool is_known(const mapper_model *model)
{
    size_t slot = first_slot(model);
    for (size_t i = 0; i < PROBE_CAP; i++)
        if (atomic_load_explicit(&sound[(slot + i) % SLOT_COUNT], memory_order_relaxed) == model)
            return true;
    return false;
}

static void remember(const mapper_model *model)
{
    size_t slot = first_slot(model);
    for (size_t i = 0; i < PROBE_CAP; i++) {
        const mapper_model *none = NULL;
        if (atomic_compare_exchange_strong(&sound[(slot + i) % SLOT_COUNT], &none, model) ||
            none == model)
            return;
    }
}

lamina_status mapper__model_use(lamina_context *context, const mapper_model *model)
{
    if (model == NULL)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "an operation without a model");
    if (is_known(model))
        return LAMINA_OK;
    lamina_str reason = {NULL, 0};
    lamina_status status = mapper_model_check(context->arena, model, &reason);
    if (status == LAMINA_OK)
        remember(model);
    else
        status = lamina_cause(context, status, "%.*s", LAMINA_FMT(reason));
    return status;
}
