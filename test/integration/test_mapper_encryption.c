/*
 * Encrypted fields against DynamoDB Local: there and back, moved, under other keys, found by a blind
 * index.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "domain/encryption.h"
#include "domain/mapper.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "model_table.h"
#include "secret_model.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;

static void setup(void)
{
    test = test_context_new();
    test_context_use_system_clock(test);
    context = test_context_get(test);
    model_table_use(context, &secret_model);
    secret_keys_use(context, SECRET_KEY_LINES);
}

static void teardown(void)
{
    secret_keys_clear();
    test_context_free(test);
}

TestSuite(mapper_encryption, .init = setup, .fini = teardown, .timeout = 60);

static void expect_ok(lamina_status status)
{
    cr_assert_eq(status, LAMINA_OK, "%s: %.*s", lamina_status_name(status),
                 LAMINA_FMT(test_context_causes(test)));
}

static secret get(const mapper_model *model, const char *id)
{
    secret item = secret_full(id), out = {0};
    expect_ok(mapper_get(context, model, &item, &(mapper_read){sizeof(mapper_read), 1}, &out));
    return out;
}

static void expect_damaged(const mapper_model *model, const char *id)
{
    secret item = secret_full(id), out = {0};
    lamina_error_reset(context);
    cr_assert_eq(mapper_get(context, model, &item, &(mapper_read){sizeof(mapper_read), 1}, &out),
                 LAMINA_E_UPSTREAM);
    cr_assert(lamina_str_is(test_context_problem(test).code, "encrypted-value-damaged"));
    cr_assert_null(strstr(test_context_causes(test).ptr, "DE0210"));
}

/* ---- the table as it is, without the mapper ---- */

