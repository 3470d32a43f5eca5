/*
 * test_record_check.c - tables that are sound, and one of each kind that is not.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "sample_record.h"

static lamina_arena *arena;
static lamina_str reason;

static void setup(void)
{
    arena = lamina_arena_new((size_t)1 << 20);
}

static void teardown(void)
{
    lamina_arena_free(arena);
}

TestSuite(record_check, .init = setup, .fini = teardown);

Test(record_check, accepts_the_samples)
{
    cr_expect_eq(lamina_record_check(arena, &every_record, &reason), LAMINA_OK);
    cr_expect_null(reason.ptr);
    cr_expect_eq(lamina_record_check(arena, &person_record, &reason), LAMINA_OK);
}

typedef struct pair {
    lamina_presence has;
    lamina_str a;
    lamina_str b;
} pair;

/* A sound table of two texts, for each test to break. */
static lamina_field fields[2];
static lamina_record record;

static void make_sound(void)
{
    fields[0] =
        (lamina_field){.name = "a", .type = LAMINA_TYPE_STRING, .offset = offsetof(pair, a)};
    fields[1] =
        (lamina_field){.name = "b", .type = LAMINA_TYPE_STRING, .offset = offsetof(pair, b)};
    record = (lamina_record){.size = sizeof(lamina_record),
                             .name = "Pair",
                             .struct_size = sizeof(pair),
                             .field_size = sizeof(lamina_field),
                             .fields = fields,
                             .field_count = 2};
}

static void expect_refusal(const char *wanted)
{
    cr_expect_eq(lamina_record_check(arena, &record, &reason), LAMINA_E_CONFIG, "%s", wanted);
    cr_assert_not_null(reason.ptr, "%s", wanted);
    cr_expect_str_eq(reason.ptr, wanted);
    make_sound();
}

Test(record_check, refuses_a_wrong_record)
{
    make_sound();
    cr_expect_eq(lamina_record_check(arena, &record, &reason), LAMINA_OK);
    record.size = 8;
    expect_refusal("a record's size is 8, but must be sizeof(lamina_record)");
    record.name = NULL;
    expect_refusal("a record has no name");
    record.field_size = 16;
    expect_refusal("Pair: field_size is 16, but must be sizeof(lamina_field)");
    record.field_count = 0;
    expect_refusal("Pair: has 0 fields, but must have 1 to 64");
    record.field_count = 65;
    expect_refusal("Pair: has 65 fields, but must have 1 to 64");
    record.fields = NULL;
    expect_refusal("Pair: has 2 fields, but must have 1 to 64");
    record.struct_size = 8;
    expect_refusal("Pair: struct_size has no room for a lamina_presence");
    record.min_present = 3;
    expect_refusal("Pair: min_present is larger than field_count");
    record.flags = 0x80;
    expect_refusal("Pair: a flag that this version does not know");
}

Test(record_check, refuses_a_wrong_place)
{
    make_sound();
    fields[1].offset = 8;
    expect_refusal("Pair.b: lies in the lamina_presence that begins the struct");
    fields[1].offset = sizeof(pair) - 8;
    expect_refusal("Pair.b: lies outside of the struct");
    fields[1].offset = UINT32_MAX;
    expect_refusal("Pair.b: lies outside of the struct");
    fields[1].offset = offsetof(pair, b) - 4;
    expect_refusal("Pair.b: its offset is not aligned for its type");
    fields[1].offset = offsetof(pair, a);
    expect_refusal("Pair.b: lies where a lies");
}

Test(record_check, refuses_a_wrong_name_or_type)
{
    make_sound();
    fields[1].name = NULL;
    expect_refusal("Pair: field 1 has no name");
    fields[1].name = "";
    expect_refusal("Pair: field 1 has no name");
    fields[1].name = "\xFF";
    expect_refusal("Pair: the name of field 1 is not UTF-8");
    fields[1].name = "a";
    expect_refusal("Pair.a: two fields have this name");
    fields[1].type = 0;
    expect_refusal("Pair.b: type 0 is not known");
    fields[1].type = 15;
    expect_refusal("Pair.b: type 15 is not known");
    fields[1].flags = 0x100;
    expect_refusal("Pair.b: a flag that this version does not know");
    fields[1].flags = LAMINA_FIELD_READ_ONLY | LAMINA_FIELD_WRITE_ONLY;
    expect_refusal("Pair.b: is read-only and write-only at once");
}

