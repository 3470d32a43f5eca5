/* Is what a model says of its readers and of its neighbours in the table sound? */
#include <string.h>

#include "lamina/text.h"
#include "mapper/model.h"
#include "mapper/model_check.h"

static lamina_status check_access(const mapper__model_checker *checker, const mapper_access *access)
{
    const mapper_model *model = checker->model;
    /* Looked up by name, it is the first of that name; those before it were found to have one. */
    if (access->name == NULL || access->name[0] == '\0')
        return mapper__model_refuse(checker, "an access", "has no name");
    if (mapper_access_find(model, lamina_str_from(access->name)) != access)
        return mapper__model_refuse(checker, access->name, "is the name of two accesses");
    if (access->index != NULL && mapper__index_named(model, access->index) == NULL)
        return mapper__model_refuse(
            checker, access->name, "is an access by an index that there is not: %s", access->index);
    return LAMINA_OK;
}

lamina_status mapper__model_check_accesses(const mapper__model_checker *checker)
{
    const mapper_model *model = checker->model;
    if (model->access_count > 0 &&
        (model->accesses == NULL || model->access_size < sizeof(mapper_access)))
        return mapper__model_refuse(checker, "its accesses",
                                    "are missing, or their size was not set");
    for (uint32_t i = 0; i < model->access_count; i++) {
        lamina_status status = check_access(checker, mapper__access(model, i));
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

lamina_status mapper__model_check_discriminator(const mapper__model_checker *checker)
{
    const mapper_model *model = checker->model;
    const char *name = model->discriminator_name;
    const char *value = model->discriminator_value;
    if (name == NULL && value == NULL)
        return LAMINA_OK;
    if (name == NULL || name[0] == '\0' || value == NULL || value[0] == '\0')
        return mapper__model_refuse(checker, "its discriminator", "lacks its name or its value");
    if (strlen(name) > MAPPER__NAME_CAP)
        return mapper__model_refuse(checker, "its discriminator",
                                    "has a name of more than 255 bytes");
    if (!lamina_str_is_utf8(lamina_str_from(value), NULL))
        return mapper__model_refuse(checker, "its discriminator", "has a value that is not UTF-8");
    for (uint32_t i = 0; i < model->record->field_count; i++)
        if (strcmp(mapper__field(model, i)->name, name) == 0)
            return mapper__model_refuse(checker, "its discriminator", "has the name of a field: %s",
                                        name);
    return LAMINA_OK;
}
