/* Tables made from models, for local use and tests. Deployed tables are the template's matter. */
#include "mapper/table.h"

#include <time.h>

#include "lamina/problem.h"
#include "mapper/model.h"
#include "mapper/request.h"

#define FIRST_WAIT_MS 20
#define LAST_WAIT_MS 2000

/* A request that names the model's table, and so far nothing else. */
static lamina_status begin(mapper__request *request, lamina_context *context,
                           const mapper_model *model)
{
    lamina_status status = mapper__model_use(context, model);
    if (status != LAMINA_OK)
        return status;
    mapper__request_begin(request, context, mapper_table_name(model));
    mapper__request_about(request, model);
    return LAMINA_OK;
}

/* ---- asking ---- */

/* description: NULL when there is no such table. */
static lamina_status ask(lamina_context *context, const mapper_model *model,
                         const lamina_json **description)
{
    mapper__request request;
    mapper__reply reply;
    *description = NULL;
    lamina_status status = begin(&request, context, model);
    if (status != LAMINA_OK)
        return status;
    status = mapper__request_send(&request, "DescribeTable", DYNAMODB_REPEAT_SAFE, &reply);
    if (reply.error.kind == DYNAMODB_ERROR_RESOURCE_NOT_FOUND)
        return LAMINA_OK;
    if (status == LAMINA_OK)
        *description = lamina_json_member(reply.answer, "Table");
    return status;
}

static lamina_status ask_ttl(lamina_context *context, const mapper_model *model,
                             lamina_str *attribute)
{
    mapper__request request;
    mapper__reply reply;
    mapper__request_begin(&request, context, mapper_table_name(model));
    mapper__request_about(&request, model);
    lamina_status status =
        mapper__request_send(&request, "DescribeTimeToLive", DYNAMODB_REPEAT_SAFE, &reply);
    if (status != LAMINA_OK)
        return status;
    const lamina_json *ttl = lamina_json_member(reply.answer, "TimeToLiveDescription");
    lamina_str state = lamina_json_member_string(ttl, "TimeToLiveStatus");
    if (lamina_str_is(state, "ENABLED") || lamina_str_is(state, "ENABLING"))
        *attribute = lamina_json_member_string(ttl, "AttributeName");
    return LAMINA_OK;
}

lamina_status mapper_table_describe(lamina_context *context, const mapper_model *model,
                                    mapper_table *table)
{
    const lamina_json *description = NULL;
    if (table->size < sizeof *table)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "the size of a table was not set");
    lamina_status status = ask(context, model, &description);
    if (status != LAMINA_OK)
        return status;
    if (description == NULL)
        return LAMINA_E_NOT_FOUND;
    status = mapper_table_read(context->arena, description, table);
    return status == LAMINA_OK ? ask_ttl(context, model, &table->ttl_attribute) : status;
}

lamina_status mapper_table_exists(lamina_context *context, const mapper_model *model, bool *exists)
{
    const lamina_json *description = NULL;
    lamina_status status = ask(context, model, &description);
    *exists = description != NULL;
    return status;
}

/* ---- waiting ---- */

/* Waits, but not beyond the deadline: false then. */
static bool pause(const lamina_context *context, int64_t ms)
{
    if (ms >= lamina_remaining_ms(context))
        return false;
    struct timespec left = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&left, NULL);
    return true;
}

static bool is_active(const lamina_json *description)
{
    const lamina_json *index =
        lamina_json_first(lamina_json_member(description, "GlobalSecondaryIndexes"));
    for (; index != NULL; index = lamina_json_next(index))
        if (!lamina_str_is(lamina_json_member_string(index, "IndexStatus"), "ACTIVE"))
            return false;
    return lamina_str_is(lamina_json_member_string(description, "TableStatus"), "ACTIVE");
}

static bool is_gone(const lamina_json *description)
{
    return description == NULL;
}

/* *last is the description that ended the wait; NULL: there is no such table. */
static lamina_status wait_until(lamina_context *context, const mapper_model *model,
                                bool (*is_reached)(const lamina_json *description),
                                const lamina_json **last)
{
    for (int64_t wait_ms = FIRST_WAIT_MS;;
         wait_ms = wait_ms * 2 < LAST_WAIT_MS ? wait_ms * 2 : LAST_WAIT_MS) {
        lamina_status status = ask(context, model, last);
        if (status != LAMINA_OK || *last == NULL || is_reached(*last))
            return status;
        if (!pause(context, wait_ms))
            return lamina_cause(context, LAMINA_E_TIMEOUT, "table %s is still %.*s",
                                mapper_table_name(model).ptr,
                                LAMINA_FMT(lamina_json_member_string(*last, "TableStatus")));
    }
}

lamina_status mapper_table_wait(lamina_context *context, const mapper_model *model)
{
    const lamina_json *last = NULL;
    lamina_status status = wait_until(context, model, is_active, &last);
    return status == LAMINA_OK && last == NULL ? LAMINA_E_NOT_FOUND : status;
}

/* ---- making and removing ---- */

static lamina_status create(lamina_context *context, const mapper_model *model)
{
    mapper__request request;
    mapper__reply reply;
    mapper__request_begin(&request, context, mapper_table_name(model));
    mapper__request_about(&request, model);
    mapper__table_write(&request.json, model);
    lamina_status status =
        mapper__request_send(&request, "CreateTable", DYNAMODB_REPEAT_SAFE, &reply);
    return reply.error.kind == DYNAMODB_ERROR_RESOURCE_IN_USE ? LAMINA_E_CONFLICT : status;
}

lamina_status mapper_table_create(lamina_context *context, const mapper_model *model)
{
    lamina_status status = mapper__model_use(context, model);
    if (status == LAMINA_OK)
        status = create(context, model);
    if (status == LAMINA_OK)
        status = mapper_table_wait(context, model);
    if (status != LAMINA_OK || model->ttl_field == MAPPER_NO_FIELD)
        return status;
    return mapper__table_set_ttl(
        context, model, lamina_str_from(mapper__field(model, model->ttl_field)->name), true);
}

lamina_status mapper_table_remove(lamina_context *context, const mapper_model *model)
{
    mapper__request request;
    mapper__reply reply;
    lamina_status status = begin(&request, context, model);
    if (status != LAMINA_OK)
        return status;
    status = mapper__request_send(&request, "DeleteTable", DYNAMODB_REPEAT_SAFE, &reply);
    if (reply.error.kind == DYNAMODB_ERROR_RESOURCE_NOT_FOUND)
        return LAMINA_E_NOT_FOUND;
    if (reply.error.kind == DYNAMODB_ERROR_RESOURCE_IN_USE)
        return LAMINA_E_CONFLICT;
    const lamina_json *last = NULL;
    return status == LAMINA_OK ? wait_until(context, model, is_gone, &last) : status;
}
