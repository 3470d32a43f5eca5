/*
 * test_record_default.c - what absent fields get: from requests, from query strings, by hand.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/record_json.h"

typedef struct inner {
    lamina_presence has;
    lamina_str unit;
    int64_t weight;
} inner;

enum { INNER_UNIT, INNER_WEIGHT, INNER_FIELD_COUNT };

static const lamina_field inner_fields[INNER_FIELD_COUNT] = {
    [INNER_UNIT] = {.name = "unit",
                    .type = LAMINA_TYPE_STRING,
                    .offset = offsetof(inner, unit),
                    .default_json = "\"kg\""},
    [INNER_WEIGHT] = {.name = "weight",
                      .type = LAMINA_TYPE_INT64,
                      .offset = offsetof(inner, weight)},
};

static const lamina_record inner_record = {.size = sizeof(lamina_record),
                                           .name = "Inner",
                                           .struct_size = sizeof(inner),
                                           .field_size = sizeof(lamina_field),
                                           .fields = inner_fields,
                                           .field_count = INNER_FIELD_COUNT};

typedef struct thing {
    lamina_presence has;
    lamina_str color; /* required */
    int64_t limit;
    lamina_list tags;
    inner *part;
    lamina_list parts;
    lamina_str note;   /* null by default */
    lamina_str origin; /* for new things only */
    lamina_str made;   /* read-only */
} thing;

enum {
    THING_COLOR,
    THING_LIMIT,
    THING_TAGS,
    THING_PART,
    THING_PARTS,
    THING_NOTE,
    THING_ORIGIN,
    THING_MADE,
    THING_FIELD_COUNT
};

static const lamina_field thing_fields[THING_FIELD_COUNT] = {
    [THING_COLOR] = {.name = "color",
                     .type = LAMINA_TYPE_STRING,
                     .flags = LAMINA_FIELD_REQUIRED,
                     .offset = offsetof(thing, color),
                     .default_json = "\"red\""},
    [THING_LIMIT] = {.name = "limit",
                     .type = LAMINA_TYPE_INT64,
                     .offset = offsetof(thing, limit),
                     .default_json = "25"},
    [THING_TAGS] = {.name = "tags",
                    .type = LAMINA_TYPE_STRING_SET,
                    .offset = offsetof(thing, tags),
                    .default_json = "[\"a\",\"b\"]"},
    [THING_PART] = {.name = "part",
                    .type = LAMINA_TYPE_RECORD,
                    .offset = offsetof(thing, part),
                    .record = &inner_record,
                    .default_json = "{\"weight\":3}"},
    [THING_PARTS] = {.name = "parts",
                     .type = LAMINA_TYPE_LIST,
                     .item_type = LAMINA_TYPE_RECORD,
                     .offset = offsetof(thing, parts),
                     .record = &inner_record},
    [THING_NOTE] = {.name = "note",
                    .type = LAMINA_TYPE_STRING,
                    .flags = LAMINA_FIELD_NULLABLE,
                    .offset = offsetof(thing, note),
                    .default_json = "null"},
    [THING_ORIGIN] = {.name = "origin",
                      .type = LAMINA_TYPE_STRING,
                      .flags = LAMINA_FIELD_DEFAULT_NEW,
                      .offset = offsetof(thing, origin),
                      .default_json = "\"web\""},
    [THING_MADE] = {.name = "made",
                    .type = LAMINA_TYPE_STRING,
                    .flags = LAMINA_FIELD_READ_ONLY,
                    .offset = offsetof(thing, made),
                    .default_json = "\"by us\""},
};

static const lamina_record thing_record = {.size = sizeof(lamina_record),
                                           .name = "Thing",
                                           .struct_size = sizeof(thing),
                                           .field_size = sizeof(lamina_field),
                                           .fields = thing_fields,
                                           .field_count = THING_FIELD_COUNT};

static lamina_arena *arena;

static void setup(void)
{
    arena = lamina_arena_new((size_t)1 << 20);
}

static void teardown(void)
{
    lamina_arena_free(arena);
}

TestSuite(record_default, .init = setup, .fini = teardown);

