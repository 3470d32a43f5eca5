/*
 * What the contract API takes, refuses and gives: its records against the stored ones.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "contract_module.h"
#include "domain/models/contract.h"
#include "domain/models/contract_amendment.h"
#include "dtos.h"
#include "lamina/record_json.h"
#include "lamina/text.h"

static const lamina_field *field_of(const lamina_record *record, const char *name)
{
    for (uint32_t i = 0; i < record->field_count; i++)
        if (strcmp(lamina_record_field(record, i)->name, name) == 0)
            return lamina_record_field(record, i);
    return NULL;
}

/* Limits stand in the API's record and in the stored one, each for its own reasons; but what the API
   lets in must be storable. */
Test(dtos, nothing_is_let_in_that_cannot_be_stored)
{
    static const struct {
        const lamina_record *asked, *stored;
    } pairs[] = {{&create_contract_record, &contract_record},
                 {&patch_contract_record, &contract_record},
                 {&sign_contract_record, &contract_record},
                 {&amend_contract_record, &contract_amendment_record}};
    for (size_t p = 0; p < sizeof pairs / sizeof *pairs; p++) {
        for (uint32_t i = 0; i < pairs[p].asked->field_count; i++) {
            const lamina_field *asked = lamina_record_field(pairs[p].asked, i);
            const lamina_field *stored = field_of(pairs[p].stored, asked->name);
            cr_assert_not_null(stored, "%s", asked->name);
            cr_expect_eq(asked->type, stored->type, "%s", asked->name);
            cr_expect(stored->max_length == 0 ||
                          (asked->max_length > 0 && asked->max_length <= stored->max_length),
                      "%s", asked->name);
            cr_expect(asked->format == stored->format || asked->pattern != NULL, "%s", asked->name);
            cr_expect_eq(asked->values, stored->values, "%s", asked->name);
            cr_expect(stored->range == NULL || (asked->range->minimum >= stored->range->minimum &&
                                                asked->range->maximum <= stored->range->maximum),
                      "%s", asked->name);
        }
    }
}

/* What an answer says has a source, but for what only the API has. */
Test(dtos, all_that_is_answered_is_stored)
{
    static const struct {
        const lamina_record *answered, *stored;
    } pairs[] = {{&contract_dto_record, &contract_record},
                 {&contract_summary_record, &contract_record},
                 {&amendment_dto_record, &contract_amendment_record}};
    for (size_t p = 0; p < sizeof pairs / sizeof *pairs; p++) {
        for (uint32_t i = 0; i < pairs[p].answered->field_count; i++) {
            const lamina_field *answered = lamina_record_field(pairs[p].answered, i);
            const lamina_field *stored = field_of(pairs[p].stored, answered->name);
            cr_assert_not_null(stored, "%s", answered->name);
            cr_expect_eq(answered->type, stored->type, "%s", answered->name);
            cr_expect_eq(answered->flags & LAMINA_FIELD_REQUIRED,
                         stored->flags & LAMINA_FIELD_REQUIRED, "%s", answered->name);
        }
    }
}

Test(dtos, bodies_are_refused_by_their_members, .init = contract_module_begin,
     .fini = contract_module_end)
{
#define GOOD                                                                                       \
    "\"partnerId\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"number\":\"A/1\",\"type\":\"lease\","          \
    "\"title\":\"T\",\"startDate\":\"2026-01-01\",\"currency\":\"EUR\",\"creditLimit\":1"
    static const struct {
        const char *method, *path, *body, *place, *code;
    } cases[] = {
        {"POST", "/contracts", "{" GOOD "}", "/endDate", "required"},
        {"POST", "/contracts", "{" GOOD ",\"endDate\":\"2026-02-30\"}", "/endDate", "format"},
        {"POST", "/contracts", "{" GOOD ",\"endDate\":\"2025-12-31\"}", "/endDate", "range"},
        {"POST", "/contracts", "{" GOOD ",\"endDate\":\"2026-12-31\"}", "/partnerId", "unknown"},
        {"POST", "/contracts", "{" GOOD ",\"balance\":5}", "/balance", "unknown"},
        {"POST", "/contracts", "{\"number\":\" 1\"}", "/number", "pattern"},
        {"POST", "/contracts", "{\"number\":\"a#b\"}", "/number", "pattern"},
        {"POST", "/contracts", "{\"type\":\"favour\"}", "/type", "enum"},
        {"POST", "/contracts", "{\"currency\":\"XXX\"}", "/currency", "format"},
        {"POST", "/contracts", "{\"creditLimit\":-1}", "/creditLimit", "range"},
        {"POST", "/contracts", "{\"creditLimit\":1.5}", "/creditLimit", "type"},
        {"POST", "/contracts", "{\"creditLimit\":1000000000000001}", "/creditLimit", "range"},
        {"PATCH", "/contracts/x", "{}", "", "min-present"},
        {"PATCH", "/contracts/x", "{\"number\":\"2\"}", "/number", "unknown"},
        {"PATCH", "/contracts/x", "{\"status\":\"active\"}", "/status", "unknown"},
        {"PATCH", "/contracts/x", "{\"title\":null}", "/title", "null"},
        {"POST", "/contracts/x/sign", "{}", "/signedBy", "required"},
        {"POST", "/contracts/x/suspend", "{}", "/reason", "required"},
        {"POST", "/contracts/x/terminate", "{\"reason\":\" \"}", "/reason", "format"},
        {"PUT", "/contracts/x/amendments/1", "{\"reason\":\"r\"}", "", "min-present"},
        {"PUT", "/contracts/x/amendments/1", "{\"title\":\"T\",\"terms\":null}", "/reason",
         "required"},
        {"GET", "/contracts?status=gone", NULL, "status", "enum"},
        {"GET", "/contracts?endsFrom=soon", NULL, "endsFrom", "format"},
        {"GET", "/contracts?limit=101", NULL, "limit", "range"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lamina_test_send(api, cases[i].method, cases[i].path, cases[i].body);
        cr_expect(lamina_test_violates(api, cases[i].place, cases[i].code), "%s %s %s",
                  cases[i].method, cases[i].path, cases[i].body == NULL ? "" : cases[i].body);
    }
}
