/* A table of its own for a test: see model_table.h. */
#include "model_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dynamodb_local.h"
#include "lamina/problem.h"

void model_table_use(lamina_context *context, const mapper_model *model)
{
    dynamodb_local_use();
    char name[DYNAMODB_LOCAL_TABLE_CAP];
    dynamodb_local_table_name(name, model->name);
    if (setenv(model->table_env, name, 1) != 0)
        abort();

    lamina_status status = mapper_table_create(context, model);
    /* Nobody else knows the name: a first try was carried out, though its answer came too late. */
    if (status == LAMINA_E_CONFLICT)
        lamina_error_reset(context);
    if (status == LAMINA_OK || status == LAMINA_E_CONFLICT)
        return;
    lamina_problem problem = {.size = sizeof problem};
    lamina_error_read(context->error, &problem);
    fprintf(stderr, "table %s: %s: %.*s\n", name, lamina_status_name(status),
            LAMINA_FMT(problem.detail));
    for (size_t i = 0; i < problem.cause_count; i++)
        fprintf(stderr, "  %.*s\n", LAMINA_FMT(problem.causes[i]));
    abort();
}

/* The first of the models that share a table describes it. */
static bool describes_its_table(const mapper_model *const *models, size_t number)
{
    for (size_t i = 0; i < number; i++)
        if (strcmp(models[i]->table_env, models[number]->table_env) == 0)
            return false;
    return true;
}

void model_table_use_each(lamina_context *context, const mapper_model *const *models)
{
    for (size_t i = 0; models[i] != NULL; i++)
        if (describes_its_table(models, i))
            model_table_use(context, models[i]);
}
