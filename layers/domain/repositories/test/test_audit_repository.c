/*
 * Audit trails on DynamoDB Local: what an entry holds, that it comes and fails with its transaction,
 * and the order in which it is read.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "domain/dynamodb.h"
#include "domain/ids.h"
#include "domain/models/partner.h"
#include "domain/repositories/audit_repository.h"
#include "lamina/problem.h"
#include "lamina/record_json.h"
#include "lamina/text.h"
#include "model_table.h"
#include "repositories/audit_trail.h"
#include "test_context.h"

#define SUBJECT LAMINA_STR("01ARZ3NDEKTSV4RRFFQ69G5FAV")

static test_context *test;
static lamina_context *context;

static void begin(void)
{
    test = test_context_new();
    test_context_use_system_clock(test);
    test_context_seed_random_anew(test);
    context = test_context_get(test);
    model_table_use(context, &audit_entry_model);
}

static void end(void)
{
    dynamodb_client_free(dynamodb_client_shared(context));
    dynamodb_client_use(NULL);
    test_context_free(test);
}

TestSuite(audit_repository, .init = begin, .fini = end);

static lamina_status write_note(const domain__audit_note *note)
{
    mapper_action action;
    lamina_status status = domain__audit_action(context, note, &action);
    return status == LAMINA_OK ? mapper_transact(context, &action, 1, NULL) : status;
}

static const audit_page *read_page(lamina_str id, int64_t limit, lamina_str cursor)
{
    const audit_page *page = NULL;
    domain_page_query query = {.limit = limit, .cursor = cursor};
    cr_assert_eq(audit_repository_list(context, "partner", id, &query, &page), LAMINA_OK);
    return page;
}

static const audit_entry *entry_of(const audit_page *page, size_t i)
{
    return &((const audit_entry *)page->items.items)[i];
}

Test(audit_repository, an_entry_says_who_what_when_and_why)
{
    int64_t before = lamina_now_us(context);
    context->caller_id = LAMINA_STR("user-7");
    lamina_presence changed = {0};
    lamina_mark(&changed, PARTNER_LEGAL_NAME);
    lamina_mark_null(&changed, PARTNER_PHONE);
    const domain__audit_note note = {.kind = "partner",
                                     .id = SUBJECT,
                                     .action = "changed",
                                     .reason = LAMINA_STR("a new name"),
                                     .record = &partner_record,
                                     .changed = &changed};
    cr_assert_eq(write_note(&note), LAMINA_OK);

    const audit_page *page = read_page(SUBJECT, 20, (lamina_str){0});
    cr_assert_eq(page->items.count, 1);
    const audit_entry *entry = entry_of(page, 0);
    cr_expect(domain_is_ulid(entry->audit_id));
    cr_expect(lamina_str_is(entry->action, "changed"));
    cr_expect(lamina_str_is(entry->caller_id, "user-7"));
    cr_expect(lamina_str_is(entry->reason, "a new name"));
    cr_expect(lamina_str_is(entry->request_id, TEST_CONTEXT_REQUEST_ID));
    cr_expect_geq(entry->at, before);
    const lamina_str *names = entry->changed.items;
    cr_assert_eq(entry->changed.count, 2);
    cr_expect(lamina_str_is(names[0], "legalName"));
    cr_expect(lamina_str_is(names[1], "phone"));
}

Test(audit_repository, what_is_not_known_is_absent)
{
    context->request_id = (lamina_str){0};
    const domain__audit_note note = {.kind = "partner", .id = SUBJECT, .action = "deleted"};
    cr_assert_eq(write_note(&note), LAMINA_OK);
    const audit_entry *entry = entry_of(read_page(SUBJECT, 20, (lamina_str){0}), 0);
    static const uint32_t optional[] = {AUDIT_ENTRY_CALLER_ID, AUDIT_ENTRY_REASON,
                                        AUDIT_ENTRY_CHANGED, AUDIT_ENTRY_REQUEST_ID};
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++)
        cr_expect(lamina_is_absent(&entry->has, optional[i]), "%u", optional[i]);
}

Test(audit_repository, pages_give_the_latest_first_and_each_once)
{
    static const char *const actions[] = {"one", "two", "three", "four", "five"};
    for (size_t i = 0; i < 5; i++) {
        const domain__audit_note note = {.kind = "partner", .id = SUBJECT, .action = actions[i]};
        cr_assert_eq(write_note(&note), LAMINA_OK);
    }
    lamina_str cursor = {0};
    for (size_t next = 5; next > 0;) {
        const audit_page *page = read_page(SUBJECT, 2, cursor);
        cr_assert_leq(page->items.count, 2);
        for (size_t i = 0; i < page->items.count; i++)
            cr_assert(lamina_str_is(entry_of(page, i)->action, actions[--next]));
        cr_assert(next == 0 || lamina_is_present(&page->has, AUDIT_PAGE_CURSOR));
        cursor = page->cursor;
    }
}

Test(audit_repository, a_trail_is_of_one_thing)
{
    const domain__audit_note ours = {.kind = "partner", .id = SUBJECT, .action = "created"};
    const domain__audit_note other = {
        .kind = "partner", .id = LAMINA_STR("01ARZ3NDEKTSV4RRFFQ69G5FAW"), .action = "created"};
    const domain__audit_note kind = {.kind = "contract", .id = SUBJECT, .action = "signed"};
    cr_assert_eq(write_note(&ours), LAMINA_OK);
    cr_assert_eq(write_note(&other), LAMINA_OK);
    cr_assert_eq(write_note(&kind), LAMINA_OK);
    cr_assert_eq(read_page(SUBJECT, 20, (lamina_str){0})->items.count, 1);
    cr_assert_eq(read_page(LAMINA_STR("unknown"), 20, (lamina_str){0})->items.count, 0);
}

Test(audit_repository, an_entry_fails_with_its_transaction)
{
    const domain__audit_note note = {.kind = "partner", .id = SUBJECT, .action = "created"};
    mapper_action actions[2];
    cr_assert_eq(domain__audit_action(context, &note, &actions[0]), LAMINA_OK);
    cr_assert_eq(domain__audit_action(context, &note, &actions[1]), LAMINA_OK);
    cr_assert_eq(mapper_transact(context, &actions[1], 1, NULL), LAMINA_OK);
    cr_assert_eq(mapper_transact(context, actions, 2, NULL), LAMINA_E_CONFLICT);
    lamina_error_reset(context);
    cr_assert_eq(read_page(SUBJECT, 20, (lamina_str){0})->items.count, 1);
}

Test(audit_repository, a_page_has_a_limit)
{
    static const int64_t bad[] = {0, -1, 101, INT64_MAX};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const audit_page *page;
        domain_page_query query = {.limit = bad[i]};
        cr_expect_eq(audit_repository_list(context, "partner", SUBJECT, &query, &page),
                     LAMINA_E_ARGUMENT);
        cr_expect_null(page);
    }
}

Test(audit_repository, an_answer_shows_no_key_of_the_table)
{
    const domain__audit_note note = {.kind = "partner", .id = SUBJECT, .action = "created"};
    cr_assert_eq(write_note(&note), LAMINA_OK);
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, 64 << 10);
    lamina_json_write_init(&writer, &text);
    const audit_page *page = read_page(SUBJECT, 20, (lamina_str){0});
    cr_assert_eq(lamina_record_write_json(&audit_page_record, page, &writer, NULL), LAMINA_OK);
    cr_expect_not_null(strstr(text.ptr, "\"action\":\"created\""));
    cr_expect_null(strstr(text.ptr, "subject"));
    lamina_text_clear(&text);
}
