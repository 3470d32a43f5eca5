/* Tables made from models, for local use and tests. Deployed tables are the template's matter. */
#include <time.h>

#include "lamina/problem.h"
#include "mapper/model.h"
#include "mapper/request.h"

#define FIRST_WAIT_MS 20
#define LAST_WAIT_MS 2000

/* ---- the description ---- */

static void write_key_element(lamina_json_writer *writer, const mapper_model *model,
                              uint32_t number, const char *role)
{
    if (number == MAPPER_NO_FIELD)
        return;
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "AttributeName",
                                    lamina_str_from(mapper__field(model, number)->name));
    lamina_json_write_member_string(writer, "KeyType", lamina_str_from(role));
    lamina_json_write_object_end(writer);
}

static void write_key_schema(lamina_json_writer *writer, const mapper_model *model,
                             uint32_t hash_field, uint32_t range_field)
{
    lamina_json_write_name(writer, LAMINA_STR("KeySchema"));
    lamina_json_write_array(writer);
    write_key_element(writer, model, hash_field, "HASH");
    write_key_element(writer, model, range_field, "RANGE");
    lamina_json_write_array_end(writer);
}

/* Each key attribute once, in the order of the record. */
static void write_attributes(lamina_json_writer *writer, const mapper_model *model)
{
    uint64_t keys = UINT64_C(1) << model->hash_field;
    if (model->range_field != MAPPER_NO_FIELD)
        keys |= UINT64_C(1) << model->range_field;
    for (uint32_t i = 0; i < model->index_count; i++) {
        const mapper_index *index = mapper__index(model, i);
        keys |= UINT64_C(1) << index->hash_field;
        if (index->range_field != MAPPER_NO_FIELD)
            keys |= UINT64_C(1) << index->range_field;
    }
    lamina_json_write_name(writer, LAMINA_STR("AttributeDefinitions"));
    lamina_json_write_array(writer);
    for (uint32_t i = 0; i < model->record->field_count; i++) {
        if ((keys >> i & 1u) == 0)
            continue;
        const lamina_field *field = mapper__field(model, i);
        lamina_json_write_object(writer);
        lamina_json_write_member_string(writer, "AttributeName", lamina_str_from(field->name));
        lamina_json_write_member_string(writer, "AttributeType",
                                        lamina_str_from(mapper__key_type(field->type)));
        lamina_json_write_object_end(writer);
    }
    lamina_json_write_array_end(writer);
}

static void write_index(lamina_json_writer *writer, const mapper_model *model,
                        const mapper_index *index)
{
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "IndexName", lamina_str_from(index->name));
    write_key_schema(writer, model, index->hash_field, index->range_field);
    lamina_json_write_name(writer, LAMINA_STR("Projection"));
    lamina_json_write_object(writer);
    lamina_json_write_member_string(
        writer, "ProjectionType",
        index->projection == MAPPER_PROJECT_ALL ? LAMINA_STR("ALL") : LAMINA_STR("KEYS_ONLY"));
    lamina_json_write_object_end(writer);
    lamina_json_write_object_end(writer);
}

static void write_indexes(lamina_json_writer *writer, const mapper_model *model, bool local)
{
    bool begun = false;
    for (uint32_t i = 0; i < model->index_count; i++) {
        const mapper_index *index = mapper__index(model, i);
        if ((index->is_local != 0) != local)
            continue;
        if (!begun) {
            lamina_json_write_name(writer, local ? LAMINA_STR("LocalSecondaryIndexes")
                                                 : LAMINA_STR("GlobalSecondaryIndexes"));
            lamina_json_write_array(writer);
        }
        begun = true;
        write_index(writer, model, index);
    }
    if (begun)
        lamina_json_write_array_end(writer);
}

/* ---- the operations ---- */

static lamina_status create(lamina_context *context, const mapper_model *model)
{
    mapper__request request;
    mapper__reply reply;
    mapper__request_begin(&request, context, mapper_table_name(model));
    mapper__request_about(&request, model);
    write_attributes(&request.json, model);
    write_key_schema(&request.json, model, model->hash_field, model->range_field);
    write_indexes(&request.json, model, false);
    write_indexes(&request.json, model, true);
    lamina_json_write_member_string(&request.json, "BillingMode", LAMINA_STR("PAY_PER_REQUEST"));
    lamina_status status =
        mapper__request_send(&request, "CreateTable", DYNAMODB_REPEAT_SAFE, &reply);
    return reply.error.kind == DYNAMODB_ERROR_RESOURCE_IN_USE ? LAMINA_E_CONFLICT : status;
}

