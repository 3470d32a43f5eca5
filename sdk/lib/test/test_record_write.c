/*
 * test_record_write.c - structs as JSON objects.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>

#include "sample_record.h"

static lamina_text text;
static const lamina_field *forgotten;

static void setup(void)
{
    lamina_text_init(&text, (size_t)1 << 20);
}

static void teardown(void)
{
    lamina_text_clear(&text);
}

TestSuite(record_write, .init = setup, .fini = teardown);

static lamina_status write_value(const lamina_record *record, const void *value)
{
    lamina_json_writer writer;
    lamina_text_reset(&text);
    lamina_json_write_init(&writer, &text);
    return lamina_record_write_json(record, value, &writer, &forgotten);
}

Test(record_write, writes_every_type_and_reads_it_back)
{
    static const char json[] =
        "{\"string\":\"a\\\"b\",\"binary\":\"AAH/\",\"int64\":-1,\"number\":0.1,\"decimal\":\"1.50\","
        "\"timestamp\":\"1970-01-01T00:00:01.000000Z\",\"epoch\":7,\"child\":{\"int64\":1},"
        "\"flags\":[true,false],\"children\":[{\"int64\":2},{}],\"strings\":[\"a\",\"b\"],"
        "\"numbers\":[\"1.0\",\"2\"],\"binaries\":[\"AA==\",\"\"],\"json\":{\"a\":[1,null]},"
        "\"boolean\":false}";
    lamina_arena *arena = lamina_arena_new((size_t)1 << 20);
    lamina_violations violations;
    every e;
    cr_assert_eq(read_sample(arena, &every_record, json, &e, &violations), LAMINA_OK);
    cr_expect_eq(write_value(&every_record, &e), LAMINA_OK);
    cr_expect_str_eq(text.ptr, json);
    lamina_arena_free(arena);
}

Test(record_write, writes_required_and_marked_fields_in_the_order_of_the_table)
{
    person p = {.id = LAMINA_STR("1"), .name = LAMINA_STR("Ada"), .age = 36, .height = 1.5};
    cr_expect_eq(write_value(&person_record, &p), LAMINA_OK);
    cr_expect_str_eq(text.ptr, "{\"id\":\"1\",\"name\":\"Ada\"}");
    lamina_mark(&p.has, PERSON_AGE);
    lamina_mark_null(&p.has, PERSON_NICK);
    lamina_mark(&p.has, PERSON_MAIL); /* {NULL, 0}, but marked: an empty text */
    lamina_mark(&p.has, PERSON_TAGS);
    cr_expect_eq(write_value(&person_record, &p), LAMINA_OK);
    cr_expect_str_eq(text.ptr,
                     "{\"id\":\"1\",\"name\":\"Ada\",\"nick\":null,\"mail\":\"\",\"age\":36,"
                     "\"tags\":[]}");
}

Test(record_write, leaves_write_only_fields_out)
{
    person p = {.id = LAMINA_STR("1"), .name = LAMINA_STR("Ada"), .password = LAMINA_STR("abc12")};
    lamina_mark(&p.has, PERSON_PASSWORD);
    cr_expect_eq(write_value(&person_record, &p), LAMINA_OK);
    cr_expect_str_eq(text.ptr, "{\"id\":\"1\",\"name\":\"Ada\"}");
}

Test(record_write, names_a_forgotten_field)
{
    person p = {.id = LAMINA_STR("1")};
    cr_expect_eq(write_value(&person_record, &p), LAMINA_E_CONFIG);
    cr_assert_not_null(forgotten);
    cr_expect_str_eq(forgotten->name, "name");
    p.name = LAMINA_STR("Ada");
    lamina_mark_null(&p.has, PERSON_NAME);
    cr_expect_eq(write_value(&person_record, &p), LAMINA_E_CONFIG, "required is never null");
    every e = {.child = NULL};
    lamina_mark(&e.has, EVERY_CHILD);
    cr_expect_eq(write_value(&every_record, &e), LAMINA_E_CONFIG);
    cr_expect_str_eq(forgotten->name, "child");
    lamina_json_writer writer;
    lamina_json_write_init(&writer, &text);
    cr_expect_eq(lamina_record_write_json(&every_record, &e, &writer, NULL), LAMINA_E_CONFIG);
}

Test(record_write, names_a_field_that_json_cannot_say)
{
    static const struct {
        uint32_t field;
        every value;
    } rows[] = {
        {EVERY_NUMBER, {.number = NAN}},
        {EVERY_NUMBER, {.number = INFINITY}},
        {EVERY_TIMESTAMP, {.timestamp = INT64_MAX}},
        {EVERY_DECIMAL, {.decimal = {"x", 1}}},
        {EVERY_DECIMAL, {.decimal = {NULL, 0}}},
        {EVERY_JSON, {.json = {NULL, 0}}},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        every e = rows[i].value;
        lamina_mark(&e.has, rows[i].field);
        cr_expect_eq(write_value(&every_record, &e), LAMINA_E_INVALID, "row %zu", i);
        cr_expect_eq(forgotten, lamina_record_field(&every_record, rows[i].field));
    }
}

Test(record_write, says_when_the_buffer_is_full)
{
    person p = {.id = LAMINA_STR("1"), .name = LAMINA_STR("Ada")};
    lamina_text small;
    lamina_json_writer writer;
    lamina_text_init(&small, 10);
    lamina_json_write_init(&writer, &small);
    cr_expect_eq(lamina_record_write_json(&person_record, &p, &writer, &forgotten), LAMINA_E_LIMIT);
    cr_expect_null(forgotten);
    lamina_text_clear(&small);
}

Test(record_write, ends_with_a_struct_that_leads_back_to_itself)
{
    every e = {.child = NULL};
    e.child = &e;
    lamina_mark(&e.has, EVERY_CHILD);
    cr_expect_eq(write_value(&every_record, &e), LAMINA_E_LIMIT);
}
