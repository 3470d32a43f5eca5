/* Service clients in DynamoDB. */
#include "domain/repositories/service_client_repository.h"

#include "domain/ids.h"
#include "domain/mapper.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "repositories/page.h"
#include "repositories/secret_text.h"

static lamina_status fail_not_found(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_NOT_FOUND, "client-not-found",
                       "There is no client with this id");
}

lamina_status service_client_repository_create(lamina_context *context, service_client *item,
                                               lamina_str *secret)
{
    lamina_status status = domain_new_ulid(context, &item->client_id);
    if (status == LAMINA_OK)
        status = domain__secret_text_new(context, secret);
    if (status == LAMINA_OK)
        status = domain__secret_text_hash(context, *secret, &item->secret_hash);
    if (status != LAMINA_OK)
        return status;
    item->status = LAMINA_STR(SERVICE_CLIENT_STATUS_ACTIVE);
    item->collection = LAMINA_STR(SERVICE_CLIENT_COLLECTION_ALL);
    return mapper_create(context, &service_client_model, item, NULL);
}

static lamina_status read_client(lamina_context *context, lamina_str client_id,
                                 service_client **out)
{
    service_client *found = service_client_new(context);
    if (found == NULL)
        return LAMINA_E_LIMIT;
    mapper_read options = {.size = sizeof options, .consistent = true};
    service_client key = {.client_id = client_id};
    lamina_status status = mapper_get(context, &service_client_model, &key, &options, found);
    *out = status == LAMINA_OK ? found : NULL;
    return status;
}

lamina_status service_client_repository_get(lamina_context *context, lamina_str client_id,
                                            service_client **out)
{
    *out = NULL;
    if (!domain_is_ulid(client_id))
        return fail_not_found(context);
    lamina_status status = read_client(context, client_id, out);
    return status == LAMINA_E_NOT_FOUND ? fail_not_found(context) : status;
}

lamina_status service_client_repository_authenticate(lamina_context *context, lamina_str client_id,
                                                     lamina_str secret, service_client **out)
{
    static const char nobody[LAMINA_SHA256_LEN];
    lamina_str stored = {nobody, sizeof nobody}, hash;
    service_client *found = NULL;
    *out = NULL;
    lamina_status status = domain__secret_text_hash(context, secret, &hash);
    if (status == LAMINA_OK)
        status = domain_is_ulid(client_id) ? read_client(context, client_id, &found)
                                           : LAMINA_E_NOT_FOUND;
    if (status != LAMINA_OK && status != LAMINA_E_NOT_FOUND)
        return status;
    if (found != NULL)
        stored = found->secret_hash;
    bool is_right = domain__secret_text_is(hash, stored);
    if (!is_right || found == NULL || !lamina_str_is(found->status, SERVICE_CLIENT_STATUS_ACTIVE))
        return LAMINA_E_UNAUTHENTICATED;
    *out = found;
    return LAMINA_OK;
}

lamina_status service_client_repository_list(lamina_context *context,
                                             const domain_page_query *query,
                                             service_client_list *out)
{
    mapper_query wanted = {.size = sizeof wanted,
                           .limit = (uint32_t)query->limit,
                           .index = SERVICE_CLIENT_INDEX_ALL,
                           .hash = dynamodb_text(LAMINA_STR(SERVICE_CLIENT_COLLECTION_ALL)),
                           .cursor = query->cursor};
    domain__page page;
    lamina_status status = domain__page_read(context, &service_client_model, &wanted, &page);
    if (status != LAMINA_OK)
        return status;
    out->items = (service_client *const *)page.items;
    out->count = page.count;
    out->cursor = page.cursor;
    return LAMINA_OK;
}

lamina_status service_client_repository_update(lamina_context *context, service_client *changes,
                                               service_client **out)
{
    *out = NULL;
    if (!domain_is_ulid(changes->client_id))
        return fail_not_found(context);
    lamina_status status = mapper_patch(context, &service_client_model, changes, NULL);
    if (status == LAMINA_OK)
        *out = changes;
    return status == LAMINA_E_NOT_FOUND ? fail_not_found(context) : status;
}
