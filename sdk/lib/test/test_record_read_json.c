/*
 * test_record_read_json.c - JSON objects into structs.
 */
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "sample_record.h"

static lamina_arena *arena;
static lamina_violations violations;

static void setup(void)
{
    arena = lamina_arena_new((size_t)256 << 20);
    violations = (lamina_violations){0};
}

static void teardown(void)
{
    lamina_arena_free(arena);
}

TestSuite(record_read_json, .init = setup, .fini = teardown);

Test(record_read_json, fills_every_type)
{
    every e;
    cr_assert_eq(
        read_sample(arena, &every_record,
                    "{\"string\":\"text\",\"binary\":\"AAH/\",\"int64\":-9223372036854775808,"
                    "\"number\":0.5,\"decimal\":\"1.50\",\"timestamp\":\"1970-01-01T00:00:01Z\","
                    "\"epoch\":7,\"child\":{\"int64\":1},\"flags\":[true,false],"
                    "\"children\":[{\"int64\":2},{}],\"strings\":[\"a\",\"b\"],"
                    "\"numbers\":[\"1.0\",2],\"binaries\":[\"AA==\",\"\"],"
                    "\"json\":{\"a\":[1,null]},\"boolean\":true}",
                    &e, &violations),
        LAMINA_OK);
    cr_expect_eq(e.has.present, (UINT64_C(1) << EVERY_FIELD_COUNT) - 1);
    cr_expect_eq(e.has.null, 0);
    cr_expect(lamina_str_is(e.string, "text"));
    cr_expect(lamina_str_equal(e.binary, LAMINA_STR("\0\1\xFF")));
    cr_expect_eq(e.int64, INT64_MIN);
    cr_expect_eq(e.number, 0.5);
    cr_expect(lamina_str_is(e.decimal, "1.50"));
    cr_expect_eq(e.timestamp, 1000000);
    cr_expect_eq(e.epoch, 7);
    cr_expect_eq(e.child->int64, 1);
    cr_expect_eq(e.flags.count, 2);
    cr_expect(((const bool *)e.flags.items)[0]);
    cr_expect_not(((const bool *)e.flags.items)[1]);
    cr_expect_eq(e.children.count, 2);
    cr_expect_eq(((const every *)e.children.items)[0].int64, 2);
    cr_expect_eq(((const every *)e.children.items)[1].has.present, 0);
    cr_expect(lamina_str_is(((const lamina_str *)e.strings.items)[1], "b"));
    cr_expect(lamina_str_is(((const lamina_str *)e.numbers.items)[0], "1.0"));
    cr_expect(lamina_str_is(((const lamina_str *)e.numbers.items)[1], "2"));
    cr_expect_eq(((const lamina_str *)e.binaries.items)[0].len, 1);
    cr_expect_eq(((const lamina_str *)e.binaries.items)[1].len, 0);
    cr_expect(lamina_str_is(e.json, "{\"a\":[1,null]}"));
    cr_expect(e.boolean);
}

Test(record_read_json, tells_absent_null_and_empty_apart)
{
    every e;
    memset(&e, 0xEE, sizeof(e));
    cr_assert_eq(read_sample(arena, &every_record, "{}", &e, &violations), LAMINA_OK);
    cr_expect(lamina_is_absent(&e.has, EVERY_STRING));
    cr_expect_null(e.string.ptr);
    cr_assert_eq(read_sample(arena, &every_record, "{\"string\":null}", &e, &violations),
                 LAMINA_OK);
    cr_expect(lamina_is_null(&e.has, EVERY_STRING));
    cr_assert_eq(read_sample(arena, &every_record,
                             "{\"string\":\"\",\"flags\":[],\"binary\":\"\",\"child\":{}}", &e,
                             &violations),
                 LAMINA_OK);
    cr_expect(lamina_is_present(&e.has, EVERY_STRING));
    cr_expect_not_null(e.string.ptr);
    cr_expect_not_null(e.binary.ptr);
    cr_expect(lamina_is_present(&e.has, EVERY_FLAGS));
    cr_expect_eq(e.flags.count, 0);
    cr_expect_eq(e.child->has.present, 0);
}

/* One text, and the "code pointer" lines that must come of it. */
typedef struct expectation {
    const char *json;
    const char *lines;
} expectation;

