/* The module behind the host's router: see transaction_module.h. */
#include "transaction_module.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "domain/dynamodb.h"
#include "domain/models.h"
#include "domain/models/contract.h"
#include "lamina/text.h"
#include "model_table.h"

lamina_test *test;

static void store_contract(lamina_context *context)
{
    contract *item = contract_new(context);
    item->contract_id = LAMINA_STR(MODULE_CONTRACT);
    item->partner_id = LAMINA_STR(MODULE_PARTNER);
    item->number = LAMINA_STR("C-1");
    item->type = LAMINA_STR(CONTRACT_TYPE_SUPPLY);
    item->title = LAMINA_STR("Wheels");
    item->start_date = LAMINA_STR("2000-01-01");
    item->end_date = LAMINA_STR("2999-12-31");
    item->currency = LAMINA_STR("EUR");
    item->credit_limit = item->available_credit = 1000;
    item->status = LAMINA_STR(CONTRACT_STATUS_ACTIVE);
    item->collection = LAMINA_STR(CONTRACT_COLLECTION_ALL);
    cr_assert_eq(mapper_put(context, &contract_model, item, NULL), LAMINA_OK);
}

void transaction_module_begin(void)
{
    static const char *const tables[] = {"contract", "idempotency", "transaction"};
    const lamina_test_options options = {.size = sizeof options, .plugin = &lamina_plugin_entry};
    test = lamina_test_new(&options);
    lamina_test_use_system_clock(test);
    lamina_context *context = lamina_test_context(test);
    for (size_t i = 0; domain_models[i] != NULL; i++)
        for (size_t j = 0; j < sizeof tables / sizeof *tables; j++)
            if (strcmp(domain_models[i]->name, tables[j]) == 0)
                model_table_use(context, domain_models[i]);
    store_contract(context);
    lamina_test_as(test, "ada", NULL, "transaction:read transaction:write");
}

void transaction_module_end(void)
{
    lamina_context *context = lamina_test_context(test);
    dynamodb_client_free(dynamodb_client_shared(context));
    dynamodb_client_use(NULL);
    lamina_test_free(test);
}

void transaction_module_post(int64_t amount, const char *key)
{
    char body[256];
    snprintf(body, sizeof body,
             "{\"contractId\":\"" MODULE_CONTRACT "\",\"kind\":\"%s\",\"amount\":%lld,"
             "\"currency\":\"EUR\"}",
             amount > 0 ? "debit" : "credit", (long long)(amount > 0 ? amount : -amount));
    if (key != NULL)
        lamina_test_header(test, "Idempotency-Key", key);
    lamina_test_send(test, "POST", "/transactions", body);
}

const char *transaction_module_posted(int64_t amount, const char *key)
{
    static char ids[64][32];
    static size_t next;
    char *id = ids[next++ % 64];
    transaction_module_post(amount, key);
    cr_assert(lamina_test_status_is(test, 201));
    lamina_str text = lamina_test_at(test, "/transactionId");
    snprintf(id, sizeof ids[0], "%.*s", LAMINA_FMT(text));
    return id;
}

void transaction_module_reverse(const char *transaction_id, const char *key)
{
    char target[96];
    snprintf(target, sizeof target, "/transactions/%s/reverse", transaction_id);
    lamina_test_header(test, "Idempotency-Key", key);
    lamina_test_send(test, "POST", target, "{\"reference\":\"bounced\"}");
}
