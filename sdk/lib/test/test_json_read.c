/*
 * test_json_read.c - which texts are JSON, what is said of those that are not, what of them is kept.
 */
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/json.h"

static lamina_arena *arena;

static void setup(void)
{
    arena = lamina_arena_new((size_t)64 << 20);
}

static void teardown(void)
{
    lamina_arena_free(arena);
}

TestSuite(json_read, .init = setup, .fini = teardown);

static lamina_status read_text(lamina_str text, const lamina_json **value, lamina_json_fault *fault)
{
    /* A copy of the exact size, so that a byte read behind it is found by AddressSanitizer. */
    char *copy = lamina_arena_alloc(arena, text.len);
    if (text.len > 0)
        memcpy(copy, text.ptr, text.len);
    return lamina_json_read(arena, (lamina_str){copy, text.len}, 0, value, fault);
}

Test(json_read, accepts_json)
{
    static const char *const good[] = {
        "0",
        "-0",
        "-0.0",
        "1e5",
        "1E+5",
        "1e-5",
        "123.456",
        "true",
        "false",
        "null",
        "\"\"",
        "\"a\"",
        " \t\r\n1 \t\r\n",
        "[]",
        "{}",
        "[ ]",
        "{ }",
        "[1,2,3]",
        "[[],{},[{}]]",
        "{\"a\":1,\"b\":{\"c\":[]}}",
        "{\"\":0}",
        "{\"a\":1,\"a\":2}",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"",
        "\"\\ud83d\\ude00\"",
        "\"\\uD83D\\uDE00\"",
        "\"\xC3\xA9\"",
        "\"\x7F\"",
        "1e999",
        "1e-999",
        "123456789012345678901234567890",
    };
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        const lamina_json *value = NULL;
        lamina_json_fault fault;
        cr_expect_eq(read_text(lamina_str_from(good[i]), &value, &fault), LAMINA_OK, "%s", good[i]);
        cr_expect_not_null(value, "%s", good[i]);
    }
}

Test(json_read, refuses_what_is_not_json_and_says_where)
{
    static const struct {
        const char *text;
        size_t offset;
    } bad[] = {
        {"", 0},
        {"   ", 3},
        {"tru", 0},
        {"True", 0},
        {"nulll", 4},
        {"NaN", 0},
        {"Infinity", 0},
        {"-", 0},
        {"+1", 0},
        {"01", 1},
        {"-01", 2},
        {"1.", 0},
        {".5", 0},
        {"1e", 0},
        {"1e+", 0},
        {"0x10", 1},
        {"1 2", 2},
        {"[", 1},
        {"[1", 2},
        {"[1,", 3},
        {"[1,]", 3},
        {"[,1]", 1},
        {"[1 2]", 3},
        {"]", 0},
        {"[}", 1},
        {"{", 1},
        {"{]", 1},
        {"{1:2}", 1},
        {"{a:2}", 1},
        {"{'a':2}", 1},
        {"{\"a\"}", 4},
        {"{\"a\":}", 5},
        {"{\"a\":1", 6},
        {"{\"a\":1,}", 7},
        {"{\"a\":1 \"b\":2}", 7},
        {"{\"a\":1]", 6},
        {"[1}", 2},
        {"[1]]", 3},
        {"{}{}", 2},
        {"\"", 1},
        {"\"a", 2},
        {"\"\\", 2},
        {"\"\\U0041\"", 1},
        {"\"\\u00", 5},
        {"\"\\ud83d\\", 8},
        {"\"\\ud83d\\ude0\"", 1},
        {"\"\\uD800\\uD800\"", 1},
        {"[-]", 1},
        {"[--1]", 1},
        {"[1e1.5]", 4},
        {"[1,,2]", 3},
        {"[\"a\" \"b\"]", 5},
        {"{\"a\":1,,\"b\":2}", 7},
        {"{\"a\" 1}", 5},
        {"{\"a\"::1}", 5},
        {"{,}", 1},
        {"\f1", 0},
        {"\"\\x\"", 1},
        {"\"\\u12\"", 1},
        {"\"\\u12G4\"", 1},
        {"\"\\ud83d\"", 1},
        {"\"\\ud83d\\u0041\"", 1},
        {"\"\\ud83dx\"", 1},
        {"\"\\ude00\"", 1},
        {"\"\n\"", 1},
        {"\"\t\"", 1},
        {"\"a\x80\"", 2},
        {"\"\xC0\x80\"", 1},
        {"\"\xED\xA0\x80\"", 1},
        {"\"\xF4\x90\x80\x80\"", 1},
        {"\"\xFF\"", 1},
        {"\"\xFE\"", 1},
        {"\xFF", 0},
        {"\xEF\xBB\xBF{}", 0},
        {"// x\n1", 0},
        {"/**/1", 0},
        {"\v1", 0},
        {"\xC2\xA0"
         "1",
         0},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const lamina_json *value;
        lamina_json_fault fault;
        cr_expect_eq(read_text(lamina_str_from(bad[i].text), &value, &fault), LAMINA_E_SYNTAX, "%s",
                     bad[i].text);
        cr_expect_null(value);
        cr_expect_not_null(fault.reason, "%s", bad[i].text);
        cr_expect_eq(fault.offset, bad[i].offset, "%s: %zu", bad[i].text, fault.offset);
    }
}

