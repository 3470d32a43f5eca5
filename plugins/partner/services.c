/*
 * The rules of the partner module. Those that every module must keep (one e-mail address, one
 * partner; no lost update) are the repository's.
 */
#include "services.h"

#include "domain/repositories/partner_repository.h"
#include "lamina/log.h"

#include "mappers.h"

/* The id alone: names, addresses and numbers of people stay out of the log. */
static void log_change(lamina_context *context, lamina_str what, lamina_str partner_id)
{
    lamina_log_field id = lamina_log_text("partner_id", partner_id);
    lamina_log_with(context, LAMINA_LOG_INFO, what, &id, 1);
}

lamina_status partner_service_create(lamina_context *context, const partner_input *input,
                                     const partner_dto **created)
{
    partner *item;
    lamina_status status = partner_from_create(context, input, &item);
    if (status != LAMINA_OK)
        return status;
    if (lamina_is_absent(&item->has, PARTNER_STATUS)) {
        item->status = LAMINA_STR(PARTNER_STATUS_PENDING);
        lamina_mark(&item->has, PARTNER_STATUS);
    }

    status = partner_repository_create(context, item);
    if (status != LAMINA_OK)
        return status;
    log_change(context, LAMINA_STR("partner created"), item->partner_id);
    return partner_to_dto(context, item, created);
}

lamina_status partner_service_get(lamina_context *context, lamina_str partner_id,
                                  const partner_dto **found)
{
    partner *item;
    lamina_status status = partner_repository_get(context, partner_id, &item);
    if (status != LAMINA_OK)
        return status;
    return partner_to_dto(context, item, found);
}

lamina_status partner_service_list(lamina_context *context, const domain_page_query *query,
                                   const partner_list_dto **page)
{
    partner_list list = {.size = sizeof list};
    lamina_status status =
        partner_repository_list(context, (uint32_t)query->limit, query->cursor, &list);
    if (status != LAMINA_OK)
        return status;
    return partner_list_to_dto(context, &list, page);
}

static lamina_status stored_version(lamina_context *context, lamina_str partner_id,
                                    int64_t *version)
{
    partner *stored;
    lamina_status status = partner_repository_get(context, partner_id, &stored);
    if (status == LAMINA_OK)
        *version = stored->version;
    return status;
}

lamina_status partner_service_patch(lamina_context *context, lamina_str partner_id,
                                    const lamina_conditions *expected, const partner_input *input,
                                    const partner_dto **patched)
{
    partner *changes, *stored;
    lamina_status status = partner_from_patch(context, input, &changes);
    if (status != LAMINA_OK)
        return status;
    changes->partner_id = partner_id;
    status =
        lamina_conditions_choose(context, expected, partner_id, stored_version, &changes->version);
    if (status != LAMINA_OK)
        return status;

    status = partner_repository_update(context, changes, &stored);
    if (status != LAMINA_OK)
        return status;
    log_change(context, LAMINA_STR("partner changed"), partner_id);
    return partner_to_dto(context, stored, patched);
}

lamina_status partner_service_delete(lamina_context *context, lamina_str partner_id,
                                     const lamina_conditions *expected)
{
    int64_t version;
    lamina_status status =
        lamina_conditions_choose(context, expected, partner_id, stored_version, &version);
    if (status != LAMINA_OK)
        return status;

    status = partner_repository_delete(context, partner_id, version);
    if (status == LAMINA_OK)
        log_change(context, LAMINA_STR("partner deleted"), partner_id);
    return status;
}
