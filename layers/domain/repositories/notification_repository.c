/* The outbox in DynamoDB. Users' own repository writes it, together with what it tells of. */
#include "domain/repositories/notification_repository.h"

#include "domain/ids.h"
#include "domain/mapper.h"
#include "lamina/problem.h"
#include "repositories/page.h"

lamina_status notification_repository_list(lamina_context *context, const domain_page_query *query,
                                           notification_list *out)
{
    mapper_query wanted = {.size = sizeof wanted,
                           .limit = (uint32_t)query->limit,
                           .index = NOTIFICATION_INDEX_ALL,
                           .hash = dynamodb_text(LAMINA_STR(NOTIFICATION_COLLECTION_ALL)),
                           .cursor = query->cursor};
    domain__page page;
    lamina_status status = domain__page_read(context, &notification_model, &wanted, &page);
    if (status != LAMINA_OK)
        return status;
    out->items = (notification *const *)page.items;
    out->count = page.count;
    out->cursor = page.cursor;
    return LAMINA_OK;
}

lamina_status notification_repository_delete(lamina_context *context, lamina_str notification_id)
{
    notification key = {.notification_id = notification_id};
    lamina_status status = LAMINA_E_NOT_FOUND;
    if (domain_is_ulid(notification_id))
        status = mapper_remove(context, &notification_model, &key, NULL);
    if (status != LAMINA_E_NOT_FOUND)
        return status;
    return lamina_fail(context, LAMINA_E_NOT_FOUND, "notification-not-found",
                       "There is no notification with this id");
}
