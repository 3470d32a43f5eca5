/* Items to structs, from a service that may send anything; documents; sizes. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "mapper/item.h"
#include "sample_model.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;

static void setup(void)
{
    test = test_context_new();
    context = test_context_get(test);
}

static void teardown(void)
{
    test_context_free(test);
}

TestSuite(item, .init = setup, .fini = teardown);

static const lamina_json *json(const char *text)
{
    const lamina_json *value = NULL;
    cr_assert_eq(lamina_json_read(context->arena, lamina_str_from(text), 0, &value, NULL),
                 LAMINA_OK, "%s", text);
    return value;
}

static lamina_status read_sample(const char *text, uint32_t flags, sample *out)
{
    return mapper__item_read(context, &sample_model, json(text), flags, out);
}

static void expect_cause(const char *words)
{
    lamina_str causes = test_context_causes(test);
    cr_assert_not_null(strstr(causes.ptr, words), "\"%s\" is not in: %s", words, causes.ptr);
    lamina_error_reset(context);
}

Test(item, a_wrong_type_is_told_by_name_and_types_but_not_by_value)
{
    static const struct {
        const char *item;
        const char *cause;
    } cases[] = {
        {"{\"id\":{\"N\":\"424242\"}}", "table sample: attribute /id is N, and the record has S"},
        {"{\"id\":{\"SS\":[\"424242\"]}}", "attribute /id is SS, and the record has S"},
        {"{\"id\":\"424242\"}", "attribute /id is of no type"},
        {"{\"id\":{}}", "attribute /id is of no type"},
        {"{\"id\":{\"S\":\"424242\",\"N\":\"1\"}}", "attribute /id is of no type"},
        {"{\"id\":{\"S\":424242}}", "attribute /id is of another shape"},
        {"{\"rank\":{\"N\":\"424242.5\"}}", "attribute /rank is out of range or malformed"},
        {"{\"rank\":{\"N\":\"9223372036854775808\"}}", "/rank is out of range"},
        {"{\"rank\":{\"N\":\"\"}}", "/rank is out of range"},
        {"{\"rank\":{\"N\":\"[1]\"}}", "/rank is out of range"},
        {"{\"price\":{\"N\":\"NaN\"}}", "/price is out of range"},
        {"{\"ratio\":{\"N\":\"1e999\"}}", "/ratio is out of range"},
        {"{\"due\":{\"S\":\"424242\"}}", "/due is out of range"},
        {"{\"blob\":{\"B\":\"4242!\"}}", "/blob is out of range"},
        {"{\"active\":{\"BOOL\":\"424242\"}}", "/active is of another shape"},
        {"{\"tags\":{\"SS\":{\"a\":1}}}", "/tags is of another shape"},
        {"{\"tags\":{\"SS\":[1]}}", "/tags is out of range"},
        {"{\"tags\":{\"L\":[]}}", "/tags is L, and the record has SS"},
        {"{\"numbers\":{\"NS\":[\"x\"]}}", "/numbers is out of range"},
        {"{\"part\":{\"M\":{\"name\":{\"N\":\"1\"}}}}", "/part/name is N, and the record has S"},
        {"{\"parts\":{\"L\":[{\"M\":{\"name\":{\"S\":\"\"}}},{\"S\":\"\"}]}}",
         "/parts/1 is S, and the record has M"},
        {"{\"parts\":{\"L\":[{\"M\":{}}]}}", "/parts/0/name is missing or null"},
        {"{\"lines\":{\"L\":[{\"NULL\":true}]}}", "/lines/0 is NULL, and the record has S"},
        {"{\"document\":{\"X\":1}}", "/document is of no known shape"},
        {"{\"document\":{\"M\":{\"a\":{\"N\":\"x\"}}}}", "/document is of no known shape"},
        {"{\"document\":{\"L\":{}}}", "/document is of no known shape"},
        {"{\"document\":{\"BOOL\":\"true\"}}", "/document is of no known shape"},
        {"{\"id\":{\"NULL\":true}}", "/id is missing or null"},
        {"[]", "an item is no object"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sample out;
        uint32_t flags = strstr(cases[i].cause, "missing") == NULL ? MAPPER__READ_PARTIAL : 0;
        cr_assert_eq(read_sample(cases[i].item, flags, &out), LAMINA_E_UPSTREAM, "%s",
                     cases[i].item);
        cr_assert_null(strstr(test_context_causes(test).ptr, "424242"), "a value was told");
        expect_cause(cases[i].cause);
    }
}

Test(item, numbers_are_read_exactly_in_any_notation)
{
    static const struct {
        const char *digits;
        int64_t number;
    } cases[] = {{"9223372036854775807", INT64_MAX},
                 {"-9223372036854775808", INT64_MIN},
                 {"1E+3", 1000},
                 {"5.0", 5},
                 {"0", 0},
                 {"-0", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sample out;
        lamina_str text =
            lamina_arena_format(context->arena, "{\"rank\":{\"N\":\"%s\"}}", cases[i].digits);
        cr_assert_eq(read_sample(text.ptr, MAPPER__READ_PARTIAL, &out), LAMINA_OK, "%s",
                     cases[i].digits);
        cr_assert_eq(out.rank, cases[i].number);
    }
}

Test(item, unknown_attributes_are_passed_over_whatever_they_are)
{
    sample out;
    cr_assert_eq(read_sample("{\"x\":{\"FUTURE\":[1]},\"y\":7,\"rank\":{\"N\":\"3\"},\"\":{}}",
                             MAPPER__READ_PARTIAL, &out),
                 LAMINA_OK);
    cr_assert_eq(out.rank, 3);
}

Test(item, an_item_that_lacks_what_is_required_is_refused_unless_in_part)
{
    sample out;
    cr_assert_eq(read_sample("{\"id\":{\"S\":\"i\"}}", 0, &out), LAMINA_E_UPSTREAM);
    expect_cause("/rank is missing or null");
    cr_assert_eq(read_sample("{\"id\":{\"S\":\"i\"}}", MAPPER__READ_PARTIAL, &out), LAMINA_OK);
    cr_assert_eq(out.has.present, 1);
}

Test(item, nothing_is_read_into_a_full_arena)
{
    const lamina_json *item = json("{\"blob\":{\"B\":\"AAAA\"},\"part\":{\"M\":{}}}");
    lamina_arena *full = lamina_arena_new(256);
    while (lamina_arena_alloc(full, 1) != NULL)
        continue;
    lamina_context poor = *context;
    poor.arena = full;
    sample out;
    cr_assert_eq(mapper__item_read(&poor, &sample_model, item, MAPPER__READ_PARTIAL, &out),
                 LAMINA_E_LIMIT);
    lamina_arena_free(full);
}

/* ---- documents ---- */

