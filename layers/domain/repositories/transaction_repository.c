/* Reading entries of contracts' accounts. Posting them is transaction_post.c. */
#include "domain/repositories/transaction_repository.h"

#include "domain/access.h"
#include "domain/ids.h"
#include "domain/mapper.h"
#include "lamina/problem.h"
#include "models/transaction_place.h"
#include "repositories/contract_stored.h"
#include "repositories/page.h"

static const mapper_read consistent = {.size = sizeof consistent, .consistent = true};

/* ---- one ---- */

static lamina_status fail_not_found(lamina_context *context)
{
    return lamina_fail(context, LAMINA_E_NOT_FOUND, "transaction-not-found",
                       "There is no transaction with this id");
}

static lamina_status read_entry(lamina_context *context, lamina_str transaction_id,
                                transaction *entry)
{
    transaction_place place;
    lamina_status status = domain__transaction_place_init(context, transaction_id, &place);
    if (status == LAMINA_OK)
        status = mapper_get(context, &domain__transaction_place_model, &place, &consistent, &place);
    if (status != LAMINA_OK)
        return status;
    entry->contract_id = place.contract_id;
    entry->posted_at = place.posted_at;
    return mapper_get(context, &transaction_model, entry, &consistent, entry);
}

lamina_status transaction_repository_get(lamina_context *context, lamina_str transaction_id,
                                         transaction **out)
{
    *out = NULL;
    if (!domain_is_ulid(transaction_id))
        return fail_not_found(context);
    transaction *entry = transaction_new(context);
    if (entry == NULL)
        return LAMINA_E_LIMIT;
    lamina_status status = read_entry(context, transaction_id, entry);
    if (status == LAMINA_E_NOT_FOUND ||
        (status == LAMINA_OK && !domain_may_reach_tenant(context, entry->partner_id)))
        return fail_not_found(context);
    if (status == LAMINA_OK)
        *out = entry;
    return status;
}

/* ---- a range ---- */

/* NULL: of all times. Both ends of BETWEEN belong to it. */
static const mapper_condition *write_times(lamina_context *context, int64_t from, int64_t to)
{
    static const char field[] = "postedAt";
    dynamodb_value first = dynamodb_timestamp(context->arena, from);
    if (from != 0 && to != 0)
        return mapper_between(context, field, first, dynamodb_timestamp(context->arena, to - 1));
    if (from != 0)
        return mapper_at_least(context, field, first);
    return to == 0 ? NULL : mapper_less(context, field, dynamodb_timestamp(context->arena, to));
}

static lamina_status read_page(lamina_context *context, const transaction_range *range,
                               transaction_list *out)
{
    mapper_query query = {.size = sizeof query,
                          .limit = range->limit,
                          .hash = dynamodb_text(range->contract_id),
                          .range = write_times(context, range->from, range->to),
                          .cursor = range->cursor,
                          .consistent = true};
    domain__page page;
    lamina_status status = domain__page_read(context, &transaction_model, &query, &page);
    if (status != LAMINA_OK)
        return status;
    out->items = (transaction **)page.items;
    out->count = page.count;
    out->cursor = page.cursor;
    return LAMINA_OK;
}

/* What was owed before that time; 0: now. */
static lamina_status read_balance(lamina_context *context, lamina_str contract_id, int64_t before,
                                  int64_t *balance)
{
    mapper_query query = {.size = sizeof query,
                          .limit = 1,
                          .hash = dynamodb_text(contract_id),
                          .range = write_times(context, 0, before),
                          .descending = true,
                          .consistent = true};
    mapper_page page = {.size = sizeof page};
    lamina_status status = mapper_query_page(context, &transaction_model, &query, &page);
    if (status != LAMINA_OK)
        return status;
    *balance = page.count == 0 ? 0 : ((const transaction *)page.items)->balance_after;
    return LAMINA_OK;
}

/* Of a page without entries it takes a look at what stands before it; then the page is read again, so that
   no entry that came meanwhile is in the balance and not on the page. */
static lamina_status read_page_and_balances(lamina_context *context, const transaction_range *range,
                                            transaction_list *out)
{
    lamina_status status = read_page(context, range, out);
    if (status == LAMINA_OK && out->count == 0)
        status = read_balance(context, range->contract_id, range->to, &out->closing_balance);
    if (status == LAMINA_OK && out->count == 0)
        status = read_page(context, range, out);
    if (status != LAMINA_OK)
        return status;
    out->opening_balance = out->closing_balance;
    if (out->count > 0) {
        const transaction *first = out->items[0], *last = out->items[out->count - 1];
        out->opening_balance = first->balance_after - first->balance_change;
        out->closing_balance = last->balance_after;
    }
    return LAMINA_OK;
}

lamina_status transaction_repository_list(lamina_context *context, const transaction_range *range,
                                          transaction_list *out)
{
    if (range->to != 0 && range->to <= range->from)
        return lamina_fail_field(context, "to", "range", "must be later than from");
    contract *owner;
    lamina_status status = domain__contract_read(context, range->contract_id, &owner);
    if (status == LAMINA_OK)
        status = read_page_and_balances(context, range, out);
    if (status == LAMINA_OK)
        out->currency = owner->currency;
    return status;
}
