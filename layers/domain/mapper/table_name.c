/* Which table a model's items are in. */
#include <stdlib.h>

#include "domain/mapper.h"
#include "lamina/text.h"

lamina_str mapper_table_name(const mapper_model *model)
{
    const char *name = model->table_env == NULL ? NULL : getenv(model->table_env);
    return lamina_str_from(name == NULL || name[0] == '\0' ? model->name : name);
}