static lamina_str as_attribute(const char *document)
{
    lamina_text text;
    lamina_text_init(&text, 1u << 20);
    lamina_json_writer writer;
    lamina_json_write_init(&writer, &text);
    cr_assert_eq(mapper__document_write(context->arena, lamina_str_from(document), &writer),
                 LAMINA_OK, "%s", document);
    lamina_str copy = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return copy;
}

Test(item, documents_become_attributes_and_back)
{
    static const struct {
        const char *document;
        const char *attribute;
    } cases[] = {
        {"null", "{\"NULL\":true}"},
        {"true", "{\"BOOL\":true}"},
        {"\"\"", "{\"S\":\"\"}"},
        {"12345678901234567890.123", "{\"N\":\"12345678901234567890.123\"}"},
        {"[]", "{\"L\":[]}"},
        {"{}", "{\"M\":{}}"},
        {"{\"a\":[1,{\"b\":null}]}",
         "{\"M\":{\"a\":{\"L\":[{\"N\":\"1\"},{\"M\":{\"b\":{\"NULL\":true}}}]}}}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        lamina_str attribute = as_attribute(cases[i].document);
        cr_assert_str_eq(attribute.ptr, cases[i].attribute);
        lamina_str document;
        cr_assert_eq(mapper__document_read(context->arena, json(attribute.ptr), &document),
                     LAMINA_OK);
        cr_assert_str_eq(document.ptr, cases[i].document);
    }
}

Test(item, sets_and_binary_in_a_document_become_arrays_and_base64)
{
    lamina_str document;
    const lamina_json *attribute =
        json("{\"M\":{\"s\":{\"SS\":[\"a\",\"b\"]},\"n\":{\"NS\":[\"1\",\"2.5\"]},"
             "\"b\":{\"B\":\"AA==\"},\"bs\":{\"BS\":[\"AQ==\"]}}}");
    cr_assert_eq(mapper__document_read(context->arena, attribute, &document), LAMINA_OK);
    cr_assert_str_eq(document.ptr,
                     "{\"s\":[\"a\",\"b\"],\"n\":[1,2.5],\"b\":\"AA==\",\"bs\":[\"AQ==\"]}");
}

Test(item, a_document_that_cannot_be_stored_is_a_violation)
{
    static const char *const documents[] = {"{", "1e999",
                                            "123456789012345678901234567890123456789"};
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++) {
        sample item = {.document = lamina_str_from(documents[i])};
        lamina_violations violations = {0};
        lamina_mark(&item.has, SAMPLE_DOCUMENT);
        cr_assert_eq(mapper__item_check(context->arena, &sample_record, &item, &violations),
                     LAMINA_OK);
        cr_assert_eq(violations.count, 1, "%s", documents[i]);
        cr_assert(lamina_str_is(violations.items[0].pointer, "/document"));
    }
}

