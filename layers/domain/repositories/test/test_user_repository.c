/*
 * Users on DynamoDB Local: one address, one user; codes that are good once; changes that leave a trail.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "account_tables.h"
#include "domain/models/one_time_code.h"
#include "domain/password.h"
#include "domain/repositories/audit_repository.h"
#include "domain/repositories/notification_repository.h"
#include "domain/repositories/user_repository.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "race.h"

static test_context *test;
static lamina_context *context;

static void begin(void)
{
    test = account_tables_begin();
    context = test_context_get(test);
}

static void end(void)
{
    account_tables_end(test);
}

TestSuite(user_repository, .init = begin, .fini = end);

static user *new_user_in(lamina_context *own, const char *email)
{
    user *item = user_new(own);
    item->email = lamina_str_from(email);
    item->password = LAMINA_STR("$scrypt$stored");
    item->status = LAMINA_STR(USER_STATUS_PENDING);
    return item;
}

static user *stored(const char *email)
{
    user *item = new_user_in(context, email);
    lamina_status status = user_repository_create(context, item);
    cr_assert_eq(status, LAMINA_OK, "%s %.*s", lamina_status_name(status),
                 LAMINA_FMT(test_context_causes(test)));
    return item;
}

static bool failed(lamina_status status, lamina_status wanted, const char *code)
{
    lamina_problem problem = test_context_problem(test);
    lamina_error_reset(context);
    return status == wanted && lamina_str_is(problem.code, code);
}

static user *changes_of(const user *item)
{
    user *changes = user_new(context);
    changes->user_id = item->user_id;
    changes->version = item->version;
    return changes;
}

static void set_status(user *changes, const char *status)
{
    changes->status = lamina_str_from(status);
    lamina_mark(&changes->has, USER_STATUS);
}

static lamina_str code_sent(size_t number, size_t count)
{
    return account_tables_outbox(context, count)[number]->code;
}

/* ---- create, find ---- */

Test(user_repository, a_user_is_found_by_id_and_by_address_in_any_case)
{
    user *item = stored("Ada@Example.com"), *found;
    cr_assert_eq(user_repository_get(context, item->user_id, &found), LAMINA_OK);
    cr_expect(lamina_str_is(found->email, "Ada@Example.com"));
    cr_expect(lamina_str_is(found->password, "$scrypt$stored"));
    cr_expect_eq(found->version, 1);
    cr_assert_eq(user_repository_find(context, LAMINA_STR("ada@eXample.com"), &found), LAMINA_OK);
    cr_expect(lamina_str_equal(found->user_id, item->user_id));
}

Test(user_repository, nobody_is_found_without_a_word)
{
    user *found;
    cr_expect_eq(user_repository_find(context, LAMINA_STR("x@example.com"), &found),
                 LAMINA_E_NOT_FOUND);
    cr_expect_null(found);
    cr_expect_eq(test_context_problem(test).code.len, 0);
    cr_expect(failed(user_repository_get(context, LAMINA_STR("x"), &found), LAMINA_E_NOT_FOUND,
                     "user-not-found"));
    cr_expect(failed(user_repository_get(context, LAMINA_STR("01ARZ3NDEKTSV4RRFFQ69G5FAV"), &found),
                     LAMINA_E_NOT_FOUND, "user-not-found"));
}

Test(user_repository, an_address_is_one_users_and_the_second_leaves_nothing)
{
    stored("ada@example.com");
    user *second = new_user_in(context, "ADA@example.com");
    cr_expect(
        failed(user_repository_create(context, second), LAMINA_E_CONFLICT, "user-email-taken"));
    account_tables_outbox(context, 1);
    user *found;
    cr_expect(failed(user_repository_get(context, second->user_id, &found), LAMINA_E_NOT_FOUND,
                     "user-not-found"));
}

static lamina_status register_ada(lamina_context *own, size_t index)
{
    (void)index;
    return user_repository_create(own, new_user_in(own, "ada@example.com"));
}

Test(user_repository, of_those_that_race_for_an_address_one_gets_it)
{
    lamina_status results[RACE_CAP];
    race(test, 4, register_ada, results);
    cr_expect_eq(race_count(results, 4, LAMINA_OK), 1);
    cr_expect_eq(race_count(results, 4, LAMINA_E_CONFLICT), 3);
}

Test(user_repository, users_are_listed_page_by_page)
{
    for (int i = 0; i < 3; i++)
        stored(lamina_arena_format(context->arena, "u%d@example.com", i).ptr);
    domain_page_query query = {.limit = 2};
    user_list list = {.size = sizeof list};
    cr_assert_eq(user_repository_list(context, &query, &list), LAMINA_OK);
    cr_assert_eq(list.count, 2);
    cr_expect(lamina_str_is(list.items[0]->email, "u0@example.com"));
    query.cursor = list.cursor;
    cr_assert_eq(user_repository_list(context, &query, &list), LAMINA_OK);
    cr_assert_eq(list.count, 1);
}

