/* Several items as they are at one moment. */
#include "lamina/problem.h"
#include "mapper/cancellation.h"
#include "mapper/lookup.h"

static lamina_status write_get(const mapper__lookups *lookups, size_t i, mapper__request *request)
{
    mapper__projection projection = {.count = 0};
    mapper__request_about(request, lookups->entries[i].model);
    lamina_json_write_object(&request->json);
    lamina_json_write_name(&request->json, LAMINA_STR("Get"));
    lamina_json_write_object(&request->json);
    lamina_json_write_member_string(&request->json, "TableName", lookups->entries[i].table);
    lamina_json_write_raw(&request->json, lookups->entries[i].key);
    mapper__lookups_project(lookups, i, &projection);
    lamina_status status = mapper__projection_write(&projection, request);
    lamina_json_write_object_end(&request->json);
    lamina_json_write_object_end(&request->json);
    return status;
}

static lamina_status ask(const mapper__lookups *lookups, mapper__reply *reply)
{
    mapper__request request;
    lamina_status status = LAMINA_OK;
    mapper__request_begin(&request, lookups->context, (lamina_str){NULL, 0});
    lamina_json_write_name(&request.json, LAMINA_STR("TransactItems"));
    lamina_json_write_array(&request.json);
    for (size_t i = 0; i < lookups->entry_count && status == LAMINA_OK; i++)
        status = write_get(lookups, i, &request);
    lamina_json_write_array_end(&request.json);
    *reply = (mapper__reply){.answer = NULL};
    if (status != LAMINA_OK)
        return status;
    return mapper__request_send(&request, "TransactGetItems", DYNAMODB_REPEAT_SAFE, reply);
}

/* Why it was cancelled, by the first reason that says so. */
static lamina_status judge(const mapper__lookups *lookups, const dynamodb_error *error,
                           lamina_status status)
{
    const lamina_json *reason = lamina_json_first(mapper__cancellation_reasons(error));
    for (size_t i = 0; reason != NULL; i++, reason = lamina_json_next(reason)) {
        lamina_str code = lamina_json_member_string(reason, "Code");
        if (code.len > 0 && !lamina_str_is(code, "None"))
            return lamina_cause(lookups->context, mapper__cancellation_status(code),
                                "key %zu of the transaction: %.*s", i, LAMINA_FMT(code));
    }
    return status;
}

static lamina_status read_all(const mapper__lookups *lookups, const lamina_json **responses)
{
    if (lookups->entry_count > MAPPER_TRANSACTION_CAP)
        return lamina_cause(lookups->context, LAMINA_E_ARGUMENT, "a transaction of %zu keys",
                            lookups->entry_count);
    uint32_t round = 0;
    mapper__reply reply;
    lamina_status status = ask(lookups, &reply);
    while (status != LAMINA_OK && mapper__cancellation_wait(lookups->context, &reply.error, &round))
        status = ask(lookups, &reply);
    if (status != LAMINA_OK)
        return judge(lookups, &reply.error, status);
    *responses = lamina_json_member(reply.answer, "Responses");
    size_t answered = lamina_json_count(*responses);
    return answered == lookups->entry_count
               ? LAMINA_OK
               : lamina_cause(lookups->context, LAMINA_E_UPSTREAM,
                              "DynamoDB answered %zu items of a transaction of %zu", answered,
                              lookups->entry_count);
}

lamina_status mapper_transact_get(lamina_context *context, mapper_lookup *lookups, size_t count)
{
    mapper__lookups prepared;
    const lamina_json *responses = NULL;
    if (count == 0)
        return LAMINA_OK;
    lamina_status status = mapper__lookups_prepare(&prepared, context, lookups, count);
    if (status != LAMINA_OK)
        return status;
    status = read_all(&prepared, &responses);
    const lamina_json *response = lamina_json_first(responses);
    for (size_t i = 0; i < prepared.entry_count; i++, response = lamina_json_next(response)) {
        if (status == LAMINA_OK)
            mapper__lookups_answer(&prepared, i, lamina_json_member(response, "Item"));
        else
            mapper__lookups_fail(&prepared, i, status);
    }
    return mapper__lookups_status(&prepared);
}
