/* Is a model sound? Found when it is registered or tested, not at the first request. */
#include <stdlib.h>
#include <string.h>

#include "lamina/record_json.h"
#include "lamina/text.h"
#include "mapper/key.h"
#include "mapper/model.h"

/* Developer Guide, "Naming rules" and "Constraints". */
#define NAME_LEAST 3u
#define NAME_CAP 255u
#define GLOBAL_INDEX_CAP 20u
#define LOCAL_INDEX_CAP 5u

typedef struct model_checker {
    lamina_arena *arena;
    const mapper_model *model;
    lamina_str *reason;
} model_checker;

/* what names the part that is wrong; why says what is wrong with it. */
static lamina_status refuse(const model_checker *checker, const char *what, const char *why)
{
    const char *name = checker->model->name == NULL ? "(no name)" : checker->model->name;
    *checker->reason = lamina_arena_format(checker->arena, "model %s: %s %s", name, what, why);
    return LAMINA_E_CONFIG;
}

static bool is_service_name(const char *name)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    size_t len = name == NULL ? 0 : strlen(name);
    return len >= NAME_LEAST && len <= NAME_CAP && strspn(name, allowed) == len;
}

static lamina_status check_name(const model_checker *checker)
{
    lamina_str table = mapper_table_name(checker->model);
    if (!is_service_name(checker->model->name))
        return refuse(checker, "its name", "must be 3 to 255 of a-z, A-Z, 0-9, '_', '.', '-'");
    if (!is_service_name(table.ptr))
        return refuse(checker, checker->model->table_env,
                      "holds no table name: 3 to 255 of a-z, A-Z, 0-9, '_', '.', '-'");
    return LAMINA_OK;
}

static lamina_status check_record(const model_checker *checker)
{
    const mapper_model *model = checker->model;
    if (model->record == NULL)
        return refuse(checker, "its record", "is missing");
    lamina_str reason = {NULL, 0};
    lamina_status status = lamina_record_check(checker->arena, model->record, &reason);
    return status == LAMINA_OK ? LAMINA_OK : refuse(checker, "its record:", reason.ptr);
}

/* A key of the table or of an index. */
static lamina_status check_key(const model_checker *checker, const char *what, uint32_t number,
                               bool may_be_none, bool must_be_required)
{
    const mapper_model *model = checker->model;
    if (number == MAPPER_NO_FIELD && may_be_none)
        return LAMINA_OK;
    if (number >= model->record->field_count)
        return refuse(checker, what, "is no field of its record");
    const lamina_field *field = mapper__field(model, number);
    if (mapper__key_type(field->type) == NULL)
        return refuse(checker, what, "is of a type that cannot be a key");
    if (strlen(field->name) > NAME_CAP)
        return refuse(checker, what, "has a name of more than 255 bytes");
    if (must_be_required && (field->flags & LAMINA_FIELD_REQUIRED) == 0)
        return refuse(checker, what, "must be required");
    return LAMINA_OK;
}

static lamina_status check_table_keys(const model_checker *checker)
{
    const mapper_model *model = checker->model;
    lamina_status status = check_key(checker, "its hash field", model->hash_field, false, true);
    if (status == LAMINA_OK)
        status = check_key(checker, "its range field", model->range_field, true, true);
    if (status == LAMINA_OK && model->hash_field == model->range_field)
        return refuse(checker, "its range field", "is its hash field too");
    return status;
}

/* A field that the mapper itself writes or reads. */
static lamina_status check_stamp(const model_checker *checker, const char *what, uint32_t number,
                                 uint32_t type)
{
    const mapper_model *model = checker->model;
    if (number == MAPPER_NO_FIELD)
        return LAMINA_OK;
    if (number >= model->record->field_count)
        return refuse(checker, what, "is no field of its record");
    if (mapper__field(model, number)->type != type)
        return refuse(checker, what, "is of another type than it must be");
    if (mapper__is_table_key(model, number))
        return refuse(checker, what, "cannot be a key too");
    return LAMINA_OK;
}

