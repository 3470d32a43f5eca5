/*
 * The rules of the partner module, on DynamoDB Local.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "lamina/lamina.h"
#include "partner_module.h"
#include "services.h"

TestSuite(services, .init = partner_module_begin, .fini = partner_module_end);

static const lamina_conditions any_version = {.accepted = {.any = true}};

static const partner_dto *create(const char *email)
{
    partner_input input = partner_module_input(email);
    const partner_dto *created = NULL;
    cr_assert_eq(partner_service_create(context, &input, &created), LAMINA_OK);
    return created;
}

/* Changes the name, if the partner is as expected. */
static lamina_status rename_at(lamina_str id, const lamina_conditions *expected)
{
    partner_input input = {.display_name = LAMINA_STR("Acme")};
    lamina_mark(&input.has, PARTNER_INPUT_DISPLAY_NAME);
    const partner_dto *patched = NULL;
    return partner_service_patch(context, id, expected, &input, &patched);
}

Test(services, a_new_partner_is_pending_unless_told_otherwise)
{
    cr_assert(lamina_str_is(create("a@example.com")->status, "pending"));

    partner_input input = partner_module_input("b@example.com");
    input.status = LAMINA_STR("active");
    lamina_mark(&input.has, PARTNER_INPUT_STATUS);
    const partner_dto *created = NULL;
    cr_assert_eq(partner_service_create(context, &input, &created), LAMINA_OK);
    cr_assert(lamina_str_is(created->status, "active"));

    input = partner_module_input("c@example.com");
    input.status = LAMINA_STR("suspended");
    lamina_mark(&input.has, PARTNER_INPUT_STATUS);
    cr_assert(partner_module_failed(partner_service_create(context, &input, &created),
                                    LAMINA_E_CONFLICT, "partner-move-refused"));
}

Test(services, a_page_leads_to_the_next)
{
    for (int i = 0; i < 21; i++)
        create(lamina_arena_format(context->arena, "p%d@example.com", i).ptr);
    list_partners_query query = {.limit = 20};
    const domain_page_answer *page = NULL;
    cr_assert_eq(partner_service_list(context, &query, &page), LAMINA_OK);
    cr_assert_eq(page->items.count, 20);
    query.cursor = page->cursor;
    lamina_mark(&query.has, LIST_PARTNERS_CURSOR);
    cr_assert_eq(partner_service_list(context, &query, &page), LAMINA_OK);
    cr_assert_eq(page->items.count, 1);
}

Test(services, a_change_needs_an_accepted_version)
{
    lamina_str id = create("a@example.com")->partner_id;
    static const int64_t fives[] = {5, 6}, ones[] = {9, 1};
    static const lamina_conditions refused[] = {
        {.accepted = {.count = 0}},
        {.accepted = {.items = fives, .count = 1}},
        {.accepted = {.items = fives, .count = 2}},
        {.accepted = {.any = true}, .refused = {.any = true}},
        {.accepted = {.any = true}, .refused = {.items = ones, .count = 2}},
        {.accepted = {.items = ones, .count = 2}, .refused = {.items = ones, .count = 2}}};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        cr_assert(partner_module_failed(rename_at(id, &refused[i]), LAMINA_E_PRECONDITION,
                                        "partner-version-conflict"));
        cr_assert(partner_module_failed(partner_service_delete(context, id, &refused[i]),
                                        LAMINA_E_PRECONDITION, "partner-version-conflict"));
    }
    lamina_conditions among_others = {.accepted = {.items = ones, .count = 2},
                                      .refused = {.items = fives, .count = 2}};
    cr_assert_eq(rename_at(id, &among_others), LAMINA_OK);
    cr_assert_eq(rename_at(id, &any_version), LAMINA_OK);
    static const int64_t three[] = {3};
    lamina_conditions exactly = {.accepted = {.items = three, .count = 1}};
    cr_assert_eq(partner_service_delete(context, id, &exactly), LAMINA_OK);
}

Test(services, what_is_missing_is_missing_at_every_version)
{
    lamina_str id = LAMINA_STR("01ARZ3NDEKTSV4RRFFQ69G5FAV");
    static const int64_t items[] = {1, 2};
    const lamina_conditions all[] = {any_version,
                                     {.accepted = {.count = 0}},
                                     {.accepted = {.items = items, .count = 1}},
                                     {.accepted = {.items = items, .count = 2}},
                                     {.accepted = {.any = true}, .refused = {.any = true}}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        cr_assert(
            partner_module_failed(rename_at(id, &all[i]), LAMINA_E_NOT_FOUND, "partner-not-found"));
        cr_assert(partner_module_failed(partner_service_delete(context, id, &all[i]),
                                        LAMINA_E_NOT_FOUND, "partner-not-found"));
    }
}

Test(services, the_log_says_what_happened_and_to_whom_by_id)
{
    lamina_str id = create("ada@example.com")->partner_id;
    cr_assert_eq(rename_at(id, &any_version), LAMINA_OK);
    cr_assert_eq(partner_service_delete(context, id, &any_version), LAMINA_OK);

    lamina_str log = test_context_log(test);
    cr_assert_not_null(strstr(log.ptr, "partner created partner_id=01"));
    cr_assert_not_null(strstr(log.ptr, "partner changed partner_id=01"));
    cr_assert_not_null(strstr(log.ptr, "partner deleted partner_id=01"));
    cr_assert_null(strstr(log.ptr, "ada"));
    cr_assert_null(strstr(log.ptr, "ACME"));
}