Test(record_check, refuses_a_wrong_list_or_record)
{
    make_sound();
    fields[1].item_type = LAMINA_TYPE_STRING;
    expect_refusal("Pair.b: item_type is of lists alone");
    fields[1].type = LAMINA_TYPE_LIST;
    expect_refusal("Pair.b: a list needs a known item_type");
    fields[1].type = LAMINA_TYPE_LIST;
    fields[1].item_type = LAMINA_TYPE_STRING_SET;
    expect_refusal("Pair.b: a list holds no lists, sets or JSON");
    fields[1].type = LAMINA_TYPE_LIST;
    fields[1].item_type = LAMINA_TYPE_JSON;
    expect_refusal("Pair.b: a list holds no lists, sets or JSON");
    fields[1].type = LAMINA_TYPE_LIST;
    fields[1].item_type = LAMINA_TYPE_RECORD;
    expect_refusal("Pair.b: needs a record");
    fields[1].type = LAMINA_TYPE_RECORD;
    expect_refusal("Pair.b: needs a record");
    fields[1].record = &every_record;
    expect_refusal("Pair.b: a record is of no use to its type");
}

Test(record_check, refuses_wrong_rules)
{
    static const lamina_range range = {1, 2};
    static const lamina_range backwards = {2, 1};
    static const lamina_format empty = {.size = sizeof(lamina_format)};
    make_sound();
    fields[1].pattern = "[a";
    expect_refusal("Pair.b: the pattern [a does not compile");
    fields[1].min_length = 2;
    fields[1].max_length = 1;
    expect_refusal("Pair.b: min_length is larger than max_length");
    fields[1].item_max_length = 1;
    expect_refusal("Pair.b: item_max_length is of lists and sets alone");
    fields[1].range = &range;
    expect_refusal("Pair.b: range is of numbers alone");
    fields[1].type = LAMINA_TYPE_INT64;
    fields[1].range = &backwards;
    expect_refusal("Pair.b: the range's minimum is larger than its maximum");
    fields[1].type = LAMINA_TYPE_INT64;
    fields[1].max_length = 1;
    expect_refusal("Pair.b: its type has no length");
    fields[1].type = LAMINA_TYPE_INT64;
    fields[1].pattern = "a";
    expect_refusal("Pair.b: values, pattern and format are of texts alone");
    fields[1].format = &empty;
    expect_refusal("Pair.b: the format lacks its size, name, rule or check");
}

Test(record_check, looks_into_nested_records)
{
    static lamina_field outer_field;
    make_sound();
    outer_field = (lamina_field){.name = "inner",
                                 .type = LAMINA_TYPE_RECORD,
                                 .record = &record,
                                 .offset = offsetof(pair, a)};
    lamina_record outer = record;
    outer.name = "Outer";
    outer.fields = &outer_field;
    outer.field_count = 1;
    cr_expect_eq(lamina_record_check(arena, &outer, &reason), LAMINA_OK);
    fields[0].type = 99;
    cr_expect_eq(lamina_record_check(arena, &outer, &reason), LAMINA_E_CONFIG);
    cr_expect_str_eq(reason.ptr, "Pair.a: type 99 is not known");
}

Test(record_check, bounds_the_nesting_of_tables)
{
    enum { DEPTH = LAMINA_RECORD_DEPTH_CAP + 1 };
    static lamina_record chain[DEPTH];
    static lamina_field links[DEPTH];
    make_sound();
    for (size_t i = 0; i < DEPTH; i++) {
        bool is_last = i + 1 == DEPTH;
        links[i] = (lamina_field){.name = "next",
                                  .type = is_last ? LAMINA_TYPE_STRING : LAMINA_TYPE_RECORD,
                                  .record = is_last ? NULL : &chain[i + 1],
                                  .offset = offsetof(pair, a)};
        chain[i] = record;
        chain[i].fields = &links[i];
        chain[i].field_count = 1;
    }
    cr_expect_eq(lamina_record_check(arena, &chain[0], &reason), LAMINA_E_CONFIG);
    cr_expect_str_eq(reason.ptr, "Pair.next: records nest deeper than 32");
    cr_expect_eq(lamina_record_check(arena, &chain[1], &reason), LAMINA_OK);
}

/* The numbers are those of 1.0 and stay, whatever the structs grow to. */
Test(record_check, accepts_the_sizes_of_1_0)
{
    make_sound();
    record.size = 48;
    record.field_size = 96;
    cr_expect_eq(lamina_record_check(arena, &record, &reason), LAMINA_OK, "%.*s",
                 LAMINA_FMT(reason));
}

Test(record_check, accepts_fields_that_have_grown)
{
    static struct {
        lamina_field known;
        uint64_t later;
    } grown[2];
    make_sound();
    grown[0].known = fields[0];
    grown[1].known = fields[1];
    record.fields = &grown[0].known;
    record.field_size = sizeof grown[0];
    record.size = sizeof record + 16;
    cr_expect_eq(lamina_record_check(arena, &record, &reason), LAMINA_OK, "%.*s",
                 LAMINA_FMT(reason));
}
