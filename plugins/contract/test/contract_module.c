/* The module for one test: see contract_module.h. */
#include "contract_module.h"

#include <criterion/criterion.h>

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "domain/dynamodb.h"
#include "domain/models/audit_entry.h"
#include "domain/models/contract.h"
#include "domain/models/contract_amendment.h"
#include "domain/repositories/partner_repository.h"
#include "lamina/text.h"
#include "model_table.h"

lamina_test *api;

static lamina_arena *lasting;

void contract_module_begin(void)
{
    lasting = lamina_arena_new(8 << 20);
    const lamina_test_options options = {
        .size = sizeof options, .plugin = &lamina_plugin_entry, .seed = (uint64_t)getpid()};
    api = lamina_test_new(&options);
    const mapper_model *const models[] = {&audit_entry_model, &contract_model,
                                          &contract_amendment_model, &partner_model};
    for (size_t i = 0; i < sizeof models / sizeof *models; i++)
        model_table_use(lamina_test_context(api), models[i]);
    contract_module_be(NULL);
}

void contract_module_end(void)
{
    dynamodb_client_free(dynamodb_client_shared(lamina_test_context(api)));
    dynamodb_client_use(NULL);
    lamina_test_free(api);
    lamina_arena_free(lasting);
}

const char *contract_module_text(const char *format, ...)
{
    enum { TEXT_CAP = 8192 };
    char *text = lamina_arena_alloc(lasting, TEXT_CAP);
    cr_assert_not_null(text);
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(text, TEXT_CAP, format, arguments);
    va_end(arguments);
    cr_assert(len >= 0 && len < TEXT_CAP);
    return text;
}

static const char *keep(lamina_str text)
{
    return contract_module_text("%.*s", LAMINA_FMT(text));
}

const char *contract_module_kept(const char *pointer)
{
    return keep(lamina_test_at(api, pointer));
}

const char *contract_module_partner(const char *email)
{
    lamina_context *context = lamina_test_context(api);
    partner *item = partner_new(context);
    item->legal_name = LAMINA_STR("ACME GmbH");
    item->email = lamina_str_from(email);
    item->country = LAMINA_STR("DE");
    item->status = LAMINA_STR(PARTNER_STATUS_ACTIVE);
    cr_assert_eq(partner_repository_create(context, item), LAMINA_OK);
    return keep(item->partner_id);
}

void contract_module_be(const char *partner_id)
{
    lamina_test_as(api, "u1", partner_id, "contract:read contract:write");
}

const char *contract_module_at(const char *contract_id, const char *rest)
{
    return contract_module_text("/contracts/%s%s", contract_id, rest);
}

const char *contract_module_create(const char *partner_id, const char *number)
{
    const char *body = contract_module_text(
        "{\"partnerId\":\"%s\",\"number\":\"%s\",\"type\":\"supply\",\"title\":\"Wheels\","
        "\"startDate\":\"2026-01-01\",\"endDate\":\"2026-12-31\",\"currency\":\"EUR\","
        "\"creditLimit\":1000}",
        partner_id, number);
    lamina_test_send(api, "POST", "/contracts", body);
    cr_assert(lamina_test_status_is(api, 201));
    return contract_module_kept("/contractId");
}

const char *contract_module_activate(const char *partner_id, const char *number)
{
    const char *id = contract_module_create(partner_id, number);
    lamina_test_send(api, "POST", contract_module_at(id, "/sign"), "{\"signedBy\":\"Ada\"}");
    cr_assert(lamina_test_status_is(api, 200));
    lamina_test_send(api, "POST", contract_module_at(id, "/activate"), NULL);
    cr_assert(lamina_test_status_is(api, 200));
    return id;
}
