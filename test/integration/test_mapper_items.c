/*
 * The mapper against DynamoDB Local: every type of a record, in each of its states, there and back.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "domain/mapper.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "model_table.h"
#include "sample_model.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;

static void setup(void)
{
    test = test_context_new();
    test_context_use_system_clock(test);
    context = test_context_get(test);
    model_table_use(context, &sample_model);
}

static void teardown(void)
{
    test_context_free(test);
}

TestSuite(mapper_items, .init = setup, .fini = teardown, .timeout = 60);

static void expect_text(lamina_str got, const char *expected)
{
    cr_assert(lamina_str_is(got, expected), "got \"%.*s\", not \"%s\"", LAMINA_FMT(got), expected);
}

static void expect_ok(lamina_status status)
{
    cr_assert_eq(status, LAMINA_OK, "%s: %.*s", lamina_status_name(status),
                 LAMINA_FMT(test_context_causes(test)));
}

static void create_and_read(sample *item, sample *out)
{
    expect_ok(mapper_create(context, &sample_model, item, NULL));
    sample key = {.id = item->id, .rank = item->rank};
    expect_ok(mapper_get(context, &sample_model, &key,
                         &(mapper_read){.size = sizeof(mapper_read), .consistent = 1}, out));
}

Test(mapper_items, every_type_survives)
{
    sample_part inner = {.name = LAMINA_STR("inner"), .weight = -1};
    sample_part part = {.name = LAMINA_STR(""), .inner = &inner};
    lamina_mark(&inner.has, SAMPLE_PART_WEIGHT);
    lamina_mark_null(&part.has, SAMPLE_PART_WEIGHT);
    lamina_mark(&part.has, SAMPLE_PART_INNER);
    const sample_part parts[] = {{.name = LAMINA_STR("first")}, part};
    const lamina_str lines[] = {LAMINA_STR("one"), LAMINA_STR(""), LAMINA_STR("thr\"ee\\")};
    const bool flags[] = {true, false, true};
    const lamina_str tags[] = {LAMINA_STR("red"), LAMINA_STR("gr\xc3\xbcn")};
    const lamina_str numbers[] = {LAMINA_STR("1.5"),
                                  LAMINA_STR("12345678901234567890123456789012345678")};
    const lamina_str keys[] = {LAMINA_STR("\x00\x01"), LAMINA_STR("\xff")};
    sample item = {.id = LAMINA_STR("every"),
                   .rank = -7,
                   .title = LAMINA_STR("a \"title\"\n\xf0\x9f\x98\x80"),
                   .blob = LAMINA_STR("\x00\xff\x10"),
                   .active = true,
                   .count = INT64_MIN,
                   .ratio = 0.1,
                   .price = LAMINA_STR("-0.00000000000000000000000000000000000001"),
                   .due = INT64_C(-62135596800000000),
                   .part = &part,
                   .parts = {parts, 2},
                   .lines = {lines, 3},
                   .flags = {flags, 3},
                   .tags = {tags, 2},
                   .numbers = {numbers, 2},
                   .keys = {keys, 2},
                   .document = LAMINA_STR("{\"a\":[1,null,true,\"x\",{}],\"n\":1.25e-7}"),
                   .group = LAMINA_STR("g"),
                   .sequence = INT64_MAX,
                   .expires = lamina_now_us(context) / 1000000 + 1000};
    for (uint32_t i = SAMPLE_TITLE; i < SAMPLE_FIELD_COUNT; i++)
        lamina_mark(&item.has, i);

    sample out;
    create_and_read(&item, &out);

    cr_assert_eq(out.has.present, (UINT64_C(1) << SAMPLE_FIELD_COUNT) - 1);
    cr_assert_eq(out.has.null, 0);
    expect_text(out.id, "every");
    cr_assert_eq(out.rank, -7);
    cr_assert(lamina_str_equal(out.title, item.title));
    cr_assert(lamina_str_equal(out.blob, item.blob));
    cr_assert(out.active);
    cr_assert_eq(out.count, INT64_MIN);
    cr_assert_eq(out.ratio, 0.1);
    double price = 0;
    cr_assert_eq(lamina_parse_double(out.price, &price), LAMINA_OK);
    cr_assert_eq(price, -1e-38);
    cr_assert_eq(out.due, item.due);
    expect_text(out.part->name, "");
    cr_assert(lamina_is_null(&out.part->has, SAMPLE_PART_WEIGHT));
    expect_text(out.part->inner->name, "inner");
    cr_assert_eq(out.part->inner->weight, -1);
    cr_assert_eq(out.parts.count, 2);
    const sample_part *read_parts = out.parts.items;
    expect_text(read_parts[0].name, "first");
    cr_assert(lamina_is_absent(&read_parts[0].has, SAMPLE_PART_WEIGHT));
    cr_assert(lamina_is_null(&read_parts[1].has, SAMPLE_PART_WEIGHT));
    expect_text(read_parts[1].inner->name, "inner");
    cr_assert_eq(out.lines.count, 3);
    for (size_t i = 0; i < 3; i++)
        cr_assert(lamina_str_equal(((const lamina_str *)out.lines.items)[i], lines[i]));
    cr_assert_eq(out.flags.count, 3);
    cr_assert_eq(memcmp(out.flags.items, flags, sizeof flags), 0);
    cr_assert_eq(out.tags.count, 2);
    cr_assert_eq(out.numbers.count, 2);
    cr_assert_eq(out.keys.count, 2);
    const lamina_str *read_keys = out.keys.items;
    cr_assert(lamina_str_equal(read_keys[0], keys[0]) || lamina_str_equal(read_keys[0], keys[1]));
    cr_assert_eq(out.sequence, INT64_MAX);
    cr_assert_eq(out.expires, item.expires);
    cr_assert_eq(out.created, item.created);
    cr_assert_eq(out.updated, item.updated);
    cr_assert_eq(out.version, 1);
    expect_text(lamina_str_has_prefix(out.document, LAMINA_STR("{")) ? LAMINA_STR("ok")
                                                                     : out.document,
                "ok");
}

Test(mapper_items, absent_null_and_empty_are_three_things)
{
    sample item = {.id = LAMINA_STR("states"), .rank = 1};
    for (uint32_t i = SAMPLE_BLOB; i <= SAMPLE_DOCUMENT; i++)
        if (i != SAMPLE_FLAGS)
            lamina_mark_null(&item.has, i);
    lamina_mark(&item.has, SAMPLE_BLOB);  /* empty binary */
    lamina_mark(&item.has, SAMPLE_LINES); /* empty list */
    lamina_mark_absent(&item.has, SAMPLE_PRICE);

    sample out;
    create_and_read(&item, &out);

    cr_assert(lamina_is_absent(&out.has, SAMPLE_TITLE));
    cr_assert(lamina_is_absent(&out.has, SAMPLE_PRICE));
    cr_assert(lamina_is_present(&out.has, SAMPLE_BLOB));
    cr_assert_eq(out.blob.len, 0);
    cr_assert(lamina_is_present(&out.has, SAMPLE_LINES));
    cr_assert_eq(out.lines.count, 0);
    static const uint32_t nulls[] = {SAMPLE_ACTIVE, SAMPLE_COUNT,   SAMPLE_RATIO, SAMPLE_DUE,
                                     SAMPLE_PART,   SAMPLE_PARTS,   SAMPLE_TAGS,  SAMPLE_NUMBERS,
                                     SAMPLE_KEYS,   SAMPLE_DOCUMENT};
    for (size_t i = 0; i < sizeof nulls / sizeof nulls[0]; i++)
        cr_assert(lamina_is_null(&out.has, nulls[i]), "field %u", nulls[i]);
}