static void expect_violations(const lamina_record *record, const expectation *rows, size_t count)
{
    void *out = lamina_arena_alloc(arena, record->struct_size);
    for (size_t i = 0; i < count; i++) {
        lamina_status status = read_sample(arena, record, rows[i].json, out, &violations);
        cr_expect_eq(status, rows[i].lines[0] != '\0' ? LAMINA_E_INVALID : LAMINA_OK, "%s",
                     rows[i].json);
        cr_expect_str_eq(violation_lines(arena, &violations), rows[i].lines, "%s gave %s",
                         rows[i].json, violation_lines(arena, &violations));
    }
}

#define EXPECT(record, rows) expect_violations(record, rows, sizeof(rows) / sizeof((rows)[0]))

Test(record_read_json, refuses_other_types)
{
    static const expectation rows[] = {
        {"{\"string\":1}", "type /string\n"},
        {"{\"string\":[]}", "type /string\n"},
        {"{\"binary\":1}", "type /binary\n"},
        {"{\"binary\":\"AA=\"}", "format /binary\n"},
        {"{\"int64\":\"1\"}", "type /int64\n"},
        {"{\"int64\":1.5}", "type /int64\n"},
        {"{\"int64\":9223372036854775808}", "type /int64\n"},
        {"{\"int64\":1e3}", ""},
        {"{\"int64\":5.0}", ""},
        {"{\"number\":\"1\"}", "type /number\n"},
        {"{\"number\":1e999}", "range /number\n"},
        {"{\"decimal\":true}", "type /decimal\n"},
        {"{\"decimal\":\"\"}", "format /decimal\n"},
        {"{\"decimal\":\"1,5\"}", "format /decimal\n"},
        {"{\"decimal\":\"1e126\"}", "format /decimal\n"},
        {"{\"decimal\":12345678901234567890123456789012345678}", ""},
        {"{\"decimal\":123456789012345678901234567890123456789}", "format /decimal\n"},
        {"{\"timestamp\":0}", "type /timestamp\n"},
        {"{\"timestamp\":\"yesterday\"}", "format /timestamp\n"},
        {"{\"epoch\":\"0\"}", "type /epoch\n"},
        {"{\"epoch\":0.5}", "type /epoch\n"},
        {"{\"child\":[]}", "type /child\n"},
        {"{\"child\":{\"child\":{\"int64\":\"x\"}}}", "type /child/child/int64\n"},
        {"{\"flags\":true}", "type /flags\n"},
        {"{\"flags\":[true,1,null]}", "type /flags/1\ntype /flags/2\n"},
        {"{\"children\":[{},{\"int64\":\"\"},3]}", "type /children/1/int64\ntype /children/2\n"},
        {"{\"strings\":[\"a\",2]}", "type /strings/1\n"},
        {"{\"boolean\":\"true\"}", "type /boolean\n"},
        {"{\"boolean\":0}", "type /boolean\n"},
        {"{\"boolean\":null}", "null /boolean\n"},
        {"{\"json\":null}", ""},
        {"[]", "type \n"},
        {"null", "type \n"},
        {"\"x\"", "type \n"},
    };
    EXPECT(&every_record, rows);
}

Test(record_read_json, refuses_equal_elements_of_sets)
{
    static const expectation rows[] = {
        {"{\"strings\":[\"a\",\"b\",\"a\",\"a\"]}", "unique /strings/2\nunique /strings/3\n"},
        {"{\"strings\":[\"\",\"\\u0000\",\"a\",\"A\"]}", ""},
        {"{\"numbers\":[1,\"1.0\",\"2\",\"10e-1\"]}", "unique /numbers/1\nunique /numbers/3\n"},
        {"{\"numbers\":[0,\"-0\"]}", "unique /numbers/1\n"},
        {"{\"numbers\":[9007199254740993,9007199254740992]}", ""},
        {"{\"numbers\":[\"x\",\"y\"]}", "format /numbers/0\nformat /numbers/1\n"},
        {"{\"binaries\":[\"AA==\",\"AA==\"]}", "unique /binaries/1\n"},
        {"{\"flags\":[true,true]}", ""},
        {"{\"strings\":[]}", ""},
        {"{\"flags\":[]}", ""},
    };
    EXPECT(&every_record, rows);
}

