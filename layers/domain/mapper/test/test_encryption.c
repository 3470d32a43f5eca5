/* Encrypted fields: the exact request, and what must be refused before one is sent. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "domain/encryption.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "scripted_database.h"
#include "secret_model.h"

static void setup(void)
{
    scripted_database_open();
    secret_keys_use(scripted_context(), SECRET_KEY_LINES);
    /* Data key and nonces are 0x42 throughout, as in docs/encryption.md. */
    test_context_fix_random(scripted_test(), 0x42);
}

static void teardown(void)
{
    secret_keys_clear();
    scripted_database_close();
}

TestSuite(encryption, .init = setup, .fini = teardown);

/* Computed by another implementation from docs/encryption.md. */
#define IBAN "DE02100100100006820101"
#define SEALED_IBAN                                                                                \
    "5wEBAAp0ZXN0LWtleS0xADxCQkJCQkJCQkJCQkJY3juEz8fnrlowbHE/3k0fcAighKTeYz4JL5tg1Myp0kBpHSq1zJ/NVI1cQgxhCI5CQkJCQkJCQkJCQkIdAjJzeieb75EE1NdHOJlc00xfMaG1wviWiKFfmWCkr7yTQP6kiHhbkvfHSGLN"
#define BLIND_IBAN "83b3b6fdc7d7bb5d2671809eabdee60e"

static secret new_secret(void)
{
    secret item = {.id = LAMINA_STR("s-1"), .rank = LAMINA_STR("1.50"), .iban = LAMINA_STR(IBAN)};
    lamina_mark(&item.has, SECRET_IBAN);
    return item;
}

Test(encryption, put_sends_sealed_value_and_blind_index)
{
    secret item = new_secret();
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_put(scripted_context(), &secret_model_renamed, &item, NULL),
                           LAMINA_OK);
    item = new_secret();
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_create(scripted_context(), &secret_model, &item, NULL),
                           LAMINA_OK);
    scripted_expect(1, "PutItem",
                    "{\"TableName\":\"secret\",\"Item\":{\"id\":{\"S\":\"s-1\"},"
                    "\"rank\":{\"N\":\"1.50\"},\"iban\":{\"B\":\"" SEALED_IBAN "\"},"
                    "\"ibanIndex\":{\"S\":\"" BLIND_IBAN "\"},\"version\":{\"N\":\"1\"}},"
                    "\"ConditionExpression\":\"attribute_not_exists(#n0)\","
                    "\"ExpressionAttributeNames\":{\"#n0\":\"id\"},"
                    "\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"}");
    cr_assert(lamina_str_is(item.iban, IBAN), "the struct stays as it is");
    cr_assert(lamina_str_is(item.iban_index, BLIND_IBAN));
}

Test(encryption, get_opens_it_whatever_the_notation_of_the_key)
{
    static const char *const ranks[] = {"1.50", "1.5", "15E-1", "0.15E+1"};
    for (size_t i = 0; i < 4; i++) {
        char answer[1024];
        snprintf(answer, sizeof answer,
                 "{\"Item\":{\"iban\":{\"B\":\"" SEALED_IBAN "\"},\"rank\":{\"N\":\"%s\"},"
                 "\"id\":{\"S\":\"s-1\"}}}",
                 ranks[i]);
        secret item = new_secret(), out = {0};
        scripted_answer(200, answer);
        scripted_expect_status(mapper_get(scripted_context(), &secret_model, &item, NULL, &out),
                               LAMINA_OK);
        scripted_expect_text(out.iban, IBAN);
    }
}

static void expect_damaged(const char *answer, const char *cause)
{
    secret item = new_secret(), out = {0};
    scripted_answer(200, answer);
    lamina_error_reset(scripted_context());
    scripted_expect_status(mapper_get(scripted_context(), &secret_model, &item, NULL, &out),
                           LAMINA_E_UPSTREAM);
    cr_assert(lamina_str_is(test_context_problem(scripted_test()).code, "encrypted-value-damaged"));
    cr_assert_not_null(strstr(test_context_causes(scripted_test()).ptr, cause), "%s",
                       test_context_causes(scripted_test()).ptr);
    cr_assert_null(strstr(test_context_causes(scripted_test()).ptr, "DE02"));
}

Test(encryption, what_stands_where_it_was_not_written_is_told_with_its_place)
{
    expect_damaged("{\"Item\":{\"iban\":{\"B\":\"" SEALED_IBAN "\"},\"rank\":{\"N\":\"1.5\"},"
                   "\"id\":{\"S\":\"s-2\"}}}",
                   "model secret: attribute iban cannot be decrypted");
    expect_damaged("{\"Item\":{\"iban\":{\"B\":\"" SEALED_IBAN "\"},\"rank\":{\"N\":\"15\"},"
                   "\"id\":{\"S\":\"s-1\"}}}",
                   "stands where it was not written");
    expect_damaged("{\"Item\":{\"price\":{\"B\":\"" SEALED_IBAN "\"},\"rank\":{\"N\":\"1.5\"},"
                   "\"id\":{\"S\":\"s-1\"}}}",
                   "attribute price cannot be decrypted");
    expect_damaged("{\"Item\":{\"iban\":{\"S\":\"" IBAN "\"},\"rank\":{\"N\":\"1.5\"},"
                   "\"id\":{\"S\":\"s-1\"}}}",
                   "attribute iban is not encrypted");
    expect_damaged("{\"Item\":{\"iban\":{\"B\":\"QUJD\"},\"rank\":{\"N\":\"1.5\"},"
                   "\"id\":{\"S\":\"s-1\"}}}",
                   "does not begin as an encrypted value does");
}

