/*
 * Bank accounts of partners: what stands in the table, what a list takes along, and that no secret gets
 * into a log line or a message.
 */
#include <criterion/criterion.h>

#include <string.h>

#include "domain/mapper.h"
#include "lamina/text.h"
#include "partner_fixture.h"
#include "secret_model.h"

#define IBAN "FR1420041010050500013M02606"
#define BIC "PSSTFRPPXXX"
#define HOLDER "Ada Lovelace"

static void begin(void)
{
    partner_fixture_begin();
    secret_keys_use(context, SECRET_KEY_LINES);
}

static void end(void)
{
    secret_keys_clear();
    partner_fixture_end();
}

TestSuite(partner_secrets, .init = begin, .fini = end);

static partner *with_account(const char *email)
{
    partner *item = partner_fixture_new(email);
    item->account = bank_account_new(context);
    item->account->iban = LAMINA_STR(IBAN);
    item->account->bic = LAMINA_STR(BIC);
    item->account->holder = LAMINA_STR(HOLDER);
    lamina_mark(&item->account->has, BANK_ACCOUNT_BIC);
    lamina_mark(&item->account->has, BANK_ACCOUNT_HOLDER);
    lamina_mark(&item->has, PARTNER_BANK_ACCOUNT);
    return item;
}

static bool shows_a_secret(lamina_str text)
{
    static const char *const secrets[] = {IBAN, "2004101005", BIC, HOLDER, "Lovelace"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        if (text.len > 0 && memmem(text.ptr, text.len, secrets[i], strlen(secrets[i])) != NULL)
            return true;
    return false;
}

/* ---- the table, as whoever has no key sees it ---- */

typedef struct bare_partner {
    lamina_presence has;
    lamina_str partner_id;
    lamina_str account;
} bare_partner;

static const lamina_field bare_fields[] = {
    LAMINA_FIELD(bare_partner, partner_id, "partnerId", STRING, .flags = LAMINA_FIELD_REQUIRED),
    LAMINA_FIELD(bare_partner, account, "bankAccount", BINARY, .flags = 0),
};
static const lamina_record bare_record = {.size = sizeof(lamina_record),
                                          .name = "BarePartner",
                                          .struct_size = sizeof(bare_partner),
                                          .field_size = sizeof(lamina_field),
                                          .fields = bare_fields,
                                          .field_count = 2};
static const mapper_model bare_model = {.size = sizeof(mapper_model),
                                        .index_size = sizeof(mapper_index),
                                        .name = "partner",
                                        .table_env = "PARTNER_TABLE_NAME",
                                        .record = &bare_record,
                                        .hash_field = 0,
                                        .range_field = MAPPER_NO_FIELD,
                                        .version_field = MAPPER_NO_FIELD,
                                        .created_field = MAPPER_NO_FIELD,
                                        .updated_field = MAPPER_NO_FIELD,
                                        .ttl_field = MAPPER_NO_FIELD};

static bare_partner read_bare(lamina_str id)
{
    bare_partner item = {.partner_id = id};
    cr_assert_eq(mapper_get(context, &bare_model, &item, NULL, &item), LAMINA_OK);
    return item;
}

Test(partner_secrets, the_table_holds_no_account_that_can_be_read)
{
    partner *item = with_account("a@example.com"), *out;
    cr_assert_eq(partner_repository_create(context, item), LAMINA_OK);
    bare_partner bare = read_bare(item->partner_id);
    cr_assert(lamina_is_present(&bare.has, 1));
    cr_assert_gt(bare.account.len, sizeof IBAN);
    cr_expect_not(shows_a_secret(bare.account));

    partner *changes = partner_fixture_changes(item);
    changes->account = with_account("x@example.com")->account;
    lamina_mark(&changes->has, PARTNER_BANK_ACCOUNT);
    cr_assert_eq(partner_repository_update(context, changes, NULL, &out), LAMINA_OK);
    bare = read_bare(item->partner_id);
    cr_expect_not(shows_a_secret(bare.account), "nor after a change");
    cr_expect(lamina_str_is(partner_fixture_get(item->partner_id)->account->iban, IBAN));
}

Test(partner_secrets, an_account_opens_for_its_own_partner_alone)
{
    partner *one = with_account("a@example.com"), *other = partner_fixture_stored("b@example.com"),
            *out;
    cr_assert_eq(partner_repository_create(context, one), LAMINA_OK);
    bare_partner moved = read_bare(one->partner_id);
    moved.partner_id = other->partner_id;
    cr_assert_eq(mapper_patch(context, &bare_model, &moved, NULL), LAMINA_OK);
    lamina_status status = partner_repository_get(context, other->partner_id, &out);
    cr_expect(partner_fixture_failed(status, LAMINA_E_UPSTREAM, "encrypted-value-damaged"));
}

Test(partner_secrets, a_list_needs_no_key)
{
    partner *item = with_account("a@example.com");
    cr_assert_eq(partner_repository_create(context, item), LAMINA_OK);
    secret_keys_clear();
    partner_list page = {.size = sizeof page};
    cr_assert_eq(partner_fixture_list(10, (lamina_str){0}, &page), LAMINA_OK);
    cr_assert_eq(page.count, 1);
    cr_expect(lamina_is_absent(&page.items[0]->has, PARTNER_BANK_ACCOUNT));
    cr_expect_eq(page.items[0]->version, 1);
    secret_keys_use(context, SECRET_KEY_LINES);
}

/* ---- redaction ---- */

/* Whatever goes wrong, what is told is which field, never what stands in it. */
Test(partner_secrets, no_secret_gets_into_a_log_line_or_a_message)
{
    partner *item = with_account("a@example.com"), *out;
    cr_assert_eq(partner_repository_create(context, item), LAMINA_OK);
    static const char *const broken[] = {"FR1520041010050500013M02606", "Lovelace", ""};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        partner *changes = partner_fixture_changes(item);
        changes->account = with_account("x@example.com")->account;
        changes->account->iban = lamina_str_from(broken[i]);
        lamina_mark(&changes->has, PARTNER_BANK_ACCOUNT);
        cr_expect_eq(partner_repository_update(context, changes, NULL, &out), LAMINA_E_INVALID);
        lamina_problem problem = test_context_problem(test);
        cr_expect_gt(problem.violation_count, 0);
        for (size_t j = 0; j < problem.violation_count; j++)
            cr_expect_not(shows_a_secret(problem.violations[j].message), "%.*s",
                          LAMINA_FMT(problem.violations[j].message));
        cr_expect_not(shows_a_secret(problem.detail));
        cr_expect_not(shows_a_secret(test_context_causes(test)));
        lamina_error_reset(context);
    }
    partner *taken = with_account("a@example.com");
    cr_expect_eq(partner_repository_create(context, taken), LAMINA_E_CONFLICT);
    cr_expect_not(shows_a_secret(test_context_causes(test)));
    lamina_error_reset(context);
    cr_expect_eq(partner_repository_delete(context, item->partner_id, partner_fixture_at(7)),
                 LAMINA_E_PRECONDITION);
    cr_expect_not(shows_a_secret(test_context_causes(test)));
    cr_expect_not(shows_a_secret(test_context_log(test)), "%.*s",
                  LAMINA_FMT(test_context_log(test)));
}
