/*
 * Fields that DTO and model name alike are copied by their records; code is only for what differs.
 */
#include "mappers.h"

#include "lamina/record_json.h"

static lamina_status copy_from_input(lamina_context *context, const lamina_record *record,
                                     const transaction_input *input, transaction **entry)
{
    *entry = transaction_new(context);
    if (*entry == NULL)
        return LAMINA_E_LIMIT;
    return lamina_record_copy(context->arena, record, input, &transaction_record, *entry);
}

lamina_status transaction_from_post(lamina_context *context, const transaction_input *input,
                                    transaction **entry)
{
    return copy_from_input(context, &post_transaction_record, input, entry);
}

lamina_status transaction_from_reverse(lamina_context *context, lamina_str transaction_id,
                                       const transaction_input *input, transaction **entry)
{
    lamina_status status = copy_from_input(context, &reverse_transaction_record, input, entry);
    if (status == LAMINA_OK)
        (*entry)->reverses = transaction_id;
    return status;
}

lamina_status transaction_to_dto(lamina_context *context, const transaction *entry,
                                 const transaction_dto **dto)
{
    transaction_dto *copy = lamina_alloc(context, sizeof *copy);
    if (copy == NULL)
        return LAMINA_E_LIMIT;
    *dto = copy;
    return lamina_record_copy(context->arena, &transaction_record, entry, &transaction_dto_record,
                              copy);
}

lamina_status statement_to_dto(lamina_context *context, const transaction_range_query *query,
                               const transaction_list *list, const statement_dto **dto)
{
    statement_dto *statement = lamina_alloc(context, sizeof *statement);
    if (statement == NULL)
        return LAMINA_E_LIMIT;
    *statement = (statement_dto){.contract_id = query->contract_id,
                                 .currency = list->currency,
                                 .from = query->from,
                                 .to = query->to,
                                 .opening_balance = list->opening_balance,
                                 .closing_balance = list->closing_balance,
                                 .cursor = list->cursor};
    if (lamina_is_present(&query->has, TRANSACTION_RANGE_FROM))
        lamina_mark(&statement->has, STATEMENT_DTO_FROM);
    if (lamina_is_present(&query->has, TRANSACTION_RANGE_TO))
        lamina_mark(&statement->has, STATEMENT_DTO_TO);
    if (list->cursor.len > 0)
        lamina_mark(&statement->has, STATEMENT_DTO_CURSOR);
    *dto = statement;
    return lamina_record_copy_each(context->arena, &transaction_record,
                                   (const void *const *)list->items, list->count,
                                   &transaction_dto_record, &statement->entries);
}
