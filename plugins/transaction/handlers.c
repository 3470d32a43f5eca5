/*
 * HTTP and nothing else: what of the request goes to the service, which status and headers come
 * back. The host has decoded and checked body and query before, and turns every failure that is
 * passed on into problem+json.
 */
#include "handlers.h"

#include "lamina/idempotency.h"

#include "services.h"

static lamina_str path_id(const lamina_request *request)
{
    lamina_str id;
    lamina_request_path(request, "transactionId", &id);
    return id;
}

/* 201 for the first answer and for every repetition of it: they are the same, but for a header that says
   so. folder: from this request's URL to that of all transactions. */
static lamina_status answer_posted(lamina_context *context, lamina_response *response,
                                   const char *folder, const posted_dto *posted)
{
    lamina_status status =
        lamina_response_created(context, response, folder, posted->transaction->transaction_id);
    if (status == LAMINA_OK && posted->replayed)
        status = lamina_response_replayed(context, response);
    response->body = posted->transaction;
    return status;
}

lamina_status post_transaction(lamina_context *context, const lamina_request *request,
                               lamina_response *response)
{
    lamina_str key;
    posted_dto posted;
    lamina_status status = lamina_request_idempotency_key(context, request, &key);
    if (status == LAMINA_OK)
        status = transaction_service_post(context, key, request->body, &posted);
    return status == LAMINA_OK ? answer_posted(context, response, "transactions", &posted) : status;
}

lamina_status reverse_transaction(lamina_context *context, const lamina_request *request,
                                  lamina_response *response)
{
    lamina_str key;
    posted_dto posted;
    lamina_status status = lamina_request_idempotency_key(context, request, &key);
    if (status == LAMINA_OK)
        status =
            transaction_service_reverse(context, path_id(request), key, request->body, &posted);
    return status == LAMINA_OK ? answer_posted(context, response, "..", &posted) : status;
}

lamina_status get_transaction(lamina_context *context, const lamina_request *request,
                              lamina_response *response)
{
    const transaction_dto *found = NULL;
    lamina_status status = transaction_service_get(context, path_id(request), &found);
    response->body = found;
    return status;
}

lamina_status list_transactions(lamina_context *context, const lamina_request *request,
                                lamina_response *response)
{
    const domain_page_answer *page = NULL;
    lamina_status status = transaction_service_list(context, request->query, &page);
    response->body = page;
    return status;
}

lamina_status get_statement(lamina_context *context, const lamina_request *request,
                            lamina_response *response)
{
    const statement_dto *statement = NULL;
    lamina_status status = transaction_service_statement(context, request->query, &statement);
    response->body = statement;
    return status;
}