Test(encryption, patch_seals_what_is_marked_and_takes_the_blind_index_along)
{
    secret item = {.id = LAMINA_STR("s-1"), .rank = LAMINA_STR("1.50")};
    item.open = LAMINA_STR("o");
    lamina_mark(&item.has, SECRET_OPEN);
    scripted_error("ConditionalCheckFailedException", NULL);
    scripted_expect_status(mapper_patch(scripted_context(), &secret_model, &item, NULL),
                           LAMINA_E_NOT_FOUND);
    cr_assert_null(strstr(scripted_body(0).ptr, "iban"));

    lamina_mark_null(&item.has, SECRET_IBAN);
    scripted_error("ConditionalCheckFailedException", NULL);
    scripted_expect_status(mapper_patch(scripted_context(), &secret_model, &item, NULL),
                           LAMINA_E_NOT_FOUND);
    cr_assert_not_null(strstr(scripted_body(1).ptr, "REMOVE #n"));
    cr_assert_not_null(strstr(scripted_body(1).ptr, "\"ibanIndex\""));

    item = new_secret();
    scripted_error("ConditionalCheckFailedException", NULL);
    scripted_expect_status(mapper_patch(scripted_context(), &secret_model, &item, NULL),
                           LAMINA_E_NOT_FOUND);
    cr_assert_not_null(strstr(scripted_body(2).ptr, SEALED_IBAN));
    cr_assert_not_null(strstr(scripted_body(2).ptr, BLIND_IBAN));
}

Test(encryption, no_request_holds_an_encrypted_value_in_plain)
{
    secret item = secret_full("s-1");
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_put(scripted_context(), &secret_model, &item, NULL), LAMINA_OK);
    static const char *const values[] = {
        "DE02100100100006820101", "Ada", "first", "12345678901234", "thr", "2026", "\"a\""};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        cr_assert_null(strstr(scripted_body(0).ptr, values[i]), "%s", values[i]);
    lamina_str log = test_context_log(scripted_test());
    cr_assert(log.len == 0 || strstr(log.ptr, IBAN) == NULL);
}

static void expect_refused(const mapper_condition *condition)
{
    lamina_context *context = scripted_context();
    secret item = new_secret();
    mapper_write write = {.size = sizeof write, .condition = condition};
    mapper_query scan = {.size = sizeof scan, .filter = condition};
    mapper_page page = {.size = sizeof page};
    scripted_expect_status(mapper_put(context, &secret_model, &item, &write), LAMINA_E_ARGUMENT);
    scripted_expect_status(mapper_remove(context, &secret_model, &item, &write), LAMINA_E_ARGUMENT);
    scripted_expect_status(mapper_scan_page(context, &secret_model, &scan, &page),
                           LAMINA_E_ARGUMENT);
    cr_assert_not_null(strstr(test_context_causes(scripted_test()).ptr, "attribute "));
    cr_assert_not_null(strstr(test_context_causes(scripted_test()).ptr, "is encrypted"));
    cr_assert_eq(scripted_request_count(), 0);
}

Test(encryption, no_condition_looks_into_an_encrypted_field)
{
    lamina_context *context = scripted_context();
    const mapper_condition *equals =
        mapper_equals(context, "iban", dynamodb_text(LAMINA_STR(IBAN)));
    expect_refused(equals);
    expect_refused(mapper_not(context, equals));
    expect_refused(mapper_or(context, mapper_exists(context, "open"), equals));
    expect_refused(mapper_exists(context, "owner.name"));
    expect_refused(mapper_begins_with(context, "lines[0]", LAMINA_STR("x")));
    expect_refused(mapper_contains(context, "tags", dynamodb_text(LAMINA_STR("a"))));
}

Test(encryption, whether_it_is_there_may_be_asked)
{
    lamina_context *context = scripted_context();
    secret item = new_secret();
    mapper_write write = {.size = sizeof write, .condition = mapper_not_exists(context, "iban")};
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_put(context, &secret_model, &item, &write), LAMINA_OK);
}

Test(encryption, the_value_of_a_blind_index_can_be_asked_for)
{
    dynamodb_value value;
    scripted_expect_status(mapper_blind_value(scripted_context(), &secret_model, SECRET_IBAN_INDEX,
                                              LAMINA_STR(IBAN), &value),
                           LAMINA_OK);
    cr_assert_eq(value.type, DYNAMODB_S);
    scripted_expect_text(value.text, BLIND_IBAN);
    scripted_expect_status(mapper_blind_value(scripted_context(), &secret_model, SECRET_OPEN,
                                              LAMINA_STR(IBAN), &value),
                           LAMINA_E_ARGUMENT);
}

