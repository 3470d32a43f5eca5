/*
 * test_record_validate.c - structs that were filled by hand.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>

#include "sample_record.h"

static lamina_arena *arena;
static lamina_violations violations;

static void setup(void)
{
    arena = lamina_arena_new((size_t)1 << 20);
}

static void teardown(void)
{
    lamina_arena_free(arena);
}

TestSuite(record_validate, .init = setup, .fini = teardown);

static void expect_lines(const lamina_record *record, const void *value, const char *lines)
{
    violations = (lamina_violations){0};
    lamina_status status = lamina_record_validate(arena, record, value, &violations);
    cr_expect_eq(status, lines[0] != '\0' ? LAMINA_E_INVALID : LAMINA_OK);
    cr_expect_str_eq(violation_lines(arena, &violations), lines);
}

Test(record_validate, wants_required_fields_filled_but_not_marked)
{
    person p = {.id = LAMINA_STR("1"), .name = LAMINA_STR("Ada")};
    expect_lines(&person_record, &p, "");
    p.name = (lamina_str){0};
    expect_lines(&person_record, &p, "required /name\n");
    lamina_mark_null(&p.has, PERSON_NAME);
    expect_lines(&person_record, &p, "null /name\n");
}

Test(record_validate, looks_at_marked_fields_alone)
{
    person p = {.id = LAMINA_STR("1"), .name = LAMINA_STR("Ada"), .age = 999};
    expect_lines(&person_record, &p, "");
    lamina_mark(&p.has, PERSON_AGE);
    expect_lines(&person_record, &p, "range /age\n");
    lamina_mark_null(&p.has, PERSON_AGE);
    expect_lines(&person_record, &p, "null /age\n");
    lamina_mark_absent(&p.has, PERSON_AGE);
    lamina_mark_null(&p.has, PERSON_NICK);
    expect_lines(&person_record, &p, "");
}

Test(record_validate, checks_what_readers_need_not_doubt)
{
    every e = {.string = LAMINA_STR("\xFF"),
               .number = NAN,
               .decimal = LAMINA_STR("x"),
               .timestamp = INT64_MAX,
               .json = LAMINA_STR("{")};
    lamina_mark(&e.has, EVERY_STRING);
    lamina_mark(&e.has, EVERY_NUMBER);
    lamina_mark(&e.has, EVERY_DECIMAL);
    lamina_mark(&e.has, EVERY_TIMESTAMP);
    lamina_mark(&e.has, EVERY_JSON);
    expect_lines(&every_record, &e,
                 "type /string\ntype /number\nformat /decimal\nrange /timestamp\ntype /json\n");
    e.number = INFINITY;
    e.string = (lamina_str){0}; /* marked: an empty text */
    e.decimal = LAMINA_STR("1");
    e.timestamp = 0;
    e.json = LAMINA_STR(" [1] ");
    expect_lines(&every_record, &e, "type /number\n");
}

Test(record_validate, goes_into_records_and_lists)
{
    static const lamina_str texts[] = {{"a", 1}, {"\xFF", 1}};
    every children[2] = {{.int64 = 1}, {.strings = {texts, 2}}};
    lamina_mark(&children[1].has, EVERY_STRINGS);
    every e = {.child = &children[1], .children = {children, 2}};
    lamina_mark(&e.has, EVERY_CHILD);
    lamina_mark(&e.has, EVERY_CHILDREN);
    expect_lines(&every_record, &e, "type /child/strings/1\ntype /children/1/strings/1\n");
}

Test(record_validate, ends_with_a_struct_that_leads_back_to_itself)
{
    every e = {.child = NULL};
    e.child = &e;
    lamina_mark(&e.has, EVERY_CHILD);
    violations = (lamina_violations){0};
    cr_expect_eq(lamina_record_validate(arena, &every_record, &e, &violations), LAMINA_E_INVALID);
    cr_expect_eq(violations.count, 1);
    cr_expect_str_eq(violations.items[0].code.ptr, "depth");
}
