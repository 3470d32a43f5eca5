/*
 * The rules of the partner module. Those that every module must keep (one e-mail address, one
 * partner; no lost update) are the repository's.
 */
#include "services.h"

#include "domain/repositories/partner_repository.h"
#include "lamina/log.h"

#include "mappers.h"

/* What the repository takes for "any version", and a version that no partner is ever at. */
enum { ANY_VERSION = 0, NO_VERSION = -1 };

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

static bool lists_some(const lamina_versions *versions)
{
    return versions->any || versions->count > 0;
}

/* The one version that the write will insist on: the expected one, or, where that takes looking, the
   stored one if it is as expected. Should it change before the write, the write fails as it must. */
static lamina_status choose_version(lamina_context *context, lamina_str partner_id,
                                    const lamina_conditions *expected, int64_t *version)
{
    const lamina_versions *accepted = &expected->accepted, *refused = &expected->refused;
    if (!lists_some(refused) && (accepted->any || accepted->count <= 1)) {
        int64_t only = accepted->count == 1 ? accepted->items[0] : NO_VERSION;
        *version = accepted->any ? ANY_VERSION : only;
        return LAMINA_OK;
    }

    partner *stored;
    lamina_status status = partner_repository_get(context, partner_id, &stored);
    if (status != LAMINA_OK)
        return status;
    *version = lamina_conditions_hold(expected, stored->version) ? stored->version : NO_VERSION;
    return LAMINA_OK;
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
    status = choose_version(context, partner_id, expected, &changes->version);
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
    lamina_status status = choose_version(context, partner_id, expected, &version);
    if (status != LAMINA_OK)
        return status;

    status = partner_repository_delete(context, partner_id, version);
    if (status == LAMINA_OK)
        log_change(context, LAMINA_STR("partner deleted"), partner_id);
    return status;
}