static thing decode(const char *text)
{
    const lamina_json *value = NULL;
    cr_assert_eq(lamina_json_read(arena, lamina_str_from(text), 0, &value, NULL), LAMINA_OK);
    thing out;
    lamina_violations violations = {0};
    cr_assert_eq(lamina_record_read_json(arena, &thing_record, value, &out, &violations), LAMINA_OK,
                 "%s %s", violations.count > 0 ? violations.items[0].pointer.ptr : "",
                 violations.count > 0 ? violations.items[0].message.ptr : "");
    return out;
}

static void expect_marks(const thing *out)
{
    cr_expect(lamina_is_null(&out->has, THING_NOTE));
    cr_expect(lamina_is_absent(&out->has, THING_PARTS));
    for (uint32_t i = THING_COLOR; i <= THING_PART; i++)
        cr_expect(lamina_is_present(&out->has, i), "field %u is not marked", i);
}

static void expect_part(const inner *part)
{
    cr_assert_not_null(part);
    cr_expect_eq(part->weight, 3);
    cr_expect(lamina_str_is(part->unit, "kg"), "a default's own absent fields get theirs");
}

static void expect_defaults(const thing *out)
{
    expect_marks(out);
    expect_part(out->part);
    cr_expect(lamina_str_is(out->color, "red"));
    cr_expect_eq(out->limit, 25);
    cr_assert_eq(out->tags.count, 2);
    cr_expect(lamina_str_is(((const lamina_str *)out->tags.items)[1], "b"));
}

Test(record_default, the_table_is_sound)
{
    lamina_str reason = {0};
    cr_expect_eq(lamina_record_check(arena, &thing_record, &reason), LAMINA_OK, "%s", reason.ptr);
}

Test(record_default, what_a_request_leaves_out_gets_its_default)
{
    thing out = decode("{}");
    expect_defaults(&out);
    cr_expect(lamina_str_is(out.origin, "web"));
    cr_expect(lamina_is_absent(&out.has, THING_MADE), "read-only fields are the service's to fill");
}

Test(record_default, what_a_request_sends_stays)
{
    thing out = decode("{\"color\":\"\",\"limit\":0,\"tags\":[],\"part\":{\"unit\":\"g\"},"
                       "\"parts\":[{},{\"unit\":\"t\"}],\"note\":\"n\",\"origin\":\"app\"}");
    cr_expect_eq(out.color.len, 0);
    cr_expect_eq(out.limit, 0);
    cr_expect_eq(out.tags.count, 0);
    cr_expect(lamina_str_is(out.part->unit, "g"));
    cr_expect(lamina_is_absent(&out.part->has, INNER_WEIGHT));
    const inner *parts = out.parts.items;
    cr_expect(lamina_str_is(parts[0].unit, "kg"), "elements of lists get theirs");
    cr_expect(lamina_str_is(parts[1].unit, "t"));
    cr_expect(lamina_str_is(out.note, "n"));
    cr_expect(lamina_str_is(out.origin, "app"));
}

Test(record_default, a_default_is_no_member_that_was_sent)
{
    lamina_record record = thing_record;
    record.min_present = 1;
    const lamina_json *value = NULL;
    cr_assert_eq(lamina_json_read(arena, LAMINA_STR("{}"), 0, &value, NULL), LAMINA_OK);
    thing out;
    lamina_violations violations = {0};
    cr_expect_eq(lamina_record_read_json(arena, &record, value, &out, &violations),
                 LAMINA_E_INVALID);
    cr_assert_eq(violations.count, 1);
    cr_expect(lamina_str_is(violations.items[0].code, "min-present"));
}

Test(record_default, query_parameters_have_defaults_too)
{
    const lamina_param params[] = {{LAMINA_STR("limit"), LAMINA_STR("")},
                                   {LAMINA_STR("tags"), LAMINA_STR("z")}};
    thing out;
    lamina_violations violations = {0};
    cr_assert_eq(lamina_record_read_params(arena, &thing_record, params, 2, &out, &violations),
                 LAMINA_OK);
    cr_expect_eq(out.limit, 25, "an empty number counts as absent");
    cr_expect_eq(out.tags.count, 1);
    cr_expect(lamina_str_is(out.color, "red"));
}