Test(record_read_json, checks_every_constraint)
{
    static const expectation rows[] = {
        {"{\"name\":\"Ada\"}", ""},
        {"{}", "required /name\n"},
        {"{\"name\":null}", "null /name\n"},
        {"{\"name\":\"A\"}", "min-length /name\n"},
        {"{\"name\":\"\"}", "min-length /name\n"},
        {"{\"name\":\"\xC3\xA9\"}", "min-length /name\n"},
        {"{\"name\":\"\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\"}", ""},
        {"{\"name\":\"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\"}", ""},
        {"{\"name\":\"abcdef\"}", "max-length /name\n"},
        {"{\"name\":\"Ada\",\"id\":\"1\"}", "read-only /id\n"},
        {"{\"name\":\"Ada\",\"nick\":null}", ""},
        {"{\"name\":\"Ada\",\"age\":null}", "null /age\n"},
        {"{\"name\":\"Ada\",\"password\":\"abc12\"}", ""},
        {"{\"name\":\"Ada\",\"password\":\"abc123\"}", "pattern /password\n"},
        {"{\"name\":\"Ada\",\"password\":\"abc12\\n\"}", "pattern /password\n"},
        {"{\"name\":\"Ada\",\"password\":\"abc12\\u0000\"}", "pattern /password\n"},
        {"{\"name\":\"Ada\",\"password\":\"x\\nabc12\"}", "pattern /password\n"},
        {"{\"name\":\"Ada\",\"password\":\"\"}", "pattern /password\n"},
        {"{\"name\":\"Ada\",\"status\":\"active\"}", ""},
        {"{\"name\":\"Ada\",\"status\":\"Active\"}", "enum /status\n"},
        {"{\"name\":\"Ada\",\"status\":\"active\\u0000\"}", "enum /status\n"},
        {"{\"name\":\"Ada\",\"mail\":\"x\"}", "format /mail\n"},
        {"{\"name\":\"Ada\",\"mail\":\"x@y\"}", ""},
        {"{\"name\":\"Ada\",\"age\":150}", ""},
        {"{\"name\":\"Ada\",\"age\":151}", "range /age\n"},
        {"{\"name\":\"Ada\",\"age\":-1}", "range /age\n"},
        {"{\"name\":\"Ada\",\"height\":3}", ""},
        {"{\"name\":\"Ada\",\"height\":3.0000000001}", "range /height\n"},
        {"{\"name\":\"Ada\",\"height\":-1e-300}", "range /height\n"},
        {"{\"name\":\"Ada\",\"balance\":\"-100.00\"}", ""},
        {"{\"name\":\"Ada\",\"balance\":\"-100.00000000000000000000000000000000001\"}",
         "range /balance\n"},
        {"{\"name\":\"Ada\",\"balance\":\"9223372036854775808\"}", "range /balance\n"},
        {"{\"name\":\"Ada\",\"tags\":[\"a\",\"b\",\"c\",\"d\"]}", "max-length /tags\n"},
        {"{\"name\":\"Ada\",\"tags\":[\"abcde\"]}", "max-length /tags/0\n"},
        {"{\"name\":\"Ada\",\"key\":\"AAAA\"}", ""},
        {"{\"name\":\"Ada\",\"key\":\"AAA=\"}", "min-length /key\n"},
        {"{\"name\":\"Ada\",\"key\":\"AAAAAA==\"}", "max-length /key\n"},
    };
    EXPECT(&person_record, rows);
}

Test(record_read_json, collects_all_in_the_order_of_the_text_then_what_is_missing)
{
    static const expectation rows[] = {
        {"{\"age\":-1,\"zip\":1,\"mail\":\"x\",\"age\":2,\"a/b~c\":0,\"nick\":1}",
         "range /age\nunknown /zip\nformat /mail\nduplicate /age\nunknown /a~1b~0c\ntype /nick\n"
         "required /name\n"},
        {"{\"\":0,\"name\":\"Ada\"}", "unknown /\n"},
        {"{\"Name\":\"Ada\",\"name\":\"Ada\"}", "unknown /Name\n"},
        {"{\"name\\u0000\":\"Ada\",\"name\":\"Ada\"}", "unknown /name\n"},
    };
    person p;
    for (size_t i = 0; i < 3; i++) {
        cr_expect_eq(read_sample(arena, &person_record, rows[i].json, &p, &violations),
                     LAMINA_E_INVALID);
        cr_expect_str_eq(violation_lines(arena, &violations), rows[i].lines);
    }
    cr_expect_eq(read_sample(arena, &person_record, rows[3].json, &p, &violations),
                 LAMINA_E_INVALID);
    cr_expect_eq(violations.count, 1);
    cr_expect_eq(violations.items[0].pointer.len, 6, "with its NUL");
}

