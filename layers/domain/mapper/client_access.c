/*
 * The one way out: every request of the mapper is sent here, and what the service's failures mean for
 * the mapper's callers is decided here.
 */
#include "lamina/problem.h"
#include "lamina/trace.h"
#include "mapper/explain.h"
#include "mapper/ledger.h"
#include "mapper/refusal.h"
#include "mapper/request.h"

/* Statuses of dynamodb_send() that would blame the API's client for what is ours: they become HTTP
   4xx unless somebody takes them back. */
typedef struct translation {
    lamina_status from;
    lamina_status to;
} translation;

static const translation translations[] = {
    {LAMINA_E_NOT_FOUND, LAMINA_E_CONFIG},       /* no such table or index */
    {LAMINA_E_FORBIDDEN, LAMINA_E_CONFIG},       /* permissions of the function */
    {LAMINA_E_UNAUTHENTICATED, LAMINA_E_CONFIG}, /* its credentials */
    {LAMINA_E_INVALID, LAMINA_E_INTERNAL},       /* a request that should not have been made */
};

static lamina_status translate(lamina_context *context, lamina_status status,
                               const dynamodb_error *error)
{
    lamina_status stored = error->kind == DYNAMODB_ERROR_VALIDATION
                               ? mapper__refusal_by_stored(context, error->message)
                               : LAMINA_OK;
    if (stored != LAMINA_OK)
        return stored;
    if (error->kind == DYNAMODB_ERROR_IDEMPOTENT_PARAMETER_MISMATCH)
        return LAMINA_E_INTERNAL; /* a token is made from the content, and was used for another */
    for (size_t i = 0; i < sizeof translations / sizeof translations[0]; i++)
        if (translations[i].from == status)
            return translations[i].to;
    return status;
}

/* Closes the body. */
static lamina_status close_body(mapper__request *request, const char *operation)
{
    mapper__ledger_ask(request, operation);
    lamina_json_write_object_end(&request->json);
    lamina_status status = lamina_text_status(request->json.text);
    return status == LAMINA_OK
               ? LAMINA_OK
               : lamina_cause(request->context, status, "%s: the request is too large", operation);
}

/* A part of the invocation of its own, where that is traced. */
static void trace_call(const mapper__request *request, const char *operation, int64_t start_us,
                       lamina_status status, const dynamodb_figures *figures,
                       const dynamodb_error *error)
{
    enum { HTTP_OK = 200 };
    const lamina_subsegment part = {.size = sizeof part,
                                    .flags = lamina_trace_flags(status),
                                    .name = LAMINA_STR("DynamoDB"),
                                    .start_us = start_us,
                                    .end_us = start_us + figures->duration_us,
                                    .aws_operation = lamina_str_from(operation),
                                    .aws_table = request->table,
                                    .aws_request_id = error->request_id,
                                    .retries = figures->attempts > 0 ? figures->attempts - 1 : 0,
                                    .http_status =
                                        status == LAMINA_OK ? HTTP_OK : error->http_status};
    lamina_trace_write(request->context, &part);
}

lamina_status mapper__request_send(mapper__request *request, const char *operation, uint32_t repeat,
                                   mapper__reply *reply)
{
    *reply = (mapper__reply){.error = {.size = sizeof reply->error}};
    lamina_status status = close_body(request, operation);
    if (status != LAMINA_OK)
        return status;
    mapper__explain *explain = mapper__explain_of(request->context);
    if (explain != NULL)
        return mapper__explain_keep(explain, request, operation, repeat);
    dynamodb_client *client = dynamodb_client_shared(request->context);
    if (client == NULL)
        return LAMINA_E_CONFIG;
    dynamodb_figures figures = {.size = sizeof figures};
    dynamodb_request sent = {.size = sizeof sent,
                             .repeat = repeat,
                             .operation = operation,
                             .body = lamina_text_view(request->json.text),
                             .table = request->table,
                             .figures = &figures};
    bool is_traced = lamina_trace_is_on(request->context);
    int64_t start_us = is_traced ? lamina_now_us(request->context) : 0;
    status = dynamodb_send(client, request->context, &sent, &reply->answer, &reply->error);
    if (is_traced)
        trace_call(request, operation, start_us, status, &figures, &reply->error);
    mapper__ledger_enter(request, operation, status, &figures, reply->answer);
    if (status == LAMINA_OK)
        return LAMINA_OK;
    reply->answer = NULL;
    return translate(request->context, status, &reply->error);
}