Test(record_default, a_struct_made_by_hand_is_filled)
{
    static const inner shared[2] = {{.has = {0}}, {.has = {.present = 1}, .unit = {"t", 1}}};
    thing item = {.parts = {shared, 2}};
    lamina_mark(&item.has, THING_PARTS);
    cr_assert_eq(lamina_record_fill(arena, &thing_record, LAMINA_FILL_NEW, &item), LAMINA_OK);
    cr_expect(lamina_is_present(&item.has, THING_PARTS));
    const inner *parts = item.parts.items;
    cr_expect(parts != shared, "what was pointed to is not written to");
    cr_expect(lamina_str_is(parts[0].unit, "kg"));
    cr_expect(lamina_str_is(parts[1].unit, "t"));
    cr_expect_eq(shared[0].has.present, 0);
    cr_expect(lamina_str_is(item.origin, "web"));
    cr_expect(lamina_str_is(item.made, "by us"), "here the service speaks");
    lamina_mark_absent(&item.has, THING_PARTS);
    expect_defaults(&item);
}

Test(record_default, nothing_is_copied_that_lacks_nothing)
{
    inner part = {.unit = LAMINA_STR("g")};
    lamina_mark(&part.has, INNER_UNIT);
    thing item = {.color = LAMINA_STR("blue"), .part = &part};
    lamina_mark(&item.has, THING_PART);
    lamina_mark(&item.has, THING_NOTE);
    cr_assert_eq(lamina_record_fill(arena, &thing_record, 0, &item), LAMINA_OK);
    cr_expect_eq(item.part, &part);
    cr_expect(lamina_str_is(item.color, "blue"), "a required text needs no mark");
    cr_expect(lamina_is_present(&item.has, THING_NOTE));
    cr_expect(lamina_is_absent(&item.has, THING_ORIGIN), "the thing is not new");
}

/* ---- tables that are refused ---- */

static void expect_refusal(lamina_field field, const char *wanted)
{
    field.name = "f";
    field.offset = sizeof(lamina_presence);
    lamina_record record = thing_record;
    record.name = "T";
    record.fields = &field;
    record.field_count = 1;
    lamina_str reason = {0};
    cr_expect_eq(lamina_record_check(arena, &record, &reason), LAMINA_E_CONFIG, "%s", wanted);
    cr_expect_str_eq(reason.ptr == NULL ? "" : reason.ptr, wanted);
}

Test(record_default, a_wrong_default_is_refused_with_the_table)
{
    static const lamina_range range = {0, 9};
    static const char *const colors[] = {"red", NULL};
    expect_refusal((lamina_field){.type = LAMINA_TYPE_INT64, .default_json = "\"1\""},
                   "T.f: the default is not allowed: /f must be a whole number of at most 64 bits, "
                   "not a string");
    expect_refusal((lamina_field){.type = LAMINA_TYPE_INT64, .default_json = "10", .range = &range},
                   "T.f: the default is not allowed: /f must be between 0 and 9");
    expect_refusal((lamina_field){.type = LAMINA_TYPE_INT64, .default_json = "nul"},
                   "T.f: the default is not allowed: /f must be valid JSON");
    expect_refusal((lamina_field){.type = LAMINA_TYPE_STRING, .default_json = ""},
                   "T.f: the default is not allowed: /f must be valid JSON");
    expect_refusal((lamina_field){.type = LAMINA_TYPE_STRING, .default_json = "null"},
                   "T.f: the default is not allowed: /f must not be null");
    expect_refusal(
        (lamina_field){.type = LAMINA_TYPE_STRING, .default_json = "\"blue\"", .values = colors},
        "T.f: the default is not allowed: /f must be one of: red");
    expect_refusal((lamina_field){.type = LAMINA_TYPE_STRING_SET, .default_json = "[\"a\",\"a\"]"},
                   "T.f: the default is not allowed: /f/1 must not be in the set twice");
    expect_refusal((lamina_field){.type = LAMINA_TYPE_RECORD,
                                  .default_json = "{\"height\":1}",
                                  .record = &inner_record},
                   "T.f: the default is not allowed: /f/height is not a member of this object");
    expect_refusal((lamina_field){.type = LAMINA_TYPE_STRING, .flags = LAMINA_FIELD_DEFAULT_NEW},
                   "T.f: LAMINA_FIELD_DEFAULT_NEW needs a default_json");
}

typedef struct endless {
    lamina_presence has;
    struct endless *more;
} endless;

static const lamina_record endless_record;

static const lamina_field endless_fields[] = {{.name = "more",
                                               .type = LAMINA_TYPE_RECORD,
                                               .offset = offsetof(endless, more),
                                               .record = &endless_record,
                                               .default_json = "{}"}};

