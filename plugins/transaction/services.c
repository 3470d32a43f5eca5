/*
 * The rules of the transaction module. Those that every module must keep (exact sums, no gaps, no debit above the
 * limit, nothing twice) are the repository's.
 */
#include "services.h"

#include "domain/repositories/transaction_repository.h"
#include "lamina/log.h"

#include "mappers.h"

/* What the key stands for: the same key for anything else is refused. */
static lamina_status begin_once(lamina_context *context, lamina_str key, const char *operation,
                                lamina_str subject, const lamina_record *record,
                                const transaction_input *input, domain_idempotency *once)
{
    const domain_idempotency_request request = {.size = sizeof request,
                                                .key = key,
                                                .group = "transaction",
                                                .operation = operation,
                                                .subject = subject,
                                                .record = record,
                                                .content = input};
    *once = (domain_idempotency){.size = sizeof *once};
    return domain_idempotency_init(context, &request, once);
}

/* The ids alone: amounts and references stay out of the log. */
static void log_posted(lamina_context *context, const transaction_posted *posted)
{
    lamina_log_field ids[] = {lamina_log_text("transaction_id", posted->entry->transaction_id),
                              lamina_log_text("contract_id", posted->entry->contract_id)};
    lamina_str what =
        posted->replayed ? LAMINA_STR("transaction told again") : LAMINA_STR("transaction posted");
    lamina_log_with(context, LAMINA_LOG_INFO, what, ids, sizeof ids / sizeof *ids);
}

static lamina_status tell_posted(lamina_context *context, const transaction_posted *entry,
                                 posted_dto *posted)
{
    log_posted(context, entry);
    posted->replayed = entry->replayed != 0;
    return transaction_to_dto(context, entry->entry, &posted->transaction);
}

lamina_status transaction_service_post(lamina_context *context, lamina_str key,
                                       const transaction_input *input, posted_dto *posted)
{
    transaction *entry;
    domain_idempotency once;
    transaction_posted result = {.size = sizeof result};
    lamina_status status = transaction_from_post(context, input, &entry);
    if (status == LAMINA_OK)
        status = begin_once(context, key, "post", (lamina_str){NULL, 0}, &post_transaction_record,
                            input, &once);
    if (status == LAMINA_OK)
        status = transaction_repository_post(context, entry, &once, &result);
    return status == LAMINA_OK ? tell_posted(context, &result, posted) : status;
}

lamina_status transaction_service_reverse(lamina_context *context, lamina_str transaction_id,
                                          lamina_str key, const transaction_input *input,
                                          posted_dto *posted)
{
    transaction *entry;
    domain_idempotency once;
    transaction_posted result = {.size = sizeof result};
    lamina_status status = transaction_from_reverse(context, transaction_id, input, &entry);
    if (status == LAMINA_OK)
        status = begin_once(context, key, "reverse", transaction_id, &reverse_transaction_record,
                            input, &once);
    if (status == LAMINA_OK)
        status = transaction_repository_reverse(context, entry, &once, &result);
    return status == LAMINA_OK ? tell_posted(context, &result, posted) : status;
}

lamina_status transaction_service_get(lamina_context *context, lamina_str transaction_id,
                                      const transaction_dto **found)
{
    transaction *entry;
    lamina_status status = transaction_repository_get(context, transaction_id, &entry);
    return status == LAMINA_OK ? transaction_to_dto(context, entry, found) : status;
}

static lamina_status read_range(lamina_context *context, const transaction_range_query *query,
                                transaction_list *list)
{
    const transaction_range range = {.size = sizeof range,
                                     .limit = (uint32_t)query->limit,
                                     .contract_id = query->contract_id,
                                     .from = query->from,
                                     .to = query->to,
                                     .cursor = query->cursor};
    *list = (transaction_list){.size = sizeof *list};
    return transaction_repository_list(context, &range, list);
}

lamina_status transaction_service_list(lamina_context *context,
                                       const transaction_range_query *query,
                                       const domain_page_answer **page)
{
    transaction_list list;
    lamina_status status = read_range(context, query, &list);
    if (status != LAMINA_OK)
        return status;
    return domain_page_show(context, &transaction_record, (const void *const *)list.items,
                            list.count, list.cursor, &transaction_dto_record, page);
}

lamina_status transaction_service_statement(lamina_context *context,
                                            const transaction_range_query *query,
                                            const statement_dto **statement)
{
    transaction_list list;
    lamina_status status = read_range(context, query, &list);
    return status == LAMINA_OK ? statement_to_dto(context, query, &list, statement) : status;
}