/* ---- change ---- */

Test(user_repository, a_change_names_its_version_and_leaves_an_entry_without_values)
{
    user *item = stored("ada@example.com"), *changed;
    context->caller_id = LAMINA_STR("operator-1");
    user *changes = changes_of(item);
    changes->password = LAMINA_STR("$scrypt$other");
    lamina_mark(&changes->has, USER_PASSWORD);
    set_status(changes, USER_STATUS_ACTIVE);
    cr_assert_eq(user_repository_update(context, changes, "password-changed", &changed), LAMINA_OK);
    cr_expect_eq(changed->version, 2);
    cr_expect(lamina_str_is(changed->password, "$scrypt$other"));
    cr_expect_gt(changed->password_changed_at, item->password_changed_at);

    user *stale = changes_of(item);
    set_status(stale, USER_STATUS_DISABLED);
    cr_expect_eq(user_repository_update(context, stale, "disabled", &changed),
                 LAMINA_E_PRECONDITION);
    cr_expect_null(changed);

    const audit_page *trail;
    const domain_page_query query = {.limit = 10};
    cr_assert_eq(audit_repository_list(context, "user", item->user_id, &query, &trail), LAMINA_OK);
    cr_assert_eq(trail->items.count, 1);
    const audit_entry *entry = trail->items.items;
    cr_expect(lamina_str_is(entry->action, "password-changed"));
    cr_expect(lamina_str_is(entry->caller_id, "operator-1"));
}

/* ---- codes ---- */

Test(user_repository, a_new_user_gets_a_code_that_is_good_once)
{
    user *item = stored("ada@example.com"), *found, *changed;
    notification *const *sent = account_tables_outbox(context, 1);
    cr_expect(lamina_str_is(sent[0]->kind, NOTIFICATION_VERIFY));
    cr_expect(lamina_str_is(sent[0]->recipient, "ada@example.com"));
    lamina_str code = sent[0]->code;
    cr_assert_eq(code.len, 43);

    cr_assert_eq(user_repository_find_by_code(context, code, ONE_TIME_CODE_VERIFY, &found),
                 LAMINA_OK);
    cr_expect(lamina_str_equal(found->user_id, item->user_id));
    user *changes = changes_of(found);
    set_status(changes, USER_STATUS_ACTIVE);
    cr_assert_eq(user_repository_update_by_code(context, code, changes, "verified", &changed),
                 LAMINA_OK);
    cr_expect(lamina_str_is(changed->status, USER_STATUS_ACTIVE));

    cr_expect(failed(user_repository_find_by_code(context, code, ONE_TIME_CODE_VERIFY, &found),
                     LAMINA_E_INVALID, "code-invalid"));
    changes = changes_of(changed);
    set_status(changes, USER_STATUS_DISABLED);
    cr_expect(failed(user_repository_update_by_code(context, code, changes, "verified", &changed),
                     LAMINA_E_INVALID, "code-invalid"));
}

Test(user_repository, a_code_is_good_for_its_purpose_its_time_and_its_password)
{
    user *item = stored("ada@example.com"), *found, *changed;
    lamina_str code = code_sent(0, 1);
    cr_expect(failed(user_repository_find_by_code(context, code, ONE_TIME_CODE_RESET, &found),
                     LAMINA_E_INVALID, "code-invalid"));
    cr_expect(
        failed(user_repository_find_by_code(context, LAMINA_STR("x"), ONE_TIME_CODE_VERIFY, &found),
               LAMINA_E_INVALID, "code-invalid"));

    cr_assert_eq(user_repository_notify(context, item, NOTIFICATION_RESET), LAMINA_OK);
    cr_assert_eq(user_repository_notify(context, item, NOTIFICATION_RESET), LAMINA_OK);
    lamina_str first = code_sent(1, 3), second = code_sent(2, 3);
    cr_assert_eq(user_repository_find_by_code(context, first, ONE_TIME_CODE_RESET, &found),
                 LAMINA_OK);
    user *changes = changes_of(item);
    changes->password = LAMINA_STR("$scrypt$other");
    lamina_mark(&changes->has, USER_PASSWORD);
    cr_assert_eq(
        user_repository_update_by_code(context, first, changes, "password-reset", &changed),
        LAMINA_OK);
    cr_expect(failed(user_repository_find_by_code(context, second, ONE_TIME_CODE_RESET, &found),
                     LAMINA_E_INVALID, "code-invalid"),
              "the other code is older than the password");
}