Test(json_read, refuses_a_nul_byte_everywhere)
{
    static const lamina_str bad[] = {{"\0", 1}, {"1\0", 2}, {"\"a\0b\"", 5}, {"[1,\0]", 5}};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const lamina_json *value;
        cr_expect_eq(read_text(bad[i], &value, NULL), LAMINA_E_SYNTAX);
    }
}

Test(json_read, counts_lines_and_columns_of_a_fault)
{
    const lamina_json *value;
    lamina_json_fault fault;
    cr_expect_eq(read_text(LAMINA_STR("{\n  \"a\": 1,\n  \"b\" 2\n}"), &value, &fault),
                 LAMINA_E_SYNTAX);
    cr_expect_eq(fault.line, 3);
    cr_expect_eq(fault.column, 7);
    cr_expect_eq(fault.offset, 18);
    cr_expect_str_eq(fault.reason, "expected ':' behind a member's name");
}

static lamina_status read_nested(size_t depth, uint32_t cap, lamina_json_fault *fault)
{
    lamina_text text;
    const lamina_json *value;
    lamina_text_init(&text, depth * 2 + 1);
    for (size_t i = 0; i < depth; i++)
        lamina_text_add_char(&text, '[');
    for (size_t i = 0; i < depth; i++)
        lamina_text_add_char(&text, ']');
    lamina_status status = lamina_json_read(arena, lamina_text_view(&text), cap, &value, fault);
    lamina_text_clear(&text);
    return status;
}

Test(json_read, bounds_the_nesting)
{
    lamina_json_fault fault;
    cr_expect_eq(read_nested(LAMINA_JSON_DEPTH_CAP, 0, &fault), LAMINA_OK);
    cr_expect_eq(read_nested(LAMINA_JSON_DEPTH_CAP + 1, 0, &fault), LAMINA_E_LIMIT);
    cr_expect_eq(fault.offset, LAMINA_JSON_DEPTH_CAP);
    cr_expect_str_eq(fault.reason, "nested too deep");
    cr_expect_eq(read_nested(LAMINA_JSON_DEPTH_MAX, UINT32_MAX, &fault), LAMINA_OK);
    cr_expect_eq(read_nested(LAMINA_JSON_DEPTH_MAX + 1, UINT32_MAX, &fault), LAMINA_E_LIMIT);
    cr_expect_eq(read_nested(1000000, 0, &fault), LAMINA_E_LIMIT);
    cr_expect_eq(read_nested(3, 3, &fault), LAMINA_OK);
    cr_expect_eq(read_nested(4, 3, &fault), LAMINA_E_LIMIT);
}

