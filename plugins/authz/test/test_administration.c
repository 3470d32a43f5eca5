/*
 * Administration on DynamoDB Local: who may, versions, and what is shown.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "authz_module.h"
#include "domain/models/audit_entry.h"
#include "domain/models/user.h"
#include "domain/page.h"
#include "handlers.h"
#include "lamina/lamina.h"
#include "services.h"

TestSuite(administration, .init = authz_module_begin, .fini = authz_module_end);

static const lamina_conditions any_version = {.accepted = {.any = true}};
static const domain_page_query first_page = {.limit = 20};

/* The middle of a JSON answer by that record. */
static lamina_str json_of(const lamina_record *record, const void *value)
{
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, 64 << 10);
    lamina_json_write_init(&writer, &text);
    cr_assert_eq(lamina_record_write_json(record, value, &writer, NULL), LAMINA_OK);
    lamina_str json = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return json;
}

Test(administration, all_records_are_sound)
{
    const lamina_record *all[] = {
        &registration_record,      &reset_request_record,    &verification_record,
        &password_reset_record,    &password_change_record,  &token_request_record,
        &token_answer_record,      &token_input_record,      &introspection_record,
        &jwk_set_record,           &user_patch_record,       &user_dto_record,
        &create_role_record,       &replace_role_record,     &role_dto_record,
        &create_client_record,     &patch_client_record,     &client_dto_record,
        &user_page_record,         &role_page_record,        &client_page_record,
        &notification_page_record, &signing_key_page_record, &administrator_input_record,
        &administrator_dto_record};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        lamina_str reason = {0};
        cr_expect_eq(lamina_record_check(context->arena, all[i], &reason), LAMINA_OK, "%s: %.*s",
                     all[i]->name, LAMINA_FMT(reason));
    }
}

Test(administration, passwords_have_8_to_128_characters)
{
    static const struct {
        size_t count;
        lamina_status status;
    } cases[] = {{7, LAMINA_E_INVALID}, {8, LAMINA_OK}, {128, LAMINA_OK}, {129, LAMINA_E_INVALID}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lamina_text text;
        lamina_text_init(&text, 4096);
        lamina_text_add(&text, LAMINA_STR("{\"email\":\"ada@example.com\",\"password\":\""));
        for (size_t k = 0; k < cases[i].count; k++)
            lamina_text_add(&text, LAMINA_STR("\xc3\xa4")); /* a code point of two bytes */
        lamina_text_add(&text, LAMINA_STR("\"}"));
        const lamina_json *value;
        registration input;
        lamina_violations broken = {0};
        cr_assert_eq(lamina_json_read(context->arena, lamina_text_view(&text), 0, &value, NULL),
                     LAMINA_OK);
        cr_expect_eq(
            lamina_record_read_json(context->arena, &registration_record, value, &input, &broken),
            cases[i].status, "%zu", cases[i].count);
        lamina_text_clear(&text);
    }
}

Test(administration, a_user_is_shown_without_the_password)
{
    lamina_str id = authz_module_user("ada@example.com", "clerk@" TENANT_A);
    const user_dto *found = NULL;
    const domain_page_answer *page = NULL;
    cr_assert_eq(authz_service_get_user(context, id, &found), LAMINA_OK);
    cr_assert_eq(authz_service_list_users(context, &first_page, &page), LAMINA_OK);
    lamina_str one = json_of(&user_dto_record, found), all = json_of(&user_page_record, page);
    cr_expect_not_null(
        strstr(one.ptr, "\"grants\":[{\"roleId\":\"clerk\",\"tenantId\":\"" TENANT_A "\"}]"));
    cr_expect_null(strstr(one.ptr, "scrypt"));
    cr_expect_null(strstr(all.ptr, "scrypt"));
    cr_expect_not_null(strstr(all.ptr, "ada@example.com"));
}

Test(administration, a_change_of_a_user_needs_the_version_that_is_expected)
{
    lamina_str id = authz_module_user("ada@example.com", NULL);
    static const int64_t nines[] = {9};
    const lamina_conditions other = {.accepted = {.items = nines, .count = 1}};
    user_patch input = {.status = LAMINA_STR(USER_STATUS_DISABLED)};
    lamina_mark(&input.has, USER_PATCH_STATUS);
    const user_dto *patched = NULL;
    cr_expect_eq(authz_service_patch_user(context, id, &other, &input, &patched),
                 LAMINA_E_PRECONDITION);
    cr_assert_eq(authz_service_patch_user(context, id, &any_version, &input, &patched), LAMINA_OK);
    cr_expect_eq(patched->version, 2);
    const audit_page *trail = NULL;
    cr_assert_eq(authz_service_user_audit(context, id, &first_page, &trail), LAMINA_OK);
    cr_assert_eq(trail->items.count, 1);
    cr_expect(lamina_str_is(((const audit_entry *)trail->items.items)->action, "disabled"));
}