Test(record_read_json, says_rules_and_never_values)
{
    static const struct {
        const char *json;
        const char *message;
    } rows[] = {
        {"{\"name\":\"A\"}", "must be 2 to 5 characters long"},
        {"{\"name\":1}", "must be a string, not a number"},
        {"{\"name\":\"Ada\",\"key\":\"AA==\"}", "must be exactly 3 bytes long"},
        {"{\"name\":\"Ada\",\"tags\":[\"a\",\"b\",\"c\",\"d\"]}", "must have at most 3 elements"},
        {"{\"name\":\"Ada\",\"tags\":[\"abcde\"]}", "must be at most 4 characters long"},
        {"{\"name\":\"Ada\",\"status\":\"secret\"}", "must be one of: active, closed"},
        {"{\"name\":\"Ada\",\"password\":\"secret\"}", "must match the pattern [a-z]+[0-9]{2}"},
        {"{\"name\":\"Ada\",\"mail\":\"secret\"}", "must be a mail address"},
        {"{\"name\":\"Ada\",\"age\":999}", "must be between 0 and 150"},
        {"{\"name\":\"Ada\",\"balance\":-999}", "must be at least -100"},
        {"{\"name\":\"Ada\",\"age\":\"999\"}",
         "must be a whole number of at most 64 bits, not a string"},
        {"{}", "is required"},
        {"{\"name\":\"Ada\",\"x\":1}", "is not a member of this object"},
    };
    person p;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        cr_expect_eq(read_sample(arena, &person_record, rows[i].json, &p, &violations),
                     LAMINA_E_INVALID);
        cr_assert_eq(violations.count, 1, "%s", rows[i].json);
        cr_expect_str_eq(violations.items[0].message.ptr, rows[i].message);
    }
}

Test(record_read_json, matches_no_pattern_with_texts_over_its_cap)
{
    char json[9000] = "{\"name\":\"Ada\",\"password\":\"";
    size_t start = strlen(json);
    person p;
    for (size_t len = 4094; len <= 4096; len++) {
        /* len letters and two digits */
        memset(json + start, 'a', len);
        snprintf(json + start + len, sizeof(json) - start - len, "12\"}");
        lamina_status status = read_sample(arena, &person_record, json, &p, &violations);
        cr_expect_eq(status, len + 2 <= 4096 ? LAMINA_OK : LAMINA_E_INVALID, "%zu", len + 2);
    }
}

Test(record_read_json, ignores_unknown_members_of_an_open_record)
{
    lamina_record open = person_record;
    open.flags = LAMINA_RECORD_OPEN;
    person p;
    cr_expect_eq(
        read_sample(arena, &open, "{\"x\":{\"y\":[1]},\"name\":\"Ada\",\"z\":1}", &p, &violations),
        LAMINA_OK);
    cr_expect(lamina_str_is(p.name, "Ada"));
}

Test(record_read_json, wants_the_fewest_members)
{
    lamina_record patch = every_record;
    patch.min_present = 2;
    every e;
    cr_expect_eq(read_sample(arena, &patch, "{\"int64\":1}", &e, &violations), LAMINA_E_INVALID);
    cr_expect_str_eq(violation_lines(arena, &violations), "min-present \n");
    cr_expect_str_eq(violations.items[0].message.ptr, "must carry at least 2 members");
    cr_expect_eq(read_sample(arena, &patch, "{\"int64\":1,\"string\":null}", &e, &violations),
                 LAMINA_OK);
}

static lamina_status read_nested(size_t depth)
{
    lamina_text text;
    every e;
    lamina_text_init(&text, 10000);
    for (size_t i = 1; i < depth; i++)
        lamina_text_add(&text, LAMINA_STR("{\"child\":"));
    lamina_text_add(&text, LAMINA_STR("{"));
    for (size_t i = 0; i < depth; i++)
        lamina_text_add(&text, LAMINA_STR("}"));
    lamina_status status = read_sample(arena, &every_record, text.ptr, &e, &violations);
    lamina_text_clear(&text);
    return status;
}