Test(json_read, points_into_the_text)
{
    static const char text[] = "{\"name\":\"a plain string\",\"n\":[1.50e3],\"\\u0061\":\"b\\n\"}";
    const lamina_json *value;
    cr_assert_eq(lamina_json_read(arena, lamina_str_from(text), 0, &value, NULL), LAMINA_OK);
    const lamina_json *name = lamina_json_first(value);
    cr_expect_eq(lamina_json_name(name).ptr, text + 2);
    cr_expect_eq(lamina_json_string(name).ptr, text + 9);
    cr_expect_eq(lamina_json_string(name).len, 14);
    const lamina_json *number = lamina_json_first(lamina_json_member(value, "n"));
    cr_expect_eq(lamina_json_number(number).ptr, strstr(text, "1.50e3"));
    cr_expect_eq(lamina_json_number(number).len, 6);
    /* What is decoded is not there. */
    const lamina_json *escaped = lamina_json_member(value, "a");
    cr_expect(lamina_str_is(lamina_json_string(escaped), "b\n"));
}

Test(json_read, refuses_a_text_that_is_too_large)
{
    /* Nothing of it is looked at. */
    const lamina_json *value;
    lamina_json_fault fault;
    cr_expect_eq(lamina_json_read(arena, (lamina_str){"1", (size_t)LAMINA_JSON_SIZE_MAX + 1}, 0,
                                  &value, &fault),
                 LAMINA_E_LIMIT);
    cr_expect_null(value);
    cr_expect_str_eq(fault.reason, "the text is too large");
}

Test(json_read, refuses_a_text_cut_at_any_byte)
{
    lamina_str whole = LAMINA_STR(
        " {\"a\":[1,-2.5e+10,true,false,null,{}],\"\\u00e9\xC3\xA9\":\"\\ud83d\\uDE00 \xF0\x9F\x98\x80\\n\","
        "\"a name of more than eight bytes\":{\"b\":[[],\"a string of more than eight bytes\"]}}");
    const lamina_json *value;
    lamina_json_fault fault;
    cr_assert_eq(read_text(whole, &value, &fault), LAMINA_OK);
    for (size_t len = 0; len < whole.len; len++) {
        cr_expect_eq(read_text((lamina_str){whole.ptr, len}, &value, &fault), LAMINA_E_SYNTAX,
                     "%zu", len);
        cr_expect_leq(fault.offset, len);
        cr_expect_null(value);
    }
}

Test(json_read, decodes_strings_of_all_lengths_the_same)
{
    for (size_t len = 0; len < 200; len++) {
        lamina_text text;
        lamina_text wanted;
        lamina_text_init(&text, 10000);
        lamina_text_init(&wanted, 10000);
        lamina_text_add_char(&text, '"');
        for (size_t i = 0; i < len; i++) {
            static const lamina_str parts[][2] = {
                {{"a", 1}, {"a", 1}},
                {{"\\\"", 2}, {"\"", 1}},
                {{"\xC3\xA9", 2}, {"\xC3\xA9", 2}},
                {{"\\u00e9", 6}, {"\xC3\xA9", 2}},
                {{"\\\\", 2}, {"\\", 1}},
                {{"\\ud83d\\uDE00", 12}, {"\xF0\x9F\x98\x80", 4}},
                {{"bcdefghij", 9}, {"bcdefghij", 9}},
                {{"\\/\\b\\f\\n\\r\\t", 12}, {"/\b\f\n\r\t", 6}},
            };
            lamina_text_add(&text, parts[(i * len + i / 3) % 8][0]);
            lamina_text_add(&wanted, parts[(i * len + i / 3) % 8][1]);
        }
        lamina_text_add_char(&text, '"');
        const lamina_json *value;
        cr_assert_eq(read_text(lamina_text_view(&text), &value, NULL), LAMINA_OK);
        cr_expect(lamina_str_equal(lamina_json_string(value), lamina_text_view(&wanted)), "%zu",
                  len);
        lamina_text_clear(&text);
        lamina_text_clear(&wanted);
    }
}

Test(json_read, keeps_escaped_nul_in_strings_and_names)
{
    const lamina_json *value;
    lamina_str text = LAMINA_STR("{\"a\\u0000b\":\"\\u0000\",\"a\":\"x\\u0000y\"}");
    cr_assert_eq(read_text(text, &value, NULL), LAMINA_OK);
    const lamina_json *first = lamina_json_first(value);
    cr_expect(lamina_str_equal(lamina_json_name(first), LAMINA_STR("a\0b")));
    cr_expect(lamina_str_equal(lamina_json_string(first), LAMINA_STR("\0")));
    cr_expect(lamina_str_equal(lamina_json_member_string(value, "a"), LAMINA_STR("x\0y")),
              "a name is not its first part");
}

