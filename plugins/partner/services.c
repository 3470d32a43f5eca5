/*
 * What the module does with partners. The rules that every module must keep (one e-mail address, one
 * partner; allowed moves only; no change without its audit entry; no lost update) are the repository's.
 */
#include "services.h"

#include "domain/repositories/partner_repository.h"
#include "lamina/log.h"
#include "lamina/text.h"

#include "mappers.h"

/* The id alone: names, addresses and numbers of people stay out of the log. */
static void log_change(lamina_context *context, const char *what, lamina_str partner_id)
{
    lamina_log_field id = lamina_log_text("partner_id", partner_id);
    lamina_log_with(context, LAMINA_LOG_INFO, lamina_str_from(what), &id, 1);
}

lamina_status partner_service_create(lamina_context *context, const partner_input *input,
                                     const partner_dto **created)
{
    partner *item;
    lamina_status status = partner_from_create(context, input, &item);
    if (status == LAMINA_OK)
        status = partner_repository_create(context, item);
    if (status != LAMINA_OK)
        return status;
    log_change(context, "partner created", item->partner_id);
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

lamina_status partner_service_list(lamina_context *context, const list_partners_query *query,
                                   const domain_page_answer **page)
{
    const partner_filter filter = {.size = sizeof filter,
                                   .limit = (uint32_t)query->limit,
                                   .cursor = query->cursor,
                                   .name = query->name};
    partner_list list = {.size = sizeof list};
    lamina_status status = partner_repository_list(context, &filter, &list);
    if (status != LAMINA_OK)
        return status;
    return domain_page_show(context, &partner_record, (const void *const *)list.items, list.count,
                            list.cursor, &partner_dto_record, page);
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
    status = partner_repository_update(context, changes, expected, &stored);
    if (status != LAMINA_OK)
        return status;
    log_change(context, "partner changed", partner_id);
    return partner_to_dto(context, stored, patched);
}

lamina_status partner_service_delete(lamina_context *context, lamina_str partner_id,
                                     const lamina_conditions *expected)
{
    lamina_status status = partner_repository_delete(context, partner_id, expected);
    if (status == LAMINA_OK)
        log_change(context, "partner deleted", partner_id);
    return status;
}

static lamina_status move_partner(lamina_context *context, const partner_step *step,
                                  const char *what, const partner_dto **moved)
{
    partner *stored;
    lamina_status status = partner_repository_move(context, step, &stored);
    if (status != LAMINA_OK)
        return status;
    log_change(context, what, step->partner_id);
    return partner_to_dto(context, stored, moved);
}

lamina_status partner_service_activate(lamina_context *context, lamina_str partner_id,
                                       lamina_str reason, const lamina_conditions *expected,
                                       const partner_dto **moved)
{
    const partner_step step = {sizeof step, PARTNER_MOVE_ACTIVATE, partner_id, reason, expected};
    return move_partner(context, &step, "partner activated", moved);
}

lamina_status partner_service_suspend(lamina_context *context, lamina_str partner_id,
                                      lamina_str reason, const lamina_conditions *expected,
                                      const partner_dto **moved)
{
    const partner_step step = {sizeof step, PARTNER_MOVE_SUSPEND, partner_id, reason, expected};
    return move_partner(context, &step, "partner suspended", moved);
}

lamina_status partner_service_reactivate(lamina_context *context, lamina_str partner_id,
                                         lamina_str reason, const lamina_conditions *expected,
                                         const partner_dto **moved)
{
    const partner_step step = {sizeof step, PARTNER_MOVE_REACTIVATE, partner_id, reason, expected};
    return move_partner(context, &step, "partner reactivated", moved);
}

lamina_status partner_service_audit(lamina_context *context, lamina_str partner_id,
                                    const domain_page_query *query, const audit_page **page)
{
    return partner_repository_audit(context, partner_id, query, page);
}
