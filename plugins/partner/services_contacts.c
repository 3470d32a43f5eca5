/*
 * What the module does with the contacts of partners.
 */
#include "domain/repositories/partner_contact_repository.h"
#include "lamina/log.h"
#include "lamina/text.h"

#include "mappers.h"
#include "services.h"

/* The ids alone: names, addresses and numbers of people stay out of the log. */
static void log_change(lamina_context *context, const char *what, lamina_str partner_id,
                       lamina_str contact_id)
{
    const lamina_log_field ids[] = {lamina_log_text("partner_id", partner_id),
                                    lamina_log_text("contact_id", contact_id)};
    lamina_log_with(context, LAMINA_LOG_INFO, lamina_str_from(what), ids, 2);
}

lamina_status contact_service_create(lamina_context *context, lamina_str partner_id,
                                     const contact_input *input, const contact_dto **created)
{
    partner_contact *item;
    lamina_status status = contact_from_input(context, &create_contact_record, input, &item);
    if (status != LAMINA_OK)
        return status;
    item->partner_id = partner_id;
    status = partner_contact_repository_create(context, item);
    if (status != LAMINA_OK)
        return status;
    log_change(context, "contact added", partner_id, item->contact_id);
    return contact_to_dto(context, item, created);
}

lamina_status contact_service_get(lamina_context *context, lamina_str partner_id,
                                  lamina_str contact_id, const contact_dto **found)
{
    partner_contact *item;
    lamina_status status = partner_contact_repository_get(context, partner_id, contact_id, &item);
    if (status != LAMINA_OK)
        return status;
    return contact_to_dto(context, item, found);
}

lamina_status contact_service_list(lamina_context *context, lamina_str partner_id,
                                   const domain_page_query *query, const domain_page_answer **page)
{
    partner_contact_list list = {.size = sizeof list};
    lamina_status status = partner_contact_repository_list(context, partner_id, query, &list);
    if (status != LAMINA_OK)
        return status;
    return domain_page_show(context, &partner_contact_record, (const void *const *)list.items,
                            list.count, list.cursor, &contact_dto_record, page);
}

lamina_status contact_service_patch(lamina_context *context, lamina_str partner_id,
                                    lamina_str contact_id, const lamina_conditions *expected,
                                    const contact_input *input, const contact_dto **patched)
{
    partner_contact *changes, *stored;
    lamina_status status = contact_from_input(context, &patch_contact_record, input, &changes);
    if (status != LAMINA_OK)
        return status;
    changes->partner_id = partner_id;
    changes->contact_id = contact_id;
    status = partner_contact_repository_update(context, changes, expected, &stored);
    if (status != LAMINA_OK)
        return status;
    log_change(context, "contact changed", partner_id, contact_id);
    return contact_to_dto(context, stored, patched);
}

lamina_status contact_service_delete(lamina_context *context, lamina_str partner_id,
                                     lamina_str contact_id, const lamina_conditions *expected)
{
    lamina_status status =
        partner_contact_repository_delete(context, partner_id, contact_id, expected);
    if (status == LAMINA_OK)
        log_change(context, "contact removed", partner_id, contact_id);
    return status;
}