static lamina_status check_stamps(const model_checker *checker)
{
    const mapper_model *model = checker->model;
    lamina_status status =
        check_stamp(checker, "its version field", model->version_field, LAMINA_TYPE_INT64);
    if (status == LAMINA_OK)
        status =
            check_stamp(checker, "its created field", model->created_field, LAMINA_TYPE_TIMESTAMP);
    if (status == LAMINA_OK)
        status =
            check_stamp(checker, "its updated field", model->updated_field, LAMINA_TYPE_TIMESTAMP);
    if (status == LAMINA_OK)
        status =
            check_stamp(checker, "its time-to-live field", model->ttl_field, LAMINA_TYPE_EPOCH);
    if (status == LAMINA_OK && model->created_field != MAPPER_NO_FIELD &&
        model->created_field == model->updated_field)
        return refuse(checker, "its updated field", "is its created field too");
    return status;
}

static bool is_ttl(const mapper_model *model, uint32_t number)
{
    return number != MAPPER_NO_FIELD && number == model->ttl_field;
}

static lamina_status check_index(const model_checker *checker, const mapper_index *index)
{
    const mapper_model *model = checker->model;
    if (!is_service_name(index->name))
        return refuse(checker, "an index",
                      "has no name of 3 to 255 of a-z, A-Z, 0-9, '_', '.', '-'");
    lamina_status status = check_key(checker, index->name, index->hash_field, false, false);
    if (status == LAMINA_OK)
        status = check_key(checker, index->name, index->range_field, true, false);
    if (status != LAMINA_OK)
        return status;
    if (mapper__index_named(model, index->name) != index)
        return refuse(checker, index->name, "is the name of two indexes");
    if (index->hash_field == index->range_field)
        return refuse(checker, index->name, "has one field as hash and range");
    if (is_ttl(model, index->hash_field) || is_ttl(model, index->range_field))
        return refuse(checker, index->name,
                      "has the time to live as a key, which no filter could then leave out");
    if (index->projection > MAPPER_PROJECT_KEYS)
        return refuse(checker, index->name, "has an unknown projection");
    if (index->is_local == 0)
        return LAMINA_OK;
    if (index->hash_field != model->hash_field)
        return refuse(checker, index->name, "is local and has another hash field than the table");
    if (index->range_field == MAPPER_NO_FIELD || model->range_field == MAPPER_NO_FIELD)
        return refuse(checker, index->name,
                      "is local, and needs a range field and a table with one");
    return LAMINA_OK;
}

static lamina_status check_indexes(const model_checker *checker)
{
    const mapper_model *model = checker->model;
    if (model->index_count > 0 &&
        (model->indexes == NULL || model->index_size < sizeof(mapper_index)))
        return refuse(checker, "its indexes", "are missing, or their size was not set");
    uint32_t local = 0;
    for (uint32_t i = 0; i < model->index_count; i++) {
        const mapper_index *index = mapper__index(model, i);
        lamina_status status = check_index(checker, index);
        if (status != LAMINA_OK)
            return status;
        local += index->is_local != 0;
    }
    if (local > LOCAL_INDEX_CAP || model->index_count - local > GLOBAL_INDEX_CAP)
        return refuse(checker, "its indexes", "are more than 5 local or 20 global ones");
    return LAMINA_OK;
}

lamina_status mapper_model_check(lamina_arena *arena, const mapper_model *model, lamina_str *reason)
{
    static lamina_status (*const checks[])(const model_checker *) = {
        check_name, check_record, check_table_keys, check_stamps, check_indexes};
    model_checker checker = {arena, model, reason};
    *reason = (lamina_str){NULL, 0};
    if (model->size < sizeof *model)
        return refuse(&checker, "its size", "was not set");
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        lamina_status status = checks[i](&checker);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}
