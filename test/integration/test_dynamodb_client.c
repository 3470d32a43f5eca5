/* The DynamoDB client against DynamoDB Local: real values, real errors. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "domain/dynamodb.h"
#include "dynamodb_local.h"
#include "lamina/json.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;
static dynamodb_client *client;
static char table[DYNAMODB_LOCAL_TABLE_CAP];
static const lamina_json *answer;
static dynamodb_error error;

/* Each '@' of the template is the table's name in quotes. */
static lamina_status send_as(uint32_t repeat, const char *operation, const char *template)
{
    lamina_text body;
    lamina_text_init(&body, 1u << 20);
    for (const char *at = template; *at != '\0'; at++) {
        if (*at == '@')
            lamina_text_add_format(&body, "\"%s\"", table);
        else
            lamina_text_add_char(&body, *at);
    }
    dynamodb_request request = {.size = sizeof request,
                                .operation = operation,
                                .body = lamina_text_view(&body),
                                .repeat = repeat};
    error = (dynamodb_error){.size = sizeof error};
    lamina_status status = dynamodb_send(client, context, &request, &answer, &error);
    lamina_text_clear(&body);
    return status;
}

static lamina_status send(const char *operation, const char *template)
{
    return send_as(DYNAMODB_REPEAT_SAFE, operation, template);
}

static void must(const char *operation, const char *template)
{
    lamina_status status = send(operation, template);
    cr_assert_eq(status, LAMINA_OK, "%s: %.*s", operation, LAMINA_FMT(test_context_causes(test)));
}

static void expect_error(const char *operation, const char *template, lamina_status status,
                         uint32_t kind)
{
    cr_assert_eq(send(operation, template), status, "%.*s", LAMINA_FMT(test_context_causes(test)));
    cr_assert_eq(error.kind, kind, "%.*s", LAMINA_FMT(error.type));
    cr_assert_eq(error.http_status, 400);
    cr_assert_eq(error.attempts, 1);
    cr_assert_gt(error.request_id.len, 0);
    cr_assert_null(answer);
}

static void start(void)
{
    dynamodb_local_use();
    test = test_context_new();
    test_context_use_system_clock(test);
    context = test_context_get(test);
    client = dynamodb_client_shared(context);
    cr_assert_not_null(client);
    dynamodb_local_table_name(table, "items");
    must("CreateTable",
         "{\"TableName\":@,\"BillingMode\":\"PAY_PER_REQUEST\","
         "\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}],"
         "\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}]}");
}

static void stop(void)
{
    must("DeleteTable", "{\"TableName\":@}");
    dynamodb_client_free(client);
    test_context_free(test);
}

TestSuite(dynamodb_client, .init = start, .fini = stop);

/* ---- values ---- */

/* Stores the value as attribute "v", reads the item again, and returns what came back. */
static dynamodb_value stored(const dynamodb_value *value)
{
    lamina_text body;
    lamina_json_writer writer;
    lamina_text_init(&body, 1u << 20);
    lamina_json_write_init(&writer, &body);
    lamina_json_write_raw(&writer,
                          LAMINA_STR("{\"TableName\":@,\"Item\":{\"id\":{\"S\":\"1\"},\"v\":"));
    lamina_json_write_init(&writer, &body); /* behind the colon no comma is due */
    cr_assert_eq(dynamodb_value_write(&writer, value), LAMINA_OK);
    lamina_text_add(&body, LAMINA_STR("}}"));
    must("PutItem", body.ptr);
    lamina_text_clear(&body);

    must("GetItem", "{\"TableName\":@,\"Key\":{\"id\":{\"S\":\"1\"}},\"ConsistentRead\":true}");
    const lamina_json *json = lamina_json_member(lamina_json_member(answer, "Item"), "v");
    dynamodb_value back;
    cr_assert_eq(dynamodb_value_read(context->arena, json, &back), LAMINA_OK);
    cr_assert_eq(back.type, value->type);
    return back;
}

static void expect_text_back(dynamodb_value value)
{
    dynamodb_value back = stored(&value);
    cr_assert(lamina_str_equal(back.text, value.text), "%.*s", LAMINA_FMT(back.text));
}

Test(dynamodb_client, scalars_come_back_as_they_went)
{
    char every_byte[256];
    for (size_t i = 0; i < sizeof every_byte; i++)
        every_byte[i] = (char)i;
    expect_text_back(dynamodb_text(LAMINA_STR("plain")));
    expect_text_back(dynamodb_text(LAMINA_STR("")));
    expect_text_back(
        dynamodb_text(LAMINA_STR("\"\\/\b\f\n\r\t\x01 \xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80")));
    expect_text_back(dynamodb_number(LAMINA_STR("0")));
    expect_text_back(dynamodb_number(LAMINA_STR("-12345678901234567890123456789012345678")));
    expect_text_back(dynamodb_number(LAMINA_STR("0.1")));
    expect_text_back(dynamodb_int64(context->arena, INT64_MIN));
    expect_text_back(dynamodb_bytes((lamina_str){.ptr = every_byte, .len = sizeof every_byte}));
    expect_text_back(dynamodb_bytes(LAMINA_STR("")));
    dynamodb_value yes = dynamodb_boolean(true);
    dynamodb_value no = dynamodb_boolean(false);
    dynamodb_value null = dynamodb_null();
    cr_assert_eq(stored(&yes).boolean, 1);
    cr_assert_eq(stored(&no).boolean, 0);
    stored(&null);
}

