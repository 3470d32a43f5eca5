/* Attribute values to the wire and back; hostile shapes. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "domain/dynamodb.h"
#include "lamina/text.h"

static lamina_arena *arena;
static lamina_text text;
static lamina_json_writer writer;

static void start(void)
{
    arena = lamina_arena_new(8u << 20);
    lamina_text_init(&text, 1u << 20);
    lamina_json_write_init(&writer, &text);
}

static void stop(void)
{
    lamina_text_clear(&text);
    lamina_arena_free(arena);
}

TestSuite(value, .init = start, .fini = stop);

static void expect_written(const dynamodb_value *value, const char *expected)
{
    lamina_text_reset(&text);
    lamina_json_write_init(&writer, &text);
    cr_assert_eq(dynamodb_value_write(&writer, value), LAMINA_OK, "%s", expected);
    cr_assert_str_eq(text.ptr, expected);
}

static lamina_status read(const char *json_text, dynamodb_value *value)
{
    const lamina_json *json = NULL;
    lamina_status status =
        lamina_json_read(arena, lamina_str_from(json_text), LAMINA_JSON_DEPTH_MAX, &json, NULL);
    cr_assert_eq(status, LAMINA_OK, "%s", json_text);
    return dynamodb_value_read(arena, json, value);
}

static const lamina_str words[] = {{"a", 1}, {"b\"", 2}};
static const lamina_str digits[] = {{"1", 1}, {"-2.50", 5}};
static const lamina_str blobs[] = {{"\x00\xff", 2}, {"", 0}};

Test(value, all_ten_types_are_written)
{
    const dynamodb_value inner[] = {
        {.type = DYNAMODB_S, .name = LAMINA_STR("x"), .text = LAMINA_STR("1")},
        {.type = DYNAMODB_NULL, .name = LAMINA_STR("y")}};
    const struct {
        dynamodb_value value;
        const char *json;
    } cases[] = {
        {dynamodb_text(LAMINA_STR("h\n\"i\"")), "{\"S\":\"h\\n\\\"i\\\"\"}"},
        {dynamodb_text(LAMINA_STR("")), "{\"S\":\"\"}"},
        {dynamodb_number(LAMINA_STR("-1.5e3")), "{\"N\":\"-1.5e3\"}"},
        {dynamodb_int64(arena, INT64_MIN), "{\"N\":\"-9223372036854775808\"}"},
        {dynamodb_bytes(LAMINA_STR("\x00\x01\x02")), "{\"B\":\"AAEC\"}"},
        {dynamodb_bytes(LAMINA_STR("")), "{\"B\":\"\"}"},
        {dynamodb_boolean(true), "{\"BOOL\":true}"},
        {dynamodb_boolean(false), "{\"BOOL\":false}"},
        {dynamodb_null(), "{\"NULL\":true}"},
        {{.type = DYNAMODB_L, .items = inner, .count = 2},
         "{\"L\":[{\"S\":\"1\"},{\"NULL\":true}]}"},
        {{.type = DYNAMODB_L}, "{\"L\":[]}"},
        {{.type = DYNAMODB_M, .items = inner, .count = 2},
         "{\"M\":{\"x\":{\"S\":\"1\"},\"y\":{\"NULL\":true}}}"},
        {{.type = DYNAMODB_M}, "{\"M\":{}}"},
        {{.type = DYNAMODB_SS, .texts = words, .count = 2}, "{\"SS\":[\"a\",\"b\\\"\"]}"},
        {{.type = DYNAMODB_NS, .texts = digits, .count = 2}, "{\"NS\":[\"1\",\"-2.50\"]}"},
        {{.type = DYNAMODB_BS, .texts = blobs, .count = 2}, "{\"BS\":[\"AP8=\",\"\"]}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_written(&cases[i].value, cases[i].json);
}

Test(value, what_was_written_reads_back)
{
    static const char *const texts[] = {
        "{\"S\":\"\xc3\xa4\xe2\x82\xac\"}",
        "{\"S\":\"\"}",
        "{\"N\":\"1E-130\"}",
        "{\"N\":\"99999999999999999999999999999999999999\"}",
        "{\"B\":\"AP8=\"}",
        "{\"BOOL\":true}",
        "{\"BOOL\":false}",
        "{\"NULL\":true}",
        "{\"L\":[]}",
        "{\"M\":{}}",
        "{\"L\":[{\"L\":[{\"N\":\"1\"}]},{\"SS\":[\"a\"]}]}",
        "{\"M\":{\"\":{\"S\":\"1\"},\"a.b\":{\"M\":{\"c\":{\"BS\":[\"AA==\"]}}}}}",
        "{\"NS\":[\"1\",\"2\"]}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        dynamodb_value value;
        cr_assert_eq(read(texts[i], &value), LAMINA_OK, "%s", texts[i]);
        expect_written(&value, texts[i]);
    }
}

Test(value, text_keeps_a_nul_byte)
{
    dynamodb_value value;
    cr_assert_eq(read("{\"S\":\"a\\u0000b\"}", &value), LAMINA_OK);
    cr_assert_eq(value.text.len, 3);
    expect_written(&value, "{\"S\":\"a\\u0000b\"}");
}

Test(value, shapes_that_no_service_sends_are_refused)
{
    static const char *const texts[] = {
        "null",
        "[]",
        "\"S\"",
        "1",
        "{}",
        "{\"S\":\"a\",\"N\":\"1\"}",
        "{\"S\":\"a\",\"S\":\"b\"}",
        "{\"X\":\"a\"}",
        "{\"s\":\"a\"}",
        "{\"\":\"a\"}",
        "{\"SSS\":[\"a\"]}",
        "{\"S\":1}",
        "{\"S\":null}",
        "{\"S\":[\"a\"]}",
        "{\"N\":1}",
        "{\"N\":\"\"}",
        "{\"N\":\"0x10\"}",
        "{\"N\":\"NaN\"}",
        "{\"N\":\" 1\"}",
        "{\"N\":\"999999999999999999999999999999999999999\"}",
        "{\"N\":\"1e126\"}",
        "{\"B\":\"A\"}",
        "{\"B\":\"AP8\"}",
        "{\"B\":\"A*8=\"}",
        "{\"B\":1}",
        "{\"BOOL\":\"true\"}",
        "{\"BOOL\":1}",
        "{\"BOOL\":null}",
        "{\"NULL\":false}",
        "{\"NULL\":null}",
        "{\"NULL\":\"true\"}",
        "{\"L\":{}}",
        "{\"L\":[1]}",
        "{\"L\":[{}]}",
        "{\"L\":null}",
        "{\"M\":[]}",
        "{\"M\":{\"a\":1}}",
        "{\"M\":\"\"}",
        "{\"SS\":[]}",
        "{\"SS\":[1]}",
        "{\"SS\":{}}",
        "{\"SS\":\"a\"}",
        "{\"NS\":[\"x\"]}",
        "{\"NS\":[1]}",
        "{\"NS\":[]}",
        "{\"BS\":[\"*\"]}",
        "{\"BS\":[]}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        dynamodb_value value;
        cr_assert_eq(read(texts[i], &value), LAMINA_E_UPSTREAM, "%s", texts[i]);
    }
}

Test(value, values_that_the_service_would_refuse_are_not_written)
{
    const dynamodb_value cases[] = {
        {.type = 0},
        {.type = 11},
        {.type = UINT32_MAX},
        {.type = DYNAMODB_SS},
        {.type = DYNAMODB_NS},
        {.type = DYNAMODB_BS},
        dynamodb_number(LAMINA_STR("")),
        dynamodb_number(LAMINA_STR("1,5")),
        dynamodb_number(LAMINA_STR("1\"}")),
        dynamodb_number(LAMINA_STR("1e126")),
        dynamodb_number(LAMINA_STR("123456789012345678901234567890123456789")),
        {.type = DYNAMODB_NS, .texts = words, .count = 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lamina_text_reset(&text);
        lamina_json_write_init(&writer, &text);
        cr_assert_eq(dynamodb_value_write(&writer, &cases[i]), LAMINA_E_INVALID, "case %zu", i);
    }
}

/* A scalar inside of that many lists. */
static void nest(char *out, size_t lists)
{
    char *at = out;
    for (size_t i = 0; i < lists; i++)
        at += snprintf(at, 8, "{\"L\":[");
    at += snprintf(at, 16, "{\"S\":\"x\"}");
    for (size_t i = 0; i < lists; i++)
        at += snprintf(at, 8, "]}");
}

