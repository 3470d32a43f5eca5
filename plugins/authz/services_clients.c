/*
 * Administration of service clients.
 */
#include "services.h"

#include "domain/access.h"
#include "domain/repositories/service_client_repository.h"
#include "lamina/log.h"
#include "lamina/text.h"

#include "mappers.h"

static void log_client(lamina_context *context, const char *what, lamina_str client_id)
{
    lamina_log_field id = lamina_log_text("client_id", client_id);
    lamina_log_with(context, LAMINA_LOG_INFO, lamina_str_from(what), &id, 1);
}

lamina_status authz_service_list_clients(lamina_context *context, const domain_page_query *query,
                                         const domain_page_answer **page)
{
    service_client_list list = {.size = sizeof list};
    lamina_status status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = service_client_repository_list(context, query, &list);
    return status == LAMINA_OK ? client_list_to_dto(context, &list, page) : status;
}

lamina_status authz_service_get_client(lamina_context *context, lamina_str client_id,
                                       const client_dto **found)
{
    service_client *item = NULL;
    lamina_status status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = service_client_repository_get(context, client_id, &item);
    return status == LAMINA_OK ? client_to_dto(context, item, found) : status;
}

lamina_status authz_service_create_client(lamina_context *context, const client_input *input,
                                          const client_dto **created)
{
    service_client *item = NULL;
    lamina_str secret;
    lamina_status status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = client_from_input(context, &create_client_record, input, &item);
    if (status == LAMINA_OK)
        status = service_client_repository_create(context, item, &secret);
    if (status != LAMINA_OK)
        return status;
    log_client(context, "client created", item->client_id);
    return new_client_to_dto(context, item, secret, created);
}

static lamina_status patch(lamina_context *context, const service_client *stored,
                           const client_input *input, service_client **changed)
{
    service_client *changes = NULL;
    lamina_status status = client_from_input(context, &patch_client_record, input, &changes);
    if (status != LAMINA_OK)
        return status;
    changes->client_id = stored->client_id;
    changes->version = stored->version;
    return service_client_repository_update(context, changes, changed);
}

lamina_status authz_service_patch_client(lamina_context *context, lamina_str client_id,
                                         const lamina_conditions *expected,
                                         const client_input *input, const client_dto **patched)
{
    service_client *stored, *changed;
    lamina_status status = domain_require_staff(context);
    if (status == LAMINA_OK)
        status = service_client_repository_get(context, client_id, &stored);
    if (status == LAMINA_OK && !lamina_conditions_hold(expected, stored->version))
        status = LAMINA_E_PRECONDITION;
    if (status == LAMINA_OK)
        status = patch(context, stored, input, &changed);
    if (status != LAMINA_OK)
        return status;
    log_client(context, "client changed", client_id);
    return client_to_dto(context, changed, patched);
}