static bool holds(const dynamodb_value *set, lamina_str text)
{
    for (size_t i = 0; i < set->count; i++)
        if (lamina_str_equal(set->texts[i], text))
            return true;
    return false;
}

/* Sets have no order. */
Test(dynamodb_client, sets_come_back_with_the_same_members)
{
    const lamina_str words[] = {LAMINA_STR("one"), LAMINA_STR("two"), LAMINA_STR("\"3\"")};
    const lamina_str digits[] = {LAMINA_STR("1"), LAMINA_STR("-2.5"), LAMINA_STR("1000")};
    const lamina_str blobs[] = {LAMINA_STR("\x00\xff"), LAMINA_STR("x"), LAMINA_STR("\n")};
    const struct {
        uint32_t type;
        const lamina_str *texts;
    } sets[] = {{DYNAMODB_SS, words}, {DYNAMODB_NS, digits}, {DYNAMODB_BS, blobs}};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        dynamodb_value set = {.type = sets[i].type, .texts = sets[i].texts, .count = 3};
        dynamodb_value back = stored(&set);
        cr_assert_eq(back.count, 3);
        for (size_t n = 0; n < 3; n++)
            cr_assert(holds(&back, set.texts[n]));
    }
}

Test(dynamodb_client, documents_come_back_down_to_the_deepest_level)
{
    dynamodb_value chain[DYNAMODB_DEPTH_CAP];
    chain[0] = dynamodb_text(LAMINA_STR("deep"));
    for (size_t i = 1; i < DYNAMODB_DEPTH_CAP; i++) {
        chain[i] = (dynamodb_value){
            .type = i % 2 != 0 ? DYNAMODB_L : DYNAMODB_M, .items = &chain[i - 1], .count = 1};
        chain[i - 1].name = LAMINA_STR("a.b");
    }
    dynamodb_value back = stored(&chain[DYNAMODB_DEPTH_CAP - 1]);
    const dynamodb_value *at = &back;
    for (size_t i = 1; i < DYNAMODB_DEPTH_CAP; i++) {
        cr_assert_eq(at->count, 1);
        at = &at->items[0];
    }
    cr_assert(lamina_str_is(at->text, "deep"));
    cr_assert(lamina_str_is(back.items[0].items[0].name, "a.b"));

    dynamodb_value none = {.type = DYNAMODB_L};
    cr_assert_eq(stored(&none).count, 0);
    none.type = DYNAMODB_M;
    cr_assert_eq(stored(&none).count, 0);
}

Test(dynamodb_client, a_missing_item_is_an_empty_answer)
{
    must("GetItem", "{\"TableName\":@,\"Key\":{\"id\":{\"S\":\"none\"}}}");
    cr_assert_eq(lamina_json_type(answer), LAMINA_JSON_OBJECT);
    cr_assert_null(lamina_json_member(answer, "Item"));
    cr_assert_gt(error.request_id.len, 0);
}

Test(dynamodb_client, an_answer_of_a_megabyte_is_read_and_its_checksum_holds)
{
    lamina_text body;
    lamina_text_init(&body, 1u << 20);
    for (int item = 0; item < 4; item++) {
        lamina_text_reset(&body);
        lamina_text_add_format(
            &body, "{\"TableName\":@,\"Item\":{\"id\":{\"S\":\"%d\"},\"v\":{\"S\":\"", item);
        for (int i = 0; i < 20000; i++)
            lamina_text_add(&body, LAMINA_STR("0123456789"));
        lamina_text_add(&body, LAMINA_STR("\"}}}"));
        must("PutItem", body.ptr);
    }
    lamina_text_clear(&body);
    must("Scan", "{\"TableName\":@}");
    cr_assert_eq(lamina_json_count(lamina_json_member(answer, "Items")), 4);
}

/* ---- errors ---- */

Test(dynamodb_client, an_unknown_table_is_named_as_such)
{
    expect_error("GetItem", "{\"TableName\":\"no-such-table\",\"Key\":{\"id\":{\"S\":\"1\"}}}",
                 LAMINA_E_NOT_FOUND, DYNAMODB_ERROR_RESOURCE_NOT_FOUND);
    cr_assert(lamina_str_is(error.type, "ResourceNotFoundException"));
}

Test(dynamodb_client, a_table_that_exists_cannot_be_created)
{
    expect_error("CreateTable",
                 "{\"TableName\":@,\"BillingMode\":\"PAY_PER_REQUEST\","
                 "\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}],"
                 "\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}]}",
                 LAMINA_E_CONFLICT, DYNAMODB_ERROR_RESOURCE_IN_USE);
}