Test(value, nesting_ends_where_the_service_ends_it)
{
    char json[1024];
    dynamodb_value value;
    nest(json, DYNAMODB_DEPTH_CAP - 1);
    cr_assert_eq(read(json, &value), LAMINA_OK);
    expect_written(&value, json);
    nest(json, DYNAMODB_DEPTH_CAP);
    cr_assert_eq(read(json, &value), LAMINA_E_UPSTREAM);

    dynamodb_value chain[DYNAMODB_DEPTH_CAP + 1];
    chain[0] = dynamodb_text(LAMINA_STR("x"));
    for (size_t i = 1; i <= DYNAMODB_DEPTH_CAP; i++)
        chain[i] = (dynamodb_value){.type = DYNAMODB_L, .items = &chain[i - 1], .count = 1};
    cr_assert_eq(dynamodb_value_write(&writer, &chain[DYNAMODB_DEPTH_CAP]), LAMINA_E_INVALID);
}

Test(value, a_full_buffer_and_a_full_arena_are_told)
{
    lamina_text small;
    lamina_text_init(&small, 8);
    lamina_json_write_init(&writer, &small);
    dynamodb_value value = dynamodb_text(LAMINA_STR("longer than eight"));
    cr_assert_eq(dynamodb_value_write(&writer, &value), LAMINA_E_LIMIT);
    lamina_text_clear(&small);

    const lamina_json *json = NULL;
    lamina_text_reset(&text);
    lamina_text_add(&text, LAMINA_STR("{\"L\":["));
    for (int i = 0; i < 2000; i++)
        lamina_text_add_format(&text, "%s{\"S\":\"x\"}", i > 0 ? "," : "");
    lamina_text_add(&text, LAMINA_STR("]}"));
    cr_assert_eq(lamina_json_read(arena, lamina_text_view(&text), 0, &json, NULL), LAMINA_OK);
    lamina_arena *tight = lamina_arena_new(8u << 10);
    cr_assert_eq(dynamodb_value_read(tight, json, &value), LAMINA_E_LIMIT);
    lamina_arena_free(tight);
}