Test(encryption, nobody_else_fills_a_blind_index)
{
    secret item = {.id = LAMINA_STR("s-1"), .rank = LAMINA_STR("1")};
    item.iban_index = LAMINA_STR("forged");
    lamina_mark(&item.has, SECRET_IBAN_INDEX);
    scripted_answer(200, "{}");
    scripted_expect_status(mapper_put(scripted_context(), &secret_model, &item, NULL), LAMINA_OK);
    cr_assert_null(strstr(scripted_body(0).ptr, "forged"));
}

Test(encryption, nothing_is_sent_without_a_key)
{
    secret_keys_clear();
    secret item = new_secret();
    scripted_expect_status(mapper_put(scripted_context(), &secret_model, &item, NULL),
                           LAMINA_E_CONFIG);
    cr_assert_eq(scripted_request_count(), 0);
    cr_assert(
        lamina_str_is(test_context_problem(scripted_test()).code, "encryption-key-unavailable"));
    cr_assert_eq(item.version, 0, "stamps were taken back");
}

Test(encryption, an_item_that_grows_too_large_is_told)
{
    static char text[300000];
    memset(text, '"', sizeof text); /* two characters each in JSON */
    secret item = new_secret();
    item.iban = (lamina_str){text, sizeof text};
    scripted_expect_status(mapper_put(scripted_context(), &secret_model, &item, NULL),
                           LAMINA_E_INVALID);
    cr_assert_eq(scripted_request_count(), 0);
    cr_assert_eq(test_context_problem(scripted_test()).violation_count, 1);
}

/* ---- models ---- */

static mapper_model changed;
static mapper_blind_index blind;
static lamina_field fields[SECRET_FIELD_COUNT];
static lamina_record record;

/* A copy of the model that may be changed. */
static void change(void)
{
    memcpy(fields, secret_record.fields, sizeof fields);
    record = secret_record;
    record.fields = fields;
    changed = secret_model;
    changed.record = &record;
    blind = secret_model.blind_indexes[0];
    changed.blind_indexes = &blind;
}

static void expect_wrong(const char *why)
{
    lamina_str reason = {NULL, 0};
    cr_assert_eq(mapper_model_check(scripted_context()->arena, &changed, &reason), LAMINA_E_CONFIG,
                 "%s", why);
    cr_assert_not_null(strstr(reason.ptr, why), "%s", reason.ptr);
    change();
}

Test(encryption, wrong_models_are_refused_with_the_reason)
{
    lamina_str reason = {NULL, 0};
    change();
    cr_assert_eq(mapper_model_check(scripted_context()->arena, &changed, &reason), LAMINA_OK, "%s",
                 reason.ptr);
    changed.blind_index_size = 4;
    expect_wrong("their size was not set");
    changed.blind_indexes = NULL;
    expect_wrong("are missing");
    changed.encryption_flags = 2;
    expect_wrong("unknown flags");
    blind.field = SECRET_FIELD_COUNT;
    expect_wrong("is no field of its record");
    blind.source = SECRET_FIELD_COUNT;
    expect_wrong("is of no field");
    blind.source = SECRET_OPEN;
    expect_wrong("no encrypted STRING");
    blind.source = SECRET_PRICE;
    expect_wrong("no encrypted STRING");
    blind.field = SECRET_ID;
    expect_wrong("must be an optional STRING");
    blind.field = SECRET_COUNT;
    expect_wrong("must be an optional STRING");
    blind.length = 7;
    expect_wrong("of 7 bytes");
    blind.length = 33;
    expect_wrong("of 33 bytes");
    fields[SECRET_IBAN_INDEX].max_length = 31;
    expect_wrong("32 characters, which it does not allow");
    fields[SECRET_IBAN_INDEX].flags = LAMINA_FIELD_ENCRYPTED;
    expect_wrong("is encrypted");
    fields[SECRET_ID].flags |= LAMINA_FIELD_ENCRYPTED;
    expect_wrong("is encrypted");
    fields[SECRET_VERSION].flags |= LAMINA_FIELD_ENCRYPTED;
    expect_wrong("is encrypted");
    static lamina_field inner[SECRET_OWNER_FIELD_COUNT];
    static lamina_record owner;
    owner = *fields[SECRET_OWNER].record;
    memcpy(inner, owner.fields, sizeof inner);
    inner[SECRET_OWNER_AGE].flags = LAMINA_FIELD_ENCRYPTED;
    owner.fields = inner;
    fields[SECRET_OWNER].record = &owner;
    fields[SECRET_OWNER].flags = 0;
    expect_wrong("age is encrypted inside of a field that is not");
    fields[SECRET_OWNER].record = &owner; /* all of it is encrypted */
    cr_assert_eq(mapper_model_check(scripted_context()->arena, &changed, &reason), LAMINA_OK);
}