Test(mapper_items, an_empty_text_is_present)
{
    sample item = {.id = LAMINA_STR("empty"), .rank = 1, .group = LAMINA_STR("")};
    item.document = LAMINA_STR("\"\"");
    lamina_mark(&item.has, SAMPLE_DOCUMENT);
    sample out;
    create_and_read(&item, &out);
    expect_text(out.document, "\"\"");
}

Test(mapper_items, what_is_missing_is_not_found_and_leaves_the_struct)
{
    sample key = {.id = LAMINA_STR("nobody"), .rank = 5, .count = 77};
    cr_assert_eq(mapper_get(context, &sample_model, &key, NULL, &key), LAMINA_E_NOT_FOUND);
    cr_assert_eq(key.count, 77);
    expect_text(key.id, "nobody");
    cr_assert_eq(test_context_problem(test).status, LAMINA_OK);
}

Test(mapper_items, an_item_past_its_time_counts_as_missing)
{
    sample item = {.id = LAMINA_STR("late"), .rank = 1};
    item.expires = lamina_now_us(context) / 1000000 - 1;
    lamina_mark(&item.has, SAMPLE_EXPIRES);
    expect_ok(mapper_create(context, &sample_model, &item, NULL));

    sample out;
    cr_assert_eq(mapper_get(context, &sample_model, &item, NULL, &out), LAMINA_E_NOT_FOUND);
    sample changes = {.id = item.id, .rank = 1, .count = 5};
    lamina_mark(&changes.has, SAMPLE_COUNT);
    cr_assert_eq(mapper_patch(context, &sample_model, &changes, NULL), LAMINA_E_NOT_FOUND);
    cr_assert_eq(mapper_remove(context, &sample_model, &item, NULL), LAMINA_E_NOT_FOUND);
    /* and may be created again */
    lamina_mark_absent(&item.has, SAMPLE_EXPIRES);
    expect_ok(mapper_create(context, &sample_model, &item, NULL));
    expect_ok(mapper_get(context, &sample_model, &item, NULL, &out));
}

Test(mapper_items, an_item_of_400_kb_is_stored_and_a_larger_one_refused)
{
    enum { SIZE = 400 * 1024 };
    char *bytes = lamina_alloc(context, SIZE);
    memset(bytes, 'x', SIZE);
    /* "id" and "big", "text" and its value, "version" and 1 in two bytes */
    size_t rest = strlen("id") + strlen("big") + strlen("text") + strlen("version") + 2;
    model_table_use(context, &note_model);
    note item = {.id = LAMINA_STR("big"), .text = {bytes, SIZE - rest}};
    expect_ok(mapper_create(context, &note_model, &item, NULL));

    item.text.len++;
    item.id = LAMINA_STR("gib");
    cr_assert_eq(mapper_create(context, &note_model, &item, NULL), LAMINA_E_INVALID);
    lamina_problem problem = test_context_problem(test);
    cr_assert_eq(problem.violation_count, 1);
    expect_text(problem.violations[0].pointer, "/text");
    expect_text(problem.violations[0].code, "max-length");
}
