/*
 * HTTP and nothing else: what of the request goes to the service, which status and headers come back.
 * The host has decoded and checked the body before.
 */
#include "handlers.h"

#include "services.h"

lamina_status create_@name@(lamina_context *context, const lamina_request *request,
                              lamina_response *response)
{
    const @name@_dto *created = NULL;
    lamina_status status = @name@_service_create(context, request->body, &created);
    if (status != LAMINA_OK)
        return status;
    response->status = 201;
    response->body = created;
    return LAMINA_OK;
}