Test(user_repository, a_code_is_over_after_a_day)
{
    user *found;
    stored("ada@example.com");
    lamina_str code = code_sent(0, 1);
    test_context_set_clock_us(test, lamina_now_us(context) + INT64_C(86401) * 1000000);
    test_context_set_remaining_ms(test, 30000);
    cr_expect(failed(user_repository_find_by_code(context, code, ONE_TIME_CODE_VERIFY, &found),
                     LAMINA_E_INVALID, "code-invalid"));
}

Test(user_repository, a_change_that_is_refused_does_not_use_the_code_up)
{
    user *item = stored("ada@example.com"), *changed, *found;
    lamina_str code = code_sent(0, 1);
    user *changes = changes_of(item);
    changes->version = 7;
    set_status(changes, USER_STATUS_ACTIVE);
    cr_expect_eq(user_repository_update_by_code(context, code, changes, "verified", &changed),
                 LAMINA_E_PRECONDITION);
    cr_expect_eq(user_repository_find_by_code(context, code, ONE_TIME_CODE_VERIFY, &found),
                 LAMINA_OK);
}

/* ---- the first administrator, and nobody ---- */

Test(user_repository, an_administrator_is_active_and_has_a_password_that_was_never_seen_before)
{
    user *first, *second, *found;
    lamina_str password, other;
    cr_assert_eq(user_repository_create_administrator(context, LAMINA_STR("ada@example.com"),
                                                      &first, &password),
                 LAMINA_OK);
    cr_assert_eq(user_repository_create_administrator(context, LAMINA_STR("bob@example.com"),
                                                      &second, &other),
                 LAMINA_OK);
    cr_expect_eq(password.len, 43);
    cr_expect_not(lamina_str_equal(password, other));
    cr_assert_eq(user_repository_get(context, first->user_id, &found), LAMINA_OK);
    cr_expect(lamina_str_is(found->status, USER_STATUS_ACTIVE));
    cr_assert_eq(found->grants.count, 1);
    const role_grant *grant = found->grants.items;
    cr_expect(lamina_str_is(grant->role_id, "administrator"));
    cr_expect(lamina_is_absent(&grant->has, ROLE_GRANT_TENANT_ID));
    cr_expect_eq(domain_password_verify(context, password, found->password, NULL), LAMINA_OK);
    account_tables_outbox(context, 0);
    cr_expect(failed(user_repository_create_administrator(context, LAMINA_STR("ADA@example.com"),
                                                          &second, &other),
                     LAMINA_E_CONFLICT, "user-email-taken"));
}

Test(user_repository, what_is_told_to_nobody_is_seen_by_nobody)
{
    cr_assert_eq(user_repository_notify_nobody(context, NOTIFICATION_RESET), LAMINA_OK);
    account_tables_outbox(context, 0);
}

/* ---- the outbox ---- */

Test(user_repository, what_was_sent_is_taken_out_of_the_outbox)
{
    user *item = stored("ada@example.com");
    cr_assert_eq(user_repository_notify(context, item, NOTIFICATION_TAKEN), LAMINA_OK);
    notification *const *sent = account_tables_outbox(context, 2);
    cr_expect(lamina_is_absent(&sent[1]->has, NOTIFICATION_CODE));
    cr_assert_eq(notification_repository_delete(context, sent[0]->notification_id), LAMINA_OK);
    cr_expect(failed(notification_repository_delete(context, sent[0]->notification_id),
                     LAMINA_E_NOT_FOUND, "notification-not-found"));
    cr_expect(failed(notification_repository_delete(context, LAMINA_STR("x")), LAMINA_E_NOT_FOUND,
                     "notification-not-found"));
    account_tables_outbox(context, 1);
}

Test(user_repository, the_log_holds_no_code_no_password_and_no_address)
{
    user *item = stored("ada@example.com"), *found;
    lamina_str code = code_sent(0, 1);
    user *second = new_user_in(context, "ada@example.com");
    user_repository_create(context, second);
    user_repository_find_by_code(context, code, ONE_TIME_CODE_RESET, &found);
    user *changes = changes_of(item);
    changes->version = 7;
    changes->password = LAMINA_STR("$scrypt$other");
    lamina_mark(&changes->has, USER_PASSWORD);
    user_repository_update(context, changes, "changed", &found);
    lamina_str texts[] = {test_context_log(test), test_context_causes(test)};
    for (size_t i = 0; i < 2; i++) {
        if (texts[i].len == 0)
            continue;
        cr_expect_null(memmem(texts[i].ptr, texts[i].len, code.ptr, code.len));
        cr_expect_null(memmem(texts[i].ptr, texts[i].len, "scrypt", 6));
        cr_expect_null(memmem(texts[i].ptr, texts[i].len, "ada@", 4));
    }
}
