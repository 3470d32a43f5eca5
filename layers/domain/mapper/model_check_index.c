/* Are a model's indexes such as the service makes? */
#include <string.h>

#include "mapper/model.h"
#include "mapper/model_check.h"

/* Developer Guide, "Constraints", and API Reference, "Projection". */
#define GLOBAL_INDEX_CAP 20u
#define LOCAL_INDEX_CAP 5u
#define INCLUDED_CAP 20u
#define INCLUDED_SUM_CAP 100u

static lamina_status check_included_field(const mapper__model_checker *checker,
                                          const mapper_index *index, uint32_t position)
{
    const mapper_model *model = checker->model;
    uint32_t number = index->included[position];
    if (number >= model->record->field_count)
        return mapper__model_refuse(checker, index->name,
                                    "includes what is no field of its record");
    const char *name = mapper__field(model, number)->name;
    if (mapper__is_table_key(model, number) || number == index->hash_field ||
        number == index->range_field)
        return mapper__model_refuse(checker, index->name,
                                    "includes key field %s, which is there anyway", name);
    if (strlen(name) > MAPPER__NAME_CAP)
        return mapper__model_refuse(checker, index->name,
                                    "includes a field with a name of more than 255 bytes");
    for (uint32_t i = 0; i < position; i++)
        if (index->included[i] == number)
            return mapper__model_refuse(checker, index->name, "includes field %s twice", name);
    return LAMINA_OK;
}

static lamina_status check_projection(const mapper__model_checker *checker,
                                      const mapper_index *index)
{
    if (index->projection > MAPPER_PROJECT_INCLUDE)
        return mapper__model_refuse(checker, index->name, "has an unknown projection");
    if (index->projection != MAPPER_PROJECT_INCLUDE)
        return index->included_count == 0
                   ? LAMINA_OK
                   : mapper__model_refuse(checker, index->name,
                                          "includes fields, and its projection is another");
    if (index->included == NULL || index->included_count == 0 ||
        index->included_count > INCLUDED_CAP)
        return mapper__model_refuse(checker, index->name, "must include 1 to 20 fields");
    for (uint32_t i = 0; i < index->included_count; i++) {
        lamina_status status = check_included_field(checker, index, i);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

static bool is_ttl(const mapper_model *model, uint32_t number)
{
    return number != MAPPER_NO_FIELD && number == model->ttl_field;
}

static lamina_status check_keys(const mapper__model_checker *checker, const mapper_index *index)
{
    const mapper_model *model = checker->model;
    lamina_status status = mapper__model_check_key(checker, index->name, index->hash_field, false);
    if (status == LAMINA_OK && index->range_field != MAPPER_NO_FIELD)
        status = mapper__model_check_key(checker, index->name, index->range_field, false);
    if (status != LAMINA_OK)
        return status;
    if (index->hash_field == index->range_field)
        return mapper__model_refuse(checker, index->name, "has one field as hash and range");
    if (is_ttl(model, index->hash_field) || is_ttl(model, index->range_field))
        return mapper__model_refuse(checker, index->name,
                                    "has the time to live as a key, which no filter could then "
                                    "leave out");
    return LAMINA_OK;
}

static lamina_status check_local(const mapper__model_checker *checker, const mapper_index *index)
{
    const mapper_model *model = checker->model;
    if (index->is_local == 0)
        return LAMINA_OK;
    if (index->hash_field != model->hash_field)
        return mapper__model_refuse(checker, index->name,
                                    "is local and has another hash field than the table");
    if (index->range_field == MAPPER_NO_FIELD || model->range_field == MAPPER_NO_FIELD)
        return mapper__model_refuse(checker, index->name,
                                    "is local, and needs a range field and a table with one");
    return LAMINA_OK;
}

static lamina_status check_index(const mapper__model_checker *checker, const mapper_index *index)
{
    if (!mapper__is_service_name(index->name))
        return mapper__model_refuse(checker, "an index",
                                    "has no name of 3 to 255 of a-z, A-Z, 0-9, '_', '.', '-'");
    if (mapper__index_named(checker->model, index->name) != index)
        return mapper__model_refuse(checker, index->name, "is the name of two indexes");
    lamina_status status = check_keys(checker, index);
    if (status == LAMINA_OK)
        status = check_projection(checker, index);
    return status == LAMINA_OK ? check_local(checker, index) : status;
}

static lamina_status check_numbers(const mapper__model_checker *checker)
{
    const mapper_model *model = checker->model;
    uint32_t local = 0, included = 0;
    for (uint32_t i = 0; i < model->index_count; i++) {
        local += mapper__index(model, i)->is_local != 0;
        included += mapper__index(model, i)->included_count;
    }
    if (local > LOCAL_INDEX_CAP || model->index_count - local > GLOBAL_INDEX_CAP)
        return mapper__model_refuse(checker, "its indexes",
                                    "are more than 5 local or 20 global ones");
    if (included > INCLUDED_SUM_CAP)
        return mapper__model_refuse(checker, "its indexes",
                                    "include more than 100 fields, all of them together");
    return LAMINA_OK;
}

lamina_status mapper__model_check_indexes(const mapper__model_checker *checker)
{
    const mapper_model *model = checker->model;
    if (model->index_count > 0 &&
        (model->indexes == NULL || model->index_size < sizeof(mapper_index)))
        return mapper__model_refuse(checker, "its indexes",
                                    "are missing, or their size was not set");
    for (uint32_t i = 0; i < model->index_count; i++) {
        /* Names are compared with those that come before, which were found to be there. */
        lamina_status status = check_index(checker, mapper__index(model, i));
        if (status != LAMINA_OK)
            return status;
    }
    return check_numbers(checker);
}
