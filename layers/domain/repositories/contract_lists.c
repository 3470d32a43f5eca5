/*
 * Lists of contracts: which index answers which question, and what is left for a filter.
 */
#include <string.h>

#include "domain/access.h"
#include "domain/dates.h"
#include "domain/mapper.h"
#include "domain/repositories/contract_repository.h"
#include "lamina/text.h"
#include "repositories/contract_stored.h"
#include "repositories/page.h"

static const mapper_condition *both(lamina_context *context, const mapper_condition *a,
                                    const mapper_condition *b)
{
    if (a == NULL || b == NULL)
        return a == NULL ? b : a;
    return mapper_and(context, a, b);
}

/* NULL: any last day will do. */
static const mapper_condition *ends_between(lamina_context *context, lamina_str from,
                                            lamina_str until)
{
    if (from.len > 0 && until.len > 0)
        return mapper_between(context, "endDate", dynamodb_text(from), dynamodb_text(until));
    if (from.len > 0)
        return mapper_at_least(context, "endDate", dynamodb_text(from));
    return until.len > 0 ? mapper_at_most(context, "endDate", dynamodb_text(until)) : NULL;
}

/* ---- one partner's ---- */

/* What is handed out as expired is stored so only after a sweep. */
static const mapper_condition *is_expired(lamina_context *context, lamina_str today)
{
    const dynamodb_value running[] = {dynamodb_text(LAMINA_STR(CONTRACT_STATUS_ACTIVE)),
                                      dynamodb_text(LAMINA_STR(CONTRACT_STATUS_SUSPENDED))};
    dynamodb_value *values = lamina_arena_array(context->arena, 2, sizeof *values);
    if (values != NULL)
        memcpy(values, running, sizeof running);
    return mapper_or(
        context,
        mapper_equals(context, "status", dynamodb_text(LAMINA_STR(CONTRACT_STATUS_EXPIRED))),
        mapper_and(context, mapper_in(context, "status", values, 2),
                   mapper_less(context, "endDate", dynamodb_text(today))));
}

static const mapper_condition *has_status(lamina_context *context, lamina_str status,
                                          lamina_str today)
{
    if (status.len == 0)
        return NULL;
    if (lamina_str_is(status, CONTRACT_STATUS_EXPIRED))
        return is_expired(context, today);
    const mapper_condition *is_stored = mapper_equals(context, "status", dynamodb_text(status));
    if (!domain__contract_runs(status))
        return is_stored;
    return mapper_and(context, is_stored,
                      mapper_at_least(context, "endDate", dynamodb_text(today)));
}

static void ask_by_partner(lamina_context *context, const contract_filter *filter, lamina_str today,
                           mapper_query *query)
{
    query->index = CONTRACT_INDEX_PARTNER;
    query->hash = dynamodb_text(filter->partner_id);
    query->filter = both(context, has_status(context, filter->status, today),
                         ends_between(context, filter->ends_from, filter->ends_until));
}

/* ---- everybody's ---- */

static void ask_by_status(lamina_context *context, const contract_filter *filter, lamina_str today,
                          mapper_query *query)
{
    bool is_cut =
        domain__contract_runs(filter->status) && lamina_str_compare(filter->ends_from, today) < 0;
    query->index = CONTRACT_INDEX_STATUS;
    query->hash = dynamodb_text(filter->status);
    query->range = ends_between(context, is_cut ? today : filter->ends_from, filter->ends_until);
}

static void ask_by_end(lamina_context *context, const contract_filter *filter, lamina_str today,
                       mapper_query *query)
{
    (void)today;
    query->index = CONTRACT_INDEX_END;
    query->hash = dynamodb_text(LAMINA_STR(CONTRACT_COLLECTION_ALL));
    query->range = ends_between(context, filter->ends_from, filter->ends_until);
}

/* ---- the page ---- */

/* Can nothing be found, whatever is stored? Running contracts do not end before today. */
static bool is_empty(const lamina_context *context, const contract_filter *filter, lamina_str today)
{
    if (filter->partner_id.len > 0 && !domain_may_reach_tenant(context, filter->partner_id))
        return true;
    if (filter->ends_until.len == 0)
        return false;
    return lamina_str_compare(filter->ends_until, filter->ends_from) < 0 ||
           (domain__contract_runs(filter->status) &&
            lamina_str_compare(filter->ends_until, today) < 0);
}

static lamina_status read_page(lamina_context *context, const contract_filter *filter,
                               lamina_str today, contract_list *out)
{
    mapper_query query = {.size = sizeof query, .limit = filter->limit, .cursor = filter->cursor};
    if (filter->partner_id.len > 0)
        ask_by_partner(context, filter, today, &query);
    else if (filter->status.len > 0)
        ask_by_status(context, filter, today, &query);
    else
        ask_by_end(context, filter, today, &query);

    domain__page page;
    lamina_status status = domain__page_read(context, &contract_model, &query, &page);
    if (status != LAMINA_OK)
        return status;
    for (size_t i = 0; i < page.count; i++)
        domain__contract_show(page.items[i], today);
    out->items = (contract *const *)page.items;
    out->count = page.count;
    out->cursor = page.cursor;
    return LAMINA_OK;
}

lamina_status contract_repository_list(lamina_context *context, const contract_filter *filter,
                                       contract_list *out)
{
    lamina_str today;
    lamina_status status = domain_today(context, &today);
    if (status != LAMINA_OK)
        return status;
    contract_filter own = *filter;
    if (own.partner_id.len == 0 && !domain_is_staff(context))
        own.partner_id = context->caller_tenant;
    if (!is_empty(context, &own, today))
        return read_page(context, &own, today, out);
    out->items = NULL;
    out->count = 0;
    out->cursor = (lamina_str){NULL, 0};
    return LAMINA_OK;
}
