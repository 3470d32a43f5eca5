/*
 * What the contract module does. The rules that every module must keep (one number, allowed moves, no lost
 * update) are the repository's.
 */
#include "services.h"

#include "lamina/log.h"

#include "mappers.h"

/* Of one sweep; time ends it sooner. */
enum { SWEEP_CAP = 10000 };

/* The id alone: what a contract says stays out of the log. */
static void log_change(lamina_context *context, lamina_str what, lamina_str contract_id)
{
    lamina_log_field id = lamina_log_text("contract_id", contract_id);
    lamina_log_with(context, LAMINA_LOG_INFO, what, &id, 1);
}

/* ---- contracts ---- */

lamina_status contract_service_create(lamina_context *context, const contract_input *input,
                                      const contract_dto **created)
{
    contract *item;
    lamina_status status = contract_from_create(context, input, &item);
    if (status != LAMINA_OK)
        return status;
    status = contract_repository_create(context, item);
    if (status != LAMINA_OK)
        return status;
    log_change(context, LAMINA_STR("contract created"), item->contract_id);
    return contract_to_dto(context, item, created);
}

lamina_status contract_service_get(lamina_context *context, lamina_str contract_id,
                                   const contract_dto **found)
{
    contract *item;
    lamina_status status = contract_repository_get(context, contract_id, &item);
    if (status != LAMINA_OK)
        return status;
    return contract_to_dto(context, item, found);
}

lamina_status contract_service_list(lamina_context *context, const list_contracts_query *query,
                                    const domain_page_answer **page)
{
    contract_filter filter = {.size = sizeof filter,
                              .limit = (uint32_t)query->limit,
                              .cursor = query->cursor,
                              .partner_id = query->partner_id,
                              .status = query->status,
                              .ends_from = query->ends_from,
                              .ends_until = query->ends_until};
    contract_list list = {.size = sizeof list};
    lamina_status status = contract_repository_list(context, &filter, &list);
    if (status != LAMINA_OK)
        return status;
    return domain_page_show(context, &contract_record, (const void *const *)list.items, list.count,
                            list.cursor, &contract_summary_record, page);
}

lamina_status contract_service_patch(lamina_context *context, lamina_str contract_id,
                                     const lamina_conditions *expected, const contract_input *input,
                                     const contract_dto **patched)
{
    contract *changes, *stored;
    lamina_status status = contract_from_patch(context, input, &changes);
    if (status != LAMINA_OK)
        return status;
    changes->contract_id = contract_id;
    status = contract_repository_update(context, changes, expected, &stored);
    if (status != LAMINA_OK)
        return status;
    log_change(context, LAMINA_STR("contract changed"), contract_id);
    return contract_to_dto(context, stored, patched);
}

lamina_status contract_service_delete(lamina_context *context, lamina_str contract_id,
                                      const lamina_conditions *expected)
{
    lamina_status status = contract_repository_delete(context, contract_id, expected);
    if (status == LAMINA_OK)
        log_change(context, LAMINA_STR("contract deleted"), contract_id);
    return status;
}

/* ---- moves ---- */

lamina_status contract_service_move(lamina_context *context, lamina_str contract_id,
                                    const lamina_conditions *expected,
                                    const contract_move_input *input, const contract_dto **moved)
{
    contract_step step = {.size = sizeof step,
                          .move = input->move,
                          .contract_id = contract_id,
                          .reason = input->reason,
                          .signed_by = input->signed_by,
                          .expected = expected};
    contract *item;
    lamina_status status = contract_repository_move(context, &step, &item);
    if (status != LAMINA_OK)
        return status;
    log_change(context, LAMINA_STR("contract moved"), contract_id);
    return contract_to_dto(context, item, moved);
}

lamina_status contract_service_expire(lamina_context *context, const sweep_dto **swept)
{
    sweep_dto *answer = lamina_alloc(context, sizeof *answer);
    if (answer == NULL)
        return LAMINA_E_LIMIT;
    contract_sweep sweep = {.size = sizeof sweep};
    lamina_status status = contract_repository_expire(context, SWEEP_CAP, &sweep);
    const lamina_log_field fields[] = {lamina_log_number("expired", (int64_t)sweep.expired),
                                       lamina_log_number("complete", sweep.is_complete)};
    lamina_log_with(context, LAMINA_LOG_INFO, LAMINA_STR("contracts swept"), fields, 2);
    answer->expired = (int64_t)sweep.expired;
    answer->complete = sweep.is_complete != 0;
    *swept = answer;
    return status;
}

/* ---- amendments, audit trail ---- */

lamina_status contract_service_amend(lamina_context *context, lamina_str contract_id,
                                     int64_t number, const amendment_input *input,
                                     const amendment_dto **made)
{
    contract_amendment *changes, *version;
    lamina_status status = amendment_from_input(context, input, &changes);
    if (status != LAMINA_OK)
        return status;
    changes->contract_id = contract_id;
    changes->number = number;
    status = contract_repository_amend(context, changes, &version);
    if (status != LAMINA_OK)
        return status;
    log_change(context, LAMINA_STR("contract amended"), contract_id);
    return amendment_to_dto(context, version, made);
}

lamina_status contract_service_amendments(lamina_context *context, lamina_str contract_id,
                                          const domain_page_query *query,
                                          const domain_page_answer **page)
{
    contract_amendment_list list = {.size = sizeof list};
    lamina_status status = contract_repository_amendments(context, contract_id, query, &list);
    if (status != LAMINA_OK)
        return status;
    return domain_page_show(context, &contract_amendment_record, (const void *const *)list.items,
                            list.count, list.cursor, &amendment_dto_record, page);
}

lamina_status contract_service_audit(lamina_context *context, lamina_str contract_id,
                                     const domain_page_query *query, const audit_page **page)
{
    return contract_repository_audit(context, contract_id, query, page);
}