Test(json_read, finds_long_names)
{
    const char *name = "a_name_that_is_longer_than_what_is_looked_at_in_one_step";
    lamina_str text = lamina_arena_format(arena, "{\"x\":0,\"%s\":1,\"y\":2}", name);
    const lamina_json *value;
    int64_t number = 0;
    cr_assert_eq(read_text(text, &value, NULL), LAMINA_OK);
    cr_expect_eq(lamina_json_int64(lamina_json_member(value, name), &number), LAMINA_OK);
    cr_expect_eq(number, 1);
    cr_expect_eq(lamina_json_int64(lamina_json_member(value, "y"), &number), LAMINA_OK);
    cr_expect_eq(number, 2);
}

Test(json_read, puts_every_value_in_its_place)
{
    const lamina_json *value;
    lamina_str text = LAMINA_STR("[[1e400,[\"\\u0000a\"]],{\"\\u0000b\":1e401,\"c\":{\"d\":1e402}},"
                                 "[],{},\"e\",[[[1e403]]],1e404]");
    cr_assert_eq(read_text(text, &value, NULL), LAMINA_OK);
    lamina_text out;
    lamina_json_writer writer;
    lamina_text_init(&out, 1000);
    lamina_json_write_init(&writer, &out);
    lamina_json_write_value(&writer, value);
    cr_expect(lamina_str_equal(lamina_text_view(&out), text), "%s", out.ptr);
    lamina_text_clear(&out);
}

Test(json_read, reads_at_the_greatest_depth)
{
    lamina_text text;
    const lamina_json *value;
    lamina_text_init(&text, 10000);
    for (uint32_t i = 0; i < LAMINA_JSON_DEPTH_MAX; i++)
        lamina_text_add(&text, i % 2 == 0 ? LAMINA_STR("[1e400,") : LAMINA_STR("{\"\\u0000\":"));
    lamina_text_add(&text, LAMINA_STR("1e401"));
    for (uint32_t i = LAMINA_JSON_DEPTH_MAX; i > 0; i--)
        lamina_text_add(&text, i % 2 == 1 ? LAMINA_STR("]") : LAMINA_STR("}"));
    cr_assert_eq(
        lamina_json_read(arena, lamina_text_view(&text), LAMINA_JSON_DEPTH_MAX, &value, NULL),
        LAMINA_OK);
    lamina_text out;
    lamina_json_writer writer;
    lamina_text_init(&out, 10000);
    lamina_json_write_init(&writer, &out);
    lamina_json_write_value(&writer, value);
    cr_expect(lamina_str_equal(lamina_text_view(&out), lamina_text_view(&text)));
    lamina_text_clear(&out);
    lamina_text_clear(&text);
}

Test(json_read, says_when_the_arena_is_full)
{
    static const char *const texts[] = {
        "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26]",
        "[1e999,1e999,1e999,1e999,1e999,1e999,1e999,1e999,1e999,1e999,1e999]",
        "\"\\u0000012345678901234567890123456789012345678901234567890123456789\"",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        /* Every cap from nothing to enough: the memory runs out at each place that asks for some. */
        bool was_read = false;
        for (size_t cap = 0; cap < 8192 && !was_read; cap += 16) {
            lamina_arena *small = lamina_arena_new(cap);
            const lamina_json *value;
            lamina_json_fault fault;
            lamina_status status =
                lamina_json_read(small, lamina_str_from(texts[i]), 0, &value, &fault);
            cr_assert(status == LAMINA_OK || status == LAMINA_E_LIMIT, "%d", status);
            cr_assert(status == LAMINA_OK || value == NULL);
            cr_assert(status == LAMINA_OK || lamina_arena_is_exhausted(small));
            was_read = status == LAMINA_OK;
            lamina_arena_free(small);
        }
        cr_expect(was_read);
    }
}
