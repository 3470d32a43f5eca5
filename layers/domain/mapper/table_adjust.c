/* Time to live and stream of a table that is there already. */
#include "lamina/problem.h"
#include "mapper/model.h"
#include "mapper/request.h"
#include "mapper/table.h"

lamina_status mapper__table_set_ttl(lamina_context *context, const mapper_model *model,
                                    lamina_str attribute, bool enabled)
{
    mapper__request request;
    mapper__reply reply;
    mapper__request_begin(&request, context, mapper_table_name(model));
    mapper__request_about(&request, model);
    lamina_json_write_name(&request.json, LAMINA_STR("TimeToLiveSpecification"));
    lamina_json_write_object(&request.json);
    lamina_json_write_member_string(&request.json, "AttributeName", attribute);
    lamina_json_write_name(&request.json, LAMINA_STR("Enabled"));
    lamina_json_write_boolean(&request.json, enabled);
    lamina_json_write_object_end(&request.json);
    return mapper__request_send(&request, "UpdateTimeToLive", DYNAMODB_REPEAT_SAFE, &reply);
}

static lamina_status adjust_ttl(lamina_context *context, const mapper_model *model,
                                const mapper_table *table)
{
    lamina_str found = table->ttl_attribute;
    if (model->ttl_field == MAPPER_NO_FIELD)
        return found.len == 0 ? LAMINA_OK : mapper__table_set_ttl(context, model, found, false);
    lamina_str wanted = lamina_str_from(mapper__field(model, model->ttl_field)->name);
    if (lamina_str_equal(wanted, found))
        return LAMINA_OK;
    if (found.len > 0)
        return lamina_cause(context, LAMINA_E_CONFLICT,
                            "table %s: its time to live is attribute %.*s, and the model's is %.*s",
                            mapper_table_name(model).ptr, LAMINA_FMT(found), LAMINA_FMT(wanted));
    return mapper__table_set_ttl(context, model, wanted, true);
}

static lamina_status set_stream(lamina_context *context, const mapper_model *model,
                                uint32_t stream_view)
{
    mapper__request request;
    mapper__reply reply;
    mapper__request_begin(&request, context, mapper_table_name(model));
    mapper__request_about(&request, model);
    mapper__stream_write(&request.json, stream_view);
    lamina_status status =
        mapper__request_send(&request, "UpdateTable", DYNAMODB_REPEAT_SAFE, &reply);
    return status == LAMINA_OK ? mapper_table_wait(context, model) : status;
}

/* A stream's view cannot be changed: it ends, and another one begins. */
static lamina_status adjust_stream(lamina_context *context, const mapper_model *model,
                                   const mapper_table *table)
{
    if (table->stream_view == model->stream_view)
        return LAMINA_OK;
    lamina_status status = LAMINA_OK;
    if (table->stream_view != MAPPER_STREAM_NONE)
        status = set_stream(context, model, MAPPER_STREAM_NONE);
    if (status == LAMINA_OK && model->stream_view != MAPPER_STREAM_NONE)
        status = set_stream(context, model, model->stream_view);
    return status;
}

lamina_status mapper_table_adjust(lamina_context *context, const mapper_model *model)
{
    mapper_table table = {.size = sizeof table};
    lamina_status status = mapper_table_describe(context, model, &table);
    if (status == LAMINA_OK)
        status = adjust_ttl(context, model, &table);
    return status == LAMINA_OK ? adjust_stream(context, model, &table) : status;
}