Test(record_read_json, bounds_the_nesting)
{
    cr_expect_eq(read_nested(LAMINA_RECORD_DEPTH_CAP), LAMINA_OK);
    cr_expect_eq(read_nested(LAMINA_RECORD_DEPTH_CAP + 1), LAMINA_E_INVALID);
    cr_expect_eq(violations.count, 1);
    cr_expect_str_eq(violations.items[0].code.ptr, "depth");
}

Test(record_read_json, stops_collecting_at_the_cap)
{
    lamina_text text;
    person p;
    lamina_text_init(&text, (size_t)1 << 20);
    lamina_text_add_char(&text, '{');
    for (int i = 0; i < 150; i++)
        lamina_text_add_format(&text, "\"x%d\":0,", i);
    lamina_text_add(&text, LAMINA_STR("\"name\":\"Ada\"}"));
    cr_expect_eq(read_sample(arena, &person_record, text.ptr, &p, &violations), LAMINA_E_INVALID);
    cr_expect_eq(violations.count, LAMINA_VIOLATION_CAP);
    cr_expect_eq(violations.dropped, 50);
    lamina_text_clear(&text);
}

Test(record_read_json, finds_equal_ones_in_a_large_set_in_good_time)
{
    /* 200,000 elements: comparing each with each would take minutes. */
    const int count = 200000;
    lamina_text text;
    every e;
    lamina_text_init(&text, (size_t)8 << 20);
    lamina_text_add(&text, LAMINA_STR("{\"numbers\":["));
    for (int i = 0; i < count; i++)
        lamina_text_add_format(&text, "%d,", i);
    lamina_text_add(&text, LAMINA_STR("7.0]}"));
    cr_expect_eq(read_sample(arena, &every_record, text.ptr, &e, &violations), LAMINA_E_INVALID);
    cr_expect_str_eq(violation_lines(arena, &violations), "unique /numbers/200000\n");
    lamina_text_clear(&text);
}

Test(record_read_json, says_when_the_arena_is_full)
{
    static const char *const texts[] = {
        "{\"string\":\"text\",\"binary\":\"AAH/\",\"decimal\":1,\"child\":{\"int64\":1},"
        "\"flags\":[true],\"children\":[{}],\"strings\":[\"a\",\"b\"],\"numbers\":[1,2],\"json\":[1]}",
        "{\"string\":1,\"zip\":1,\"strings\":[\"a\",\"a\"]}",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        const lamina_json *value;
        cr_assert_eq(lamina_json_read(arena, lamina_str_from(texts[i]), 0, &value, NULL),
                     LAMINA_OK);
        lamina_status last = LAMINA_E_LIMIT;
        for (size_t cap = 0; cap < 8192 && last == LAMINA_E_LIMIT; cap += 16) {
            lamina_arena *small = lamina_arena_new(cap);
            every e;
            violations = (lamina_violations){0};
            last = lamina_record_read_json(small, &every_record, value, &e, &violations);
            cr_assert(last != LAMINA_E_LIMIT || lamina_arena_is_exhausted(small));
            lamina_arena_free(small);
        }
        cr_expect_eq(last, i == 0 ? LAMINA_OK : LAMINA_E_INVALID);
    }
}

Test(record_read_json, walks_tables_of_a_later_version_with_longer_fields)
{
    typedef struct later_field {
        lamina_field field;
        uint64_t added;
    } later_field;
    typedef struct pair {
        lamina_presence has;
        int64_t a;
        int64_t b;
    } pair;
    static const later_field fields[] = {
        {.field = {.name = "a", .type = LAMINA_TYPE_INT64, .offset = offsetof(pair, a)}},
        {.field = {.name = "b", .type = LAMINA_TYPE_INT64, .offset = offsetof(pair, b)}},
    };
    const lamina_record record = {.size = sizeof(lamina_record),
                                  .name = "Pair",
                                  .struct_size = sizeof(pair),
                                  .field_size = sizeof(later_field),
                                  .fields = &fields[0].field,
                                  .field_count = 2};
    pair p;
    cr_expect_eq(read_sample(arena, &record, "{\"b\":2,\"a\":1}", &p, &violations), LAMINA_OK);
    cr_expect_eq(p.a, 1);
    cr_expect_eq(p.b, 2);
}