Test(item, documents_nest_as_deep_as_the_service_allows)
{
    char deep[2 * DYNAMODB_DEPTH_CAP + 1];
    for (size_t levels = DYNAMODB_DEPTH_CAP - 1; levels <= DYNAMODB_DEPTH_CAP; levels++) {
        memset(deep, '[', levels);
        memset(deep + levels, ']', levels);
        sample item = {.document = {deep, 2 * levels}};
        lamina_violations violations = {0};
        lamina_mark(&item.has, SAMPLE_DOCUMENT);
        cr_assert_eq(mapper__item_check(context->arena, &sample_record, &item, &violations),
                     LAMINA_OK);
        cr_assert_eq(violations.count, levels == DYNAMODB_DEPTH_CAP);
    }
}

/* ---- sizes ---- */

static size_t size_of(const sample *item)
{
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, 1u << 20);
    lamina_json_write_init(&writer, &text);
    lamina_json_write_object(&writer);
    cr_assert_eq(mapper__item_write(context->arena, &sample_record, item, &writer), LAMINA_OK);
    lamina_json_write_object_end(&writer);
    size_t size = mapper__item_size(json(text.ptr));
    lamina_text_clear(&text);
    /* without id, rank and version, which are always there: 0 is one byte of number */
    return size - strlen("idrankversion") - 1 - 1;
}

Test(item, sizes_are_the_services)
{
    const lamina_str texts[] = {LAMINA_STR("ab"), LAMINA_STR("\xc3\xa4")};
    const sample_part part = {.name = LAMINA_STR("xyz")};
    sample item = {.has = {0}};
    cr_assert_eq(size_of(&item), 0);
    lamina_mark_null(&item.has, SAMPLE_BLOB);
    cr_assert_eq(size_of(&item), strlen("blob") + 1);
    lamina_mark_absent(&item.has, SAMPLE_BLOB);

    item.tags = item.lines = (lamina_list){texts, 2};
    lamina_mark(&item.has, SAMPLE_TAGS);
    cr_assert_eq(size_of(&item), strlen("tags") + 4);
    lamina_mark_absent(&item.has, SAMPLE_TAGS);
    lamina_mark(&item.has, SAMPLE_LINES);
    cr_assert_eq(size_of(&item), strlen("lines") + 3 + 2 * 1 + 4);
    lamina_mark_absent(&item.has, SAMPLE_LINES);

    item.parts = (lamina_list){&part, 1};
    lamina_mark(&item.has, SAMPLE_PARTS);
    cr_assert_eq(size_of(&item), strlen("parts") + 3 + 1 + 3 + 1 + strlen("name") + 3);
    lamina_mark_absent(&item.has, SAMPLE_PARTS);

    static const struct {
        const char *digits;
        size_t bytes;
    } numbers[] = {{"0", 1},      {"1", 2},    {"12", 2},
                   {"123", 3},    {"-123", 4}, {"1200", 2},
                   {"0.0012", 2}, {"1E+3", 2}, {"12345678901234567890123456789012345678", 20}};
    lamina_mark(&item.has, SAMPLE_PRICE);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        item.price = lamina_str_from(numbers[i].digits);
        cr_assert_eq(size_of(&item), strlen("price") + numbers[i].bytes, "%s", numbers[i].digits);
    }
}

/* ---- the table's name ---- */

Test(item, tables_are_called_as_the_environment_says)
{
    unsetenv("NOTE_TABLE_NAME");
    cr_assert(lamina_str_is(mapper_table_name(&note_model), "note"));
    setenv("NOTE_TABLE_NAME", "", 1);
    cr_assert(lamina_str_is(mapper_table_name(&note_model), "note"));
    setenv("NOTE_TABLE_NAME", "notes-prod", 1);
    cr_assert(lamina_str_is(mapper_table_name(&note_model), "notes-prod"));
}