static const lamina_json *send(const char *operation, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static const lamina_json *send(const char *operation, const char *format, ...)
{
    static char body[65536];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(body, sizeof body, format, arguments);
    va_end(arguments);
    dynamodb_request request = {.size = sizeof request,
                                .repeat = DYNAMODB_REPEAT_SAFE,
                                .operation = operation,
                                .body = lamina_str_from(body)};
    const lamina_json *answer = NULL;
    expect_ok(dynamodb_send(dynamodb_client_shared(context), context, &request, &answer, NULL));
    return answer;
}

#define KEY "\"TableName\":\"%s\",\"Key\":{\"id\":{\"S\":\"%s\"},\"rank\":{\"N\":\"1.5\"}}"

static const char *table(void)
{
    return mapper_table_name(&secret_model).ptr;
}

static const lamina_json *stored(const char *id)
{
    return lamina_json_member(send("GetItem", "{" KEY ",\"ConsistentRead\":true}", table(), id),
                              "Item");
}

static lamina_str stored_bytes(const char *id, const char *attribute)
{
    return lamina_json_member_string(lamina_json_member(stored(id), attribute), "B");
}

static void store_bytes(const char *id, const char *attribute, lamina_str base64)
{
    send("UpdateItem",
         "{" KEY
         ",\"UpdateExpression\":\"SET #a = :b\",\"ExpressionAttributeNames\":{\"#a\":\"%s\"},"
         "\"ExpressionAttributeValues\":{\":b\":{\"B\":\"%.*s\"}}}",
         table(), id, attribute, LAMINA_FMT(base64));
}

/* ---- there and back ---- */

Test(mapper_encryption, every_type_survives_and_is_stored_as_bytes)
{
    secret item = secret_full("a"), out;
    expect_ok(mapper_create(context, &secret_model, &item, NULL));
    out = get(&secret_model, "a");
    secret_expect_equal(&out, &item);
    const lamina_json *raw = stored("a");
    for (uint32_t i = 0; i < SECRET_FIELD_COUNT; i++) {
        const lamina_field *field = lamina_record_field(&secret_record, i);
        const lamina_json *attribute = lamina_json_member(raw, field->name);
        cr_assert_not_null(attribute, "%s", field->name);
        cr_assert_eq(lamina_json_member(attribute, "B") != NULL,
                     (field->flags & LAMINA_FIELD_ENCRYPTED) != 0, "%s", field->name);
    }
}

Test(mapper_encryption, absent_null_and_empty_stay_three_things)
{
    secret item = {.id = LAMINA_STR("a"), .rank = LAMINA_STR("1.50")}, out;
    lamina_mark_null(&item.has, SECRET_PRICE);
    item.blob = item.iban = LAMINA_STR("");
    lamina_mark(&item.has, SECRET_BLOB);
    lamina_mark(&item.has, SECRET_IBAN);
    lamina_mark(&item.has, SECRET_LINES);
    expect_ok(mapper_create(context, &secret_model, &item, NULL));
    out = get(&secret_model, "a");
    cr_assert(lamina_is_null(&out.has, SECRET_PRICE));
    cr_assert(lamina_is_absent(&out.has, SECRET_RATIO));
    cr_assert(lamina_is_present(&out.has, SECRET_BLOB) && out.blob.len == 0);
    cr_assert(lamina_is_present(&out.has, SECRET_IBAN) && out.iban.len == 0);
    cr_assert(lamina_is_present(&out.has, SECRET_LINES) && out.lines.count == 0);
}

Test(mapper_encryption, a_patch_encrypts_what_it_changes_and_leaves_the_rest)
{
    secret item = secret_full("a"), changes = {.id = item.id, .rank = item.rank};
    expect_ok(mapper_create(context, &secret_model, &item, NULL));
    lamina_str price = stored_bytes("a", "price"), iban = stored_bytes("a", "iban");
    changes.iban = LAMINA_STR("FR7630006000011234567890189");
    lamina_mark(&changes.has, SECRET_IBAN);
    expect_ok(mapper_patch(context, &secret_model, &changes, NULL));
    cr_assert(lamina_str_is(changes.iban, "FR7630006000011234567890189"));
    cr_assert(lamina_str_equal(changes.price, item.price), "the whole item comes back");
    cr_assert(lamina_str_equal(stored_bytes("a", "price"), price));
    cr_assert_not(lamina_str_equal(stored_bytes("a", "iban"), iban));
    item.iban = changes.iban;
    item.iban_index = changes.iban_index;
    secret out = get(&secret_model, "a");
    secret_expect_equal(&out, &item);
}

Test(mapper_encryption, a_transaction_encrypts_too)
{
    secret one = secret_full("a"), other = secret_full("b");
    mapper_action actions[] = {
        {.size = sizeof *actions, .op = MAPPER_OP_CREATE, .model = &secret_model, .item = &one},
        {.size = sizeof *actions, .op = MAPPER_OP_PUT, .model = &secret_model, .item = &other}};
    expect_ok(mapper_transact(context, actions, 2, NULL));
    secret out = get(&secret_model, "b");
    secret_expect_equal(&out, &other);
    cr_assert_not(lamina_str_equal(stored_bytes("a", "iban"), stored_bytes("b", "iban")));
}

Test(mapper_encryption, a_conflict_shows_the_current_item_decrypted)
{
    secret item = secret_full("a"), current = {0};
    expect_ok(mapper_create(context, &secret_model, &item, NULL));
    secret again = secret_full("a");
    mapper_write write = {.size = sizeof write, .current = &current};
    cr_assert_eq(mapper_create(context, &secret_model, &again, &write), LAMINA_E_CONFLICT);
    secret_expect_equal(&current, &item);
}

/* ---- moved and changed ---- */

Test(mapper_encryption, a_value_moved_to_another_item_is_told)
{
    secret one = secret_full("a"), other = secret_full("b");
    expect_ok(mapper_create(context, &secret_model, &one, NULL));
    expect_ok(mapper_create(context, &secret_model, &other, NULL));
    store_bytes("b", "iban", stored_bytes("a", "iban"));
    expect_damaged(&secret_model, "b");
    get(&secret_model, "a");
}

Test(mapper_encryption, a_value_moved_to_another_attribute_is_told)
{
    secret item = secret_full("a");
    expect_ok(mapper_create(context, &secret_model, &item, NULL));
    store_bytes("a", "price", stored_bytes("a", "iban"));
    expect_damaged(&secret_model, "a");
}

Test(mapper_encryption, a_value_of_another_model_is_told)
{
    secret item = secret_full("a");
    expect_ok(mapper_create(context, &secret_model, &item, NULL));
    expect_damaged(&secret_model_renamed, "a");
}

Test(mapper_encryption, a_value_of_another_tenant_is_told)
{
    secret item = secret_full("a");
    context->tenant_id = LAMINA_STR("t1");
    expect_ok(mapper_create(context, &secret_model, &item, NULL));
    get(&secret_model, "a");
    context->tenant_id = LAMINA_STR("t2");
    expect_damaged(&secret_model, "a");
}

Test(mapper_encryption, a_changed_value_is_told)
{
    secret item = secret_full("a");
    expect_ok(mapper_create(context, &secret_model, &item, NULL));
    lamina_str bytes = stored_bytes("a", "iban");
    char changed[512];
    cr_assert_lt(bytes.len, sizeof changed);
    memcpy(changed, bytes.ptr, bytes.len);
    changed[bytes.len / 2] = changed[bytes.len / 2] == 'A' ? 'B' : 'A';
    store_bytes("a", "iban", (lamina_str){changed, bytes.len});
    expect_damaged(&secret_model, "a");
    store_bytes("a", "iban", (lamina_str){bytes.ptr, 40});
    expect_damaged(&secret_model, "a");
}

Test(mapper_encryption, an_unencrypted_value_in_its_place_is_told)
{
    secret item = secret_full("a");
    expect_ok(mapper_create(context, &secret_model_plain, &item, NULL));
    expect_damaged(&secret_model, "a");
}

/* ---- other keys ---- */

Test(mapper_encryption, an_item_of_an_older_key_is_read_and_saved_under_the_current_one)
{
    secret item = secret_full("a"), out;
    expect_ok(mapper_create(context, &secret_model, &item, NULL));
    secret_keys_use(context,
                    "key new ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=\n" SECRET_KEY_LINES);
    domain_encryption *encryption = domain_encryption_shared(context);
    domain_encryption_counts counts = {.size = sizeof counts};
    out = get(&secret_model, "a");
    domain_encryption_counts_read(encryption, &counts);
    cr_assert_eq(counts.stale, counts.opened);
    cr_assert_gt(counts.stale, 0);
    uint64_t stale = counts.stale;
    expect_ok(mapper_put(context, &secret_model, &out, NULL));
    out = get(&secret_model, "a");
    secret_expect_equal(&out, &item);
    domain_encryption_counts_read(encryption, &counts);
    cr_assert_eq(counts.stale, stale, "all of it is current now");
    lamina_str bytes;
    expect_ok(lamina_base64_decode(context->arena, stored_bytes("a", "iban"), &bytes));
    cr_assert(domain_encryption_is_current(encryption, bytes));
}

Test(mapper_encryption, items_from_before_are_read_only_where_the_model_says_so)
{
    secret item = secret_full("a"), out;
    expect_ok(mapper_create(context, &secret_model_plain, &item, NULL));
    out = get(&secret_model_migrating, "a");
    out.iban_index = item.iban_index;
    lamina_mark_absent(&out.has, SECRET_IBAN_INDEX);
    secret_expect_equal(&out, &item);
    expect_ok(mapper_put(context, &secret_model_migrating, &out, NULL));
    secret now = get(&secret_model, "a");
    secret_expect_equal(&now, &out);
}

/* ---- searching ---- */

Test(mapper_encryption, an_item_is_found_by_its_blind_index)
{
    secret one = secret_full("a"), other = secret_full("b");
    other.iban = LAMINA_STR("FR7630006000011234567890189");
    expect_ok(mapper_create(context, &secret_model, &one, NULL));
    expect_ok(mapper_create(context, &secret_model, &other, NULL));
    mapper_query query = {.size = sizeof query, .index = SECRET_BY_IBAN};
    mapper_page page = {.size = sizeof page};
    expect_ok(
        mapper_blind_value(context, &secret_model, SECRET_IBAN_INDEX, other.iban, &query.hash));
    expect_ok(mapper_query_page(context, &secret_model, &query, &page));
    cr_assert_eq(page.count, 1);
    secret_expect_equal(page.items, &other);
    expect_ok(mapper_blind_value(context, &secret_model, SECRET_IBAN_INDEX,
                                 LAMINA_STR("GB33BUKB20201555555555"), &query.hash));
    expect_ok(mapper_query_page(context, &secret_model, &query, &page));
    cr_assert_eq(page.count, 0);
}