/* An administrator of one tenant would be one of all. */
Test(administration, who_is_bound_to_a_tenant_administers_nobody)
{
    lamina_str id = authz_module_user("ada@example.com", NULL);
    context->caller_tenant = LAMINA_STR(TENANT_A);
    const domain_page_answer *page = NULL;
    const user_dto *found = NULL;
    const role_dto *kept = NULL;
    const client_dto *client = NULL;
    const audit_page *trail = NULL;
    user_patch input = {.status = LAMINA_STR(USER_STATUS_DISABLED)};
    const role_input role = {.role_id = LAMINA_STR("stock")};
    const client_input program = {.name = LAMINA_STR("Importer")};
    const lamina_status statuses[] = {
        authz_service_list_users(context, &first_page, &page),
        authz_service_get_user(context, id, &found),
        authz_service_patch_user(context, id, &any_version, &input, &found),
        authz_service_user_audit(context, id, &first_page, &trail),
        authz_service_list_notifications(context, &first_page, &page),
        authz_service_delete_notification(context, id),
        authz_service_list_roles(context, &first_page, &page),
        authz_service_get_role(context, LAMINA_STR("clerk"), &kept),
        authz_service_create_role(context, &role, &kept),
        authz_service_replace_role(context, LAMINA_STR("stock"), &any_version, &role, &kept),
        authz_service_delete_role(context, LAMINA_STR("stock"), &any_version),
        authz_service_list_clients(context, &first_page, &page),
        authz_service_get_client(context, id, &client),
        authz_service_create_client(context, &program, &client),
        authz_service_patch_client(context, id, &any_version, &program, &client),
        authz_service_list_signing_keys(context, &page),
        authz_service_remove_signing_key(context, id),
        authz_service_rotate_signing_keys(context),
    };
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        cr_expect_eq(statuses[i], LAMINA_E_FORBIDDEN, "%zu", i);
    cr_expect(authz_module_failed(statuses[0], LAMINA_E_FORBIDDEN, "staff-only"));
}

Test(administration, roles_are_made_and_used)
{
    lamina_str scopes[] = {LAMINA_STR("stock:count")};
    role_input input = {.role_id = LAMINA_STR("stock-keeper"), .scopes = {scopes, 1}};
    const role_dto *kept = NULL;
    cr_assert_eq(authz_service_create_role(context, &input, &kept), LAMINA_OK);
    cr_expect_eq(kept->version, 1);
    authz_module_user("ada@example.com", "stock-keeper");
    cr_expect(
        lamina_str_is(authz_module_log_in("ada@example.com")->scope, "authz:self stock:count"));
    cr_assert_eq(authz_service_delete_role(context, LAMINA_STR("stock-keeper"), &any_version),
                 LAMINA_OK);
    cr_expect(lamina_str_is(authz_module_log_in("ada@example.com")->scope, "authz:self"));
}

Test(administration, keys_are_listed_without_their_private_halves)
{
    authz_module_user("ada@example.com", NULL);
    authz_module_log_in("ada@example.com");
    const domain_page_answer *page = NULL;
    cr_assert_eq(authz_service_list_signing_keys(context, &page), LAMINA_OK);
    cr_assert_eq(page->items.count, 2);
    lamina_str json = json_of(&signing_key_page_record, page);
    cr_expect_null(strstr(json.ptr, "rivate"));
}

Test(administration, an_operator_makes_an_administrator_who_can_log_in)
{
    const administrator_input input = {.email = LAMINA_STR("root@example.com")};
    const lamina_direct_event event = {.size = sizeof event, .input = &input};
    lamina_direct_answer answer = {.size = sizeof answer};
    cr_assert_eq(create_administrator(context, &event, &answer), LAMINA_OK);
    const administrator_dto *made = answer.output;
    token_request grant = authz_module_password_grant("root@example.com", made->password.ptr);
    const token_answer *token = NULL;
    cr_assert_eq(authz_service_token(context, &grant, SOURCE, &token), LAMINA_OK);
    cr_expect_not_null(strstr(token->scope.ptr, "authz:admin"));
    cr_expect(authz_module_failed(create_administrator(context, &event, &answer), LAMINA_E_CONFLICT,
                                  "user-email-taken"));
}