static const lamina_record endless_record = {.size = sizeof(lamina_record),
                                             .name = "Endless",
                                             .struct_size = sizeof(endless),
                                             .field_size = sizeof(lamina_field),
                                             .fields = endless_fields,
                                             .field_count = 1};

Test(record_default, defaults_that_never_end_are_refused)
{
    lamina_str reason = {0};
    cr_expect_eq(lamina_record_check(arena, &endless_record, &reason), LAMINA_E_CONFIG);
    cr_assert_not_null(reason.ptr);
    cr_expect_not_null(strstr(reason.ptr, "must not nest deeper"), "%s", reason.ptr);
}

Test(record_default, formats_of_a_table_are_not_called_when_it_is_checked)
{
    static const lamina_format format = {sizeof format, "f", "anything",
                                         (bool (*)(lamina_str))NULL};
    lamina_format with_check = format;
    with_check.check = lamina_is_decimal; /* which "red" is not */
    lamina_field field = thing_fields[THING_COLOR];
    field.format = &with_check;
    lamina_record record = thing_record;
    record.fields = &field;
    record.field_count = 1;
    lamina_str reason = {0};
    cr_expect_eq(lamina_record_check(arena, &record, &reason), LAMINA_OK, "%s", reason.ptr);
}

Test(record_default, nothing_is_filled_in_a_full_arena)
{
    lamina_arena *full = lamina_arena_new(256);
    while (lamina_arena_alloc(full, 1) != NULL)
        continue;
    thing item = {.color = LAMINA_STR("blue")};
    cr_expect_eq(lamina_record_fill(full, &thing_record, 0, &item), LAMINA_E_LIMIT);
    lamina_arena_free(full);
}

/* ---- what the record does not name ---- */

typedef struct keeper {
    lamina_presence has;
    lamina_unknown unknown;
    lamina_str a;
} keeper;

static lamina_field keeper_field = {
    .name = "a", .type = LAMINA_TYPE_STRING, .offset = offsetof(keeper, a)};
static lamina_record keeper_record = {.size = sizeof(lamina_record),
                                      .flags = LAMINA_RECORD_KEEPS_UNKNOWN,
                                      .name = "Keeper",
                                      .struct_size = sizeof(keeper),
                                      .field_size = sizeof(lamina_field),
                                      .fields = &keeper_field,
                                      .field_count = 1};

Test(record_default, the_unknown_has_its_place_behind_the_presence)
{
    lamina_str reason = {0};
    cr_expect_eq(lamina_record_check(arena, &keeper_record, &reason), LAMINA_OK);
    keeper_field.offset = sizeof(lamina_presence);
    cr_expect_eq(lamina_record_check(arena, &keeper_record, &reason), LAMINA_E_CONFIG);
    cr_expect_str_eq(reason.ptr, "Keeper.a: lies in the lamina_unknown behind the presence");
    keeper_record.struct_size = sizeof(lamina_presence) + 8;
    cr_expect_eq(lamina_record_check(arena, &keeper_record, &reason), LAMINA_E_CONFIG);
    cr_expect_str_eq(reason.ptr,
                     "Keeper: struct_size has no room for a lamina_presence and a lamina_unknown");
}

Test(record_default, a_copy_carries_the_unknown_and_json_never_shows_it)
{
    keeper from = {.unknown = {LAMINA_STR("\"x\":{\"S\":\"secret\"}")}, .a = LAMINA_STR("a")};
    lamina_mark(&from.has, 0);
    keeper to = {.has = {0}};
    cr_assert_eq(lamina_record_copy(arena, &keeper_record, &from, &keeper_record, &to), LAMINA_OK);
    cr_expect(lamina_str_equal(to.unknown.attributes, from.unknown.attributes));

    lamina_record plain = keeper_record;
    plain.flags = 0;
    keeper bare = {.has = {0}};
    cr_assert_eq(lamina_record_copy(arena, &keeper_record, &from, &plain, &bare), LAMINA_OK);
    cr_expect_eq(bare.unknown.attributes.len, 0);

    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, 1000);
    lamina_json_write_init(&writer, &text);
    cr_assert_eq(lamina_record_write_json(&keeper_record, &from, &writer, NULL), LAMINA_OK);
    cr_expect_str_eq(text.ptr, "{\"a\":\"a\"}");
    lamina_text_clear(&text);
}
