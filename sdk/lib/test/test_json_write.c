/*
 * test_json_write.c - JSON into a text buffer.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>

#include "lamina/json.h"

static lamina_text text;
static lamina_json_writer writer;

static void setup(void)
{
    lamina_text_init(&text, (size_t)1 << 20);
    lamina_json_write_init(&writer, &text);
}

static void teardown(void)
{
    lamina_text_clear(&text);
}

TestSuite(json_write, .init = setup, .fini = teardown);

Test(json_write, sees_to_commas)
{
    lamina_json_write_object(&writer);
    lamina_json_write_member_string(&writer, "a", LAMINA_STR("x"));
    lamina_json_write_member_int64(&writer, "b", INT64_MIN);
    lamina_json_write_name(&writer, LAMINA_STR("c"));
    lamina_json_write_array(&writer);
    lamina_json_write_boolean(&writer, true);
    lamina_json_write_boolean(&writer, false);
    lamina_json_write_null(&writer);
    lamina_json_write_object(&writer);
    lamina_json_write_object_end(&writer);
    lamina_json_write_array(&writer);
    lamina_json_write_array_end(&writer);
    lamina_json_write_raw(&writer, LAMINA_STR("1.50"));
    lamina_json_write_double(&writer, 0.1);
    lamina_json_write_array_end(&writer);
    lamina_json_write_name(&writer, LAMINA_STR(""));
    lamina_json_write_int64(&writer, 0);
    lamina_json_write_object_end(&writer);
    cr_expect_str_eq(text.ptr, "{\"a\":\"x\",\"b\":-9223372036854775808,"
                               "\"c\":[true,false,null,{},[],1.50,0.1],\"\":0}");
    cr_expect_eq(writer.depth, 0);
}

Test(json_write, escapes_what_must_be_and_nothing_else)
{
    static const struct {
        lamina_str in;
        const char *out;
    } rows[] = {
        {{NULL, 0}, "\"\""},
        {{"plain / text \x7F", 14}, "\"plain / text \x7F\""},
        {{"\"\\", 2}, "\"\\\"\\\\\""},
        {{"\b\f\n\r\t", 5}, "\"\\b\\f\\n\\r\\t\""},
        {{"\0\x01\x1F", 3}, "\"\\u0000\\u0001\\u001f\""},
        {{"\xC3\xA9\xF0\x9F\x98\x80", 6}, "\"\xC3\xA9\xF0\x9F\x98\x80\""},
        {{"12345678\"12345678", 17}, "\"12345678\\\"12345678\""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        lamina_text_reset(&text);
        lamina_json_write_init(&writer, &text);
        lamina_json_write_string(&writer, rows[i].in);
        cr_expect_str_eq(text.ptr, rows[i].out);
    }
}

Test(json_write, replaces_each_byte_that_is_not_utf8)
{
    static const struct {
        const char *in;
        const char *out;
    } rows[] = {
        {"a\xFF"
         "b",
         "\"a\xEF\xBF\xBD"
         "b\""},
        {"\xC3", "\"\xEF\xBF\xBD\""},
        {"\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {"\xC3\xA9\xC3", "\"\xC3\xA9\xEF\xBF\xBD\""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        lamina_text_reset(&text);
        lamina_json_write_init(&writer, &text);
        lamina_json_write_string(&writer, lamina_str_from(rows[i].in));
        cr_expect_str_eq(text.ptr, rows[i].out);
    }
}

Test(json_write, writes_null_for_what_json_cannot_say)
{
    lamina_json_write_array(&writer);
    lamina_json_write_double(&writer, NAN);
    lamina_json_write_double(&writer, INFINITY);
    lamina_json_write_double(&writer, -INFINITY);
    lamina_json_write_value(&writer, NULL);
    lamina_json_write_array_end(&writer);
    cr_expect_str_eq(text.ptr, "[null,null,null,null]");
}

Test(json_write, leaves_failures_to_the_buffer)
{
    lamina_text small;
    lamina_text_init(&small, 5);
    lamina_json_write_init(&writer, &small);
    lamina_json_write_array(&writer);
    lamina_json_write_string(&writer, LAMINA_STR("too long"));
    lamina_json_write_array_end(&writer);
    cr_expect_eq(lamina_text_status(&small), LAMINA_E_LIMIT);
    lamina_text_clear(&small);
}

Test(json_write, writes_a_tree_that_was_read)
{
    static const char json[] =
        "{\"a\":[1,2.5,-0,1e400,12345678901234567890,true,false,null,\"x\\n\"],"
        "\"b\":{},\"c\\u0000\":[],\"d\":\"0123456789012345678901234567890123456"
        "789\\\"0123456789\"}";
    lamina_arena *arena = lamina_arena_new((size_t)1 << 20);
    const lamina_json *value;
    cr_assert_eq(lamina_json_read(arena, lamina_str_from(json), 0, &value, NULL), LAMINA_OK);
    lamina_json_write_value(&writer, value);
    cr_expect_str_eq(text.ptr, json);
    lamina_arena_free(arena);
}

/* Texts of all lengths over all alignments, with every kind of byte. */
static lamina_str mixed_text(lamina_text *out, size_t len)
{
    static const lamina_str parts[] = {
        {"a", 1},  {"\"", 1},       {"\\", 1},   {"bcdefghijklmnopq", 16},
        {"\n", 1}, {"\xC3\xA9", 2}, {"\x01", 1}, {"\xF0\x9F\x98\x80", 4},
        {"/", 1},  {"\0", 1},       {"\t", 1},   {"rst", 3},
    };
    lamina_text_reset(out);
    for (size_t i = 0; i < len; i++)
        lamina_text_add(out, parts[(i * len + i / 5 + len / 7) % 12]);
    return lamina_text_view(out);
}

Test(json_write, reads_back_strings_of_all_lengths)
{
    lamina_arena *arena = lamina_arena_new((size_t)4 << 20);
    lamina_text in;
    lamina_text_init(&in, (size_t)1 << 20);
    for (size_t len = 0; len < 700; len++) {
        lamina_str wanted = mixed_text(&in, len);
        const lamina_json *value;
        lamina_text_reset(&text);
        lamina_json_write_init(&writer, &text);
        lamina_json_write_string(&writer, wanted);
        cr_assert_eq(lamina_json_read(arena, lamina_text_view(&text), 0, &value, NULL), LAMINA_OK);
        cr_assert(lamina_str_equal(lamina_json_string(value), wanted), "%zu", len);
        lamina_arena_reset(arena);
    }
    lamina_text_clear(&in);
    lamina_arena_free(arena);
}

Test(json_write, fills_a_buffer_to_its_cap_exactly)
{
    lamina_text in;
    lamina_text_init(&in, (size_t)1 << 20);
    for (size_t len = 0; len < 700; len += 13) {
        lamina_text_reset(&text);
        lamina_json_write_init(&writer, &text);
        lamina_json_write_string(&writer, mixed_text(&in, len));
        for (size_t missing = 0; missing < 2; missing++) {
            lamina_text exact;
            lamina_text_init(&exact, text.len - missing);
            lamina_json_write_init(&writer, &exact);
            lamina_json_write_string(&writer, lamina_text_view(&in));
            cr_expect_eq(lamina_text_status(&exact), missing == 0 ? LAMINA_OK : LAMINA_E_LIMIT);
            cr_expect(missing != 0 ||
                      lamina_str_equal(lamina_text_view(&exact), lamina_text_view(&text)));
            lamina_text_clear(&exact);
        }
    }
    lamina_text_clear(&in);
}