Test(dynamodb_client, what_the_service_does_not_accept_is_validation)
{
    static const char *const bodies[] = {
        "{\"TableName\":@,\"Item\":{\"v\":{\"S\":\"no key\"}}}",
        "{\"TableName\":@,\"Item\":{\"id\":{\"S\":\"\"}}}",
        "{\"TableName\":@,\"Item\":{\"id\":{\"S\":\"1\"},\"v\":{\"SS\":[]}}}",
        "{\"TableName\":@,\"Item\":{\"id\":{\"S\":\"1\"},\"v\":{\"N\":\"1e126\"}}}",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        expect_error("PutItem", bodies[i], LAMINA_E_INVALID, DYNAMODB_ERROR_VALIDATION);
}

/* DynamoDB Local answers 500 to what is no JSON at all: a real failure of the service's. */
Test(dynamodb_client, a_failing_service_is_asked_again_where_that_is_safe)
{
    cr_assert_eq(send_as(DYNAMODB_REPEAT_SAFE, "GetItem", "{"), LAMINA_E_UNAVAILABLE);
    cr_assert_eq(error.kind, DYNAMODB_ERROR_INTERNAL_SERVER);
    cr_assert_eq(error.http_status, 500);
    cr_assert_eq(error.attempts, 3);
    cr_assert_eq(send_as(DYNAMODB_REPEAT_UNSAFE, "PutItem", "{"), LAMINA_E_AMBIGUOUS);
    cr_assert_eq(error.attempts, 1);
}

Test(dynamodb_client, an_operation_that_the_service_does_not_know_keeps_its_words)
{
    cr_assert_eq(send("NoSuchOperation", "{}"), LAMINA_E_UPSTREAM);
    cr_assert_eq(error.kind, DYNAMODB_ERROR_OTHER);
    cr_assert(lamina_str_is(error.type, "UnknownOperationException"));
    cr_assert_eq(error.attempts, 1);
}

Test(dynamodb_client, a_failed_condition_carries_the_item)
{
    must("PutItem", "{\"TableName\":@,\"Item\":{\"id\":{\"S\":\"1\"},\"v\":{\"N\":\"7\"}}}");
    expect_error("PutItem",
                 "{\"TableName\":@,\"Item\":{\"id\":{\"S\":\"1\"}},"
                 "\"ConditionExpression\":\"attribute_not_exists(id)\","
                 "\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"}",
                 LAMINA_E_PRECONDITION, DYNAMODB_ERROR_CONDITIONAL_CHECK_FAILED);
    const lamina_json *v = lamina_json_member(lamina_json_member(error.body, "Item"), "v");
    dynamodb_value value;
    cr_assert_eq(dynamodb_value_read(context->arena, v, &value), LAMINA_OK);
    cr_assert(lamina_str_is(value.text, "7"));
}

Test(dynamodb_client, a_cancelled_transaction_carries_a_reason_for_each_action)
{
    must("PutItem", "{\"TableName\":@,\"Item\":{\"id\":{\"S\":\"taken\"}}}");
    expect_error("TransactWriteItems",
                 "{\"TransactItems\":["
                 "{\"Put\":{\"TableName\":@,\"Item\":{\"id\":{\"S\":\"free\"}}}},"
                 "{\"Put\":{\"TableName\":@,\"Item\":{\"id\":{\"S\":\"taken\"}},"
                 "\"ConditionExpression\":\"attribute_not_exists(id)\"}}]}",
                 LAMINA_E_CONFLICT, DYNAMODB_ERROR_TRANSACTION_CANCELED);
    const lamina_json *reason =
        lamina_json_first(lamina_json_member(error.body, "CancellationReasons"));
    cr_assert(lamina_str_is(lamina_json_member_string(reason, "Code"), "None"));
    reason = lamina_json_next(reason);
    cr_assert(lamina_str_is(lamina_json_member_string(reason, "Code"), "ConditionalCheckFailed"));
    cr_assert_null(lamina_json_next(reason));
    must("GetItem", "{\"TableName\":@,\"Key\":{\"id\":{\"S\":\"free\"}},\"ConsistentRead\":true}");
    cr_assert_null(lamina_json_member(answer, "Item"));
}

Test(dynamodb_client, a_token_of_another_transaction_is_a_mismatch)
{
    must("TransactWriteItems", "{\"ClientRequestToken\":\"token-1\",\"TransactItems\":["
                               "{\"Put\":{\"TableName\":@,\"Item\":{\"id\":{\"S\":\"1\"}}}}]}");
    must("TransactWriteItems", "{\"ClientRequestToken\":\"token-1\",\"TransactItems\":["
                               "{\"Put\":{\"TableName\":@,\"Item\":{\"id\":{\"S\":\"1\"}}}}]}");
    expect_error("TransactWriteItems",
                 "{\"ClientRequestToken\":\"token-1\",\"TransactItems\":["
                 "{\"Put\":{\"TableName\":@,\"Item\":{\"id\":{\"S\":\"2\"}}}}]}",
                 LAMINA_E_CONFLICT, DYNAMODB_ERROR_IDEMPOTENT_PARAMETER_MISMATCH);
}