static lamina_status describe(lamina_context *context, const mapper_model *model, bool *exists,
                              bool *is_active)
{
    mapper__request request;
    mapper__reply reply;
    *exists = *is_active = false;
    mapper__request_begin(&request, context, mapper_table_name(model));
    mapper__request_about(&request, model);
    lamina_status status =
        mapper__request_send(&request, "DescribeTable", DYNAMODB_REPEAT_SAFE, &reply);
    if (reply.error.kind == DYNAMODB_ERROR_RESOURCE_NOT_FOUND)
        return LAMINA_OK;
    if (status != LAMINA_OK)
        return status;
    const lamina_json *table = lamina_json_member(reply.answer, "Table");
    *exists = true;
    *is_active = lamina_str_is(lamina_json_member_string(table, "TableStatus"), "ACTIVE");
    return LAMINA_OK;
}

/* Waits, but not beyond the deadline: false then. */
static bool pause(const lamina_context *context, int64_t ms)
{
    if (ms >= lamina_remaining_ms(context))
        return false;
    struct timespec left = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&left, NULL);
    return true;
}

static lamina_status wait_until_active(lamina_context *context, const mapper_model *model)
{
    for (int64_t wait_ms = FIRST_WAIT_MS;;
         wait_ms = wait_ms * 2 < LAST_WAIT_MS ? wait_ms * 2 : LAST_WAIT_MS) {
        bool exists = false, is_active = false;
        lamina_status status = describe(context, model, &exists, &is_active);
        if (status != LAMINA_OK || is_active)
            return status;
        if (!pause(context, wait_ms))
            return lamina_cause(context, LAMINA_E_TIMEOUT, "table %s is not active yet",
                                mapper_table_name(model).ptr);
    }
}

static lamina_status set_time_to_live(lamina_context *context, const mapper_model *model)
{
    if (model->ttl_field == MAPPER_NO_FIELD)
        return LAMINA_OK;
    mapper__request request;
    mapper__reply reply;
    mapper__request_begin(&request, context, mapper_table_name(model));
    mapper__request_about(&request, model);
    lamina_json_write_name(&request.json, LAMINA_STR("TimeToLiveSpecification"));
    lamina_json_write_object(&request.json);
    lamina_json_write_member_string(&request.json, "AttributeName",
                                    lamina_str_from(mapper__field(model, model->ttl_field)->name));
    lamina_json_write_name(&request.json, LAMINA_STR("Enabled"));
    lamina_json_write_boolean(&request.json, true);
    lamina_json_write_object_end(&request.json);
    return mapper__request_send(&request, "UpdateTimeToLive", DYNAMODB_REPEAT_SAFE, &reply);
}

lamina_status mapper_table_create(lamina_context *context, const mapper_model *model)
{
    lamina_str reason = {NULL, 0};
    lamina_status status = mapper_model_check(context->arena, model, &reason);
    if (status != LAMINA_OK)
        return lamina_cause(context, status, "%.*s", LAMINA_FMT(reason));
    status = create(context, model);
    if (status == LAMINA_OK)
        status = wait_until_active(context, model);
    if (status == LAMINA_OK)
        status = set_time_to_live(context, model);
    return status;
}

lamina_status mapper_table_exists(lamina_context *context, const mapper_model *model, bool *exists)
{
    bool is_active = false;
    return describe(context, model, exists, &is_active);
}

lamina_status mapper_table_remove(lamina_context *context, const mapper_model *model)
{
    mapper__request request;
    mapper__reply reply;
    mapper__request_begin(&request, context, mapper_table_name(model));
    mapper__request_about(&request, model);
    lamina_status status =
        mapper__request_send(&request, "DeleteTable", DYNAMODB_REPEAT_SAFE, &reply);
    return reply.error.kind == DYNAMODB_ERROR_RESOURCE_NOT_FOUND ? LAMINA_E_NOT_FOUND : status;
}
