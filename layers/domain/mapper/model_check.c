/* Is a model sound? Found when it is tested or first used, not when the service refuses it. */
#include "mapper/model_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lamina/record_json.h"
#include "lamina/text.h"
#include "mapper/model.h"

#define SERVICE_NAME_LEAST 3u
#define REASON_CAP 512

lamina_status mapper__model_refuse(const mapper__model_checker *checker, const char *what,
                                   const char *format, ...)
{
    const char *name = checker->model->name == NULL ? "(no name)" : checker->model->name;
    char why[REASON_CAP];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why, sizeof why, format, arguments);
    va_end(arguments);
    *checker->reason = lamina_arena_format(checker->arena, "model %s: %s %s", name, what, why);
    return LAMINA_E_CONFIG;
}

bool mapper__is_service_name(const char *name)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    size_t len = name == NULL ? 0 : strlen(name);
    return len >= SERVICE_NAME_LEAST && len <= MAPPER__NAME_CAP && strspn(name, allowed) == len;
}

static lamina_status check_name(const mapper__model_checker *checker)
{
    lamina_str table = mapper_table_name(checker->model);
    if (!mapper__is_service_name(checker->model->name))
        return mapper__model_refuse(checker, "its name",
                                    "must be 3 to 255 of a-z, A-Z, 0-9, '_', '.', '-'");
    if (!mapper__is_service_name(table.ptr))
        return mapper__model_refuse(
            checker, checker->model->table_env,
            "holds no table name: 3 to 255 of a-z, A-Z, 0-9, '_', '.', '-'");
    return LAMINA_OK;
}

static lamina_status check_record(const mapper__model_checker *checker)
{
    const mapper_model *model = checker->model;
    if (model->record == NULL)
        return mapper__model_refuse(checker, "its record", "is missing");
    lamina_str reason = {NULL, 0};
    lamina_status status = lamina_record_check(checker->arena, model->record, &reason);
    if (status == LAMINA_OK)
        return LAMINA_OK;
    return mapper__model_refuse(checker, "its record:", "%.*s", LAMINA_FMT(reason));
}

lamina_status mapper__model_check_key(const mapper__model_checker *checker, const char *what,
                                      uint32_t number, bool must_be_required)
{
    const mapper_model *model = checker->model;
    if (number >= model->record->field_count)
        return mapper__model_refuse(checker, what, "has a key that is no field of its record");
    const lamina_field *field = mapper__field(model, number);
    if (mapper__key_type(field->type) == NULL)
        return mapper__model_refuse(checker, what, "has key %s, of a type that cannot be a key",
                                    field->name);
    if (strlen(field->name) > MAPPER__NAME_CAP)
        return mapper__model_refuse(checker, what, "has a key with a name of more than 255 bytes");
    if ((field->flags & LAMINA_FIELD_ENCRYPTED) != 0)
        return mapper__model_refuse(checker, what, "has key %s, which is encrypted", field->name);
    if (must_be_required && (field->flags & LAMINA_FIELD_REQUIRED) == 0)
        return mapper__model_refuse(checker, what, "has key %s, which must be required",
                                    field->name);
    return LAMINA_OK;
}

static lamina_status check_table_keys(const mapper__model_checker *checker)
{
    const mapper_model *model = checker->model;
    lamina_status status =
        mapper__model_check_key(checker, "its table (hash)", model->hash_field, true);
    if (status != LAMINA_OK || model->range_field == MAPPER_NO_FIELD)
        return status;
    if (model->hash_field == model->range_field)
        return mapper__model_refuse(checker, "its table", "has one field as hash and range");
    return mapper__model_check_key(checker, "its table (range)", model->range_field, true);
}

/* A field that the mapper itself writes or reads. */
typedef struct stamp_rule {
    const char *what;
    size_t member; /* of mapper_model: the field's number */
    uint32_t type;
    const char *type_name;
} stamp_rule;

static const stamp_rule stamps[] = {
    {"its version field", offsetof(mapper_model, version_field), LAMINA_TYPE_INT64, "INT64"},
    {"its created field", offsetof(mapper_model, created_field), LAMINA_TYPE_TIMESTAMP,
     "TIMESTAMP"},
    {"its updated field", offsetof(mapper_model, updated_field), LAMINA_TYPE_TIMESTAMP,
     "TIMESTAMP"},
    {"its time-to-live field", offsetof(mapper_model, ttl_field), LAMINA_TYPE_EPOCH, "EPOCH"},
};

static lamina_status check_stamp(const mapper__model_checker *checker, const stamp_rule *rule)
{
    const mapper_model *model = checker->model;
    uint32_t number = *(const uint32_t *)(const void *)((const char *)model + rule->member);
    if (number == MAPPER_NO_FIELD)
        return LAMINA_OK;
    if (number >= model->record->field_count)
        return mapper__model_refuse(checker, rule->what, "is no field of its record");
    const lamina_field *field = mapper__field(model, number);
    if (field->type != rule->type)
        return mapper__model_refuse(checker, rule->what, "is %s, which is not of type %s",
                                    field->name, rule->type_name);
    if (mapper__is_table_key(model, number))
        return mapper__model_refuse(checker, rule->what, "cannot be a key of the table too");
    if ((field->flags & LAMINA_FIELD_ENCRYPTED) != 0)
        return mapper__model_refuse(checker, rule->what, "is %s, which is encrypted", field->name);
    return LAMINA_OK;
}

static lamina_status check_stamps(const mapper__model_checker *checker)
{
    const mapper_model *model = checker->model;
    for (size_t i = 0; i < sizeof stamps / sizeof stamps[0]; i++) {
        lamina_status status = check_stamp(checker, &stamps[i]);
        if (status != LAMINA_OK)
            return status;
    }
    if (model->created_field != MAPPER_NO_FIELD && model->created_field == model->updated_field)
        return mapper__model_refuse(checker, "its updated field", "is its created field too");
    return LAMINA_OK;
}

static lamina_status check_stream(const mapper__model_checker *checker)
{
    if (checker->model->stream_view > MAPPER_STREAM_NEW_AND_OLD_IMAGES)
        return mapper__model_refuse(checker, "its stream", "has an unknown view");
    return LAMINA_OK;
}

lamina_status mapper_model_check(lamina_arena *arena, const mapper_model *model, lamina_str *reason)
{
    static lamina_status (*const checks[])(const mapper__model_checker *) = {
        check_name,
        check_record,
        check_table_keys,
        check_stamps,
        mapper__model_check_indexes,
        mapper__model_check_key_templates,
        mapper__model_check_accesses,
        mapper__model_check_discriminator,
        mapper__model_check_encryption,
        check_stream};
    mapper__model_checker checker = {arena, model, reason};
    *reason = (lamina_str){NULL, 0};
    if (model->size < sizeof *model)
        return mapper__model_refuse(&checker, "its size", "was not set");
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        lamina_status status = checks[i](&checker);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}
