/* Updates and sizes in conditions against DynamoDB Local. */
#include <criterion/criterion.h>
#include <string.h>

#include "domain/mapper.h"
#include "lamina/text.h"
#include "lease_model.h"
#include "model_table.h"
#include "sample_model.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;

static void expect(lamina_status status, lamina_status expected)
{
    cr_assert_eq(status, expected, "%s: %.*s", lamina_status_name(status),
                 LAMINA_FMT(test_context_causes(test)));
}

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

TestSuite(mapper_updates, .init = setup, .fini = teardown, .timeout = 100);

static dynamodb_value number(const char *digits)
{
    return dynamodb_number(lamina_str_from(digits));
}

static dynamodb_value text(const char *bytes)
{
    return dynamodb_text(lamina_str_from(bytes));
}

static sample_part inner = {.name = {"inner", 5}};
static lamina_str lines[] = {{"b", 1}, {"c", 1}};
static lamina_str tags[] = {{"x", 1}, {"y", 1}};

static sample new_item(void)
{
    static sample_part part;
    part = (sample_part){.name = LAMINA_STR("n"), .weight = 5, .inner = &inner};
    lamina_mark(&part.has, SAMPLE_PART_WEIGHT);
    lamina_mark(&part.has, SAMPLE_PART_INNER);
    sample item = {.id = LAMINA_STR("i"),
                   .rank = 1,
                   .price = LAMINA_STR("0.1"),
                   .part = &part,
                   .lines = {lines, 2},
                   .tags = {tags, 2},
                   .document = LAMINA_STR("{\"a\":[1,2,3]}")};
    lamina_mark(&item.has, SAMPLE_PRICE);
    lamina_mark(&item.has, SAMPLE_PART);
    lamina_mark(&item.has, SAMPLE_LINES);
    lamina_mark(&item.has, SAMPLE_TAGS);
    lamina_mark(&item.has, SAMPLE_DOCUMENT);
    expect(mapper_create(context, &sample_model, &item, NULL), LAMINA_OK);
    return item;
}

static lamina_status update(const mapper_edits *edits, uint32_t flags, sample *out)
{
    sample key = {.id = LAMINA_STR("i"), .rank = 1};
    mapper_write options = {.size = sizeof options, .flags = flags};
    return mapper_update(context, &sample_model, &key, edits, &options, out);
}

static const lamina_str *line(const sample *item, size_t i)
{
    return &((const lamina_str *)item->lines.items)[i];
}

Test(mapper_updates, all_edits_at_once_see_the_item_as_it_was)
{
    new_item();
    dynamodb_value end = text("d"), start = text("a");
    dynamodb_value joined = {.type = DYNAMODB_SS, .texts = &LAMINA_STR("z"), .count = 1};
    mapper_edits *edits = mapper_edits_new(context);
    mapper_edit_append(edits, "lines", &end, 1);
    mapper_edit_set(edits, "title", text("t"));
    mapper_edit_set(edits, "part.inner.name", text("deeper"));
    mapper_edit_increment(edits, "part.weight", number("2"));
    mapper_edit_increment(edits, "count", number("3"));
    mapper_edit_increment(edits, "price", number("0.2"));
    mapper_edit_set_if_missing(edits, "ratio", number("0.5"));
    mapper_edit_add(edits, "tags", joined);
    mapper_edit_remove(edits, "document.a[0]");
    sample out;
    expect(update(edits, 0, &out), LAMINA_OK);
    cr_assert_eq(out.lines.count, 3);
    cr_assert(lamina_str_is(*line(&out, 2), "d"));
    cr_assert(lamina_str_is(out.title, "t"));
    cr_assert(lamina_str_is(out.part->inner->name, "deeper"));
    cr_assert_eq(out.part->weight, 7);
    cr_assert_eq(out.count, 3);
    cr_assert(lamina_str_is(out.price, "0.3"), "exact");
    cr_assert_eq(out.tags.count, 3);
    cr_assert(lamina_str_is(out.document, "{\"a\":[2,3]}"));
    cr_assert_eq(out.version, 2);

    edits = mapper_edits_new(context);
    mapper_edit_prepend(edits, "lines", &start, 1);
    mapper_edit_delete(edits, "tags", joined);
    mapper_edit_decrement(edits, "count", number("5"));
    mapper_edit_set_if_missing(edits, "ratio", number("9"));
    mapper_edit_remove(edits, "title");
    expect(update(edits, 0, &out), LAMINA_OK);
    cr_assert(lamina_str_is(*line(&out, 0), "a"));
    cr_assert_eq(out.tags.count, 2);
    cr_assert_eq(out.count, -2);
    cr_assert(out.ratio > 0.4 && out.ratio < 0.6);
    cr_assert(lamina_is_absent(&out.has, SAMPLE_TITLE));
    cr_assert_eq(out.version, 3);
}

Test(mapper_updates, lists_and_sets_begin_where_there_are_none)
{
    sample item = {.id = LAMINA_STR("i"), .rank = 1};
    expect(mapper_create(context, &sample_model, &item, NULL), LAMINA_OK);
    dynamodb_value values[] = {text("a"), text("b")};
    dynamodb_value numbers = {.type = DYNAMODB_NS, .texts = &LAMINA_STR("7"), .count = 1};
    mapper_edits *edits = mapper_edits_new(context);
    mapper_edit_append(edits, "lines", values, 2);
    mapper_edit_add(edits, "numbers", numbers);
    mapper_edit_set(edits, "blob", dynamodb_null());
    sample out;
    expect(update(edits, 0, &out), LAMINA_OK);
    cr_assert_eq(out.lines.count, 2);
    cr_assert_eq(out.numbers.count, 1);
    cr_assert(lamina_is_null(&out.has, SAMPLE_BLOB));
}

Test(mapper_updates, the_item_must_exist_unless_told_otherwise)
{
    mapper_edits *edits = mapper_edits_new(context);
    mapper_edit_add(edits, "count", number("1"));
    sample out;
    expect(update(edits, 0, &out), LAMINA_E_NOT_FOUND);
    for (int64_t i = 1; i <= 3; i++) {
        expect(update(edits, MAPPER_WRITE_UPSERT, &out), LAMINA_OK);
        cr_assert_eq(out.count, i);
        cr_assert_eq(out.version, i);
        cr_assert_gt(out.created, 0);
    }
    cr_assert_geq(out.updated, out.created);
}

Test(mapper_updates, a_stale_version_is_refused_and_an_expired_item_is_missing)
{
    sample item = new_item();
    mapper_edits *edits = mapper_edits_new(context);
    mapper_edit_add(edits, "count", number("1"));
    expect(update(edits, 0, NULL), LAMINA_OK);
    expect(mapper_update(context, &sample_model, &item, edits, NULL, NULL), LAMINA_E_PRECONDITION);
    edits = mapper_edits_new(context);
    lamina_str digits = lamina_arena_format(context->arena, "%lld",
                                            (long long)(lamina_now_us(context) / 1000000 - 9));
    mapper_edit_set(edits, "expires", dynamodb_number(digits));
    expect(update(edits, 0, NULL), LAMINA_OK);
    edits = mapper_edits_new(context);
    mapper_edit_add(edits, "count", number("1"));
    expect(update(edits, 0, NULL), LAMINA_E_NOT_FOUND);
}

Test(mapper_updates, an_upsert_begins_anew_where_an_item_is_past_its_time)
{
    sample item = new_item(), out;
    item.expires = lamina_now_us(context) / 1000000 - 9;
    lamina_mark(&item.has, SAMPLE_EXPIRES);
    expect(mapper_put(context, &sample_model, &item, NULL), LAMINA_OK);
    mapper_edits *edits = mapper_edits_new(context);
    mapper_edit_add(edits, "count", number("1"));
    expect(update(edits, MAPPER_WRITE_UPSERT, &out), LAMINA_OK);
    cr_assert_eq(out.count, 1);
    cr_assert_eq(out.version, 1);
    cr_assert(lamina_is_absent(&out.has, SAMPLE_TAGS), "nothing of the old one shines through");
    expect(update(edits, MAPPER_WRITE_UPSERT, &out), LAMINA_OK);
    cr_assert_eq(out.count, 2);
}

Test(mapper_updates, sizes_and_types_are_conditions)
{
    new_item();
    mapper_edits *edits = mapper_edits_new(context);
    mapper_edit_set(edits, "title", text("t"));
    const mapper_condition *hold[] = {
        mapper_size_equals(context, "lines", 2),
        mapper_size_not_equals(context, "tags", 3),
        mapper_size_less(context, "part.name", 2),
        mapper_size_at_most(context, "document.a", 3),
        mapper_size_greater(context, "id", 0),
        mapper_size_at_least(context, "lines[0]", 1),
        mapper_size_between(context, "lines", 1, 3),
        mapper_has_type(context, "tags", DYNAMODB_SS),
        mapper_has_type(context, "document.a", DYNAMODB_L),
        mapper_has_type(context, "part", DYNAMODB_M),
    };
    sample key = {.id = LAMINA_STR("i"), .rank = 1};
    for (size_t i = 0; i < sizeof hold / sizeof hold[0]; i++) {
        mapper_write options = {.size = sizeof options, .condition = hold[i]};
        expect(mapper_update(context, &sample_model, &key, edits, &options, NULL), LAMINA_OK);
        options.condition = mapper_not(context, hold[i]);
        cr_assert_eq(mapper_update(context, &sample_model, &key, edits, &options, NULL),
                     LAMINA_E_PRECONDITION, "condition %zu", i);
    }
}

Test(mapper_updates, index_keys_follow_their_fields)
{
    model_table_use(context, &lease_model);
    lease item = {.customer = LAMINA_STR("c"), .id = LAMINA_STR("i"), .sequence = 7};
    expect(mapper_create(context, &lease_model, &item, NULL), LAMINA_OK);
    lease key = {.customer = LAMINA_STR("c"), .id = LAMINA_STR("i"), .sequence = 7};
    mapper_edits *edits = mapper_edits_new(context);
    mapper_edit_set(edits, "status", text("open"));
    mapper_edit_set(edits, "dueAt", text("2026-02-01T00:00:00.000000Z"));
    mapper_edit_increment(edits, "amount", number("12.25"));
    expect(mapper_update(context, &lease_model, &key, edits, NULL, &key), LAMINA_OK);
    cr_assert(lamina_str_is(key.status_pk, "STATUS#open"));
    cr_assert(lamina_str_is(key.amount, "12.25"));
    mapper_page page = {.size = sizeof page};
    expect(mapper_query_by_access(context, &lease_model, "latest-of-status",
                                  dynamodb_text(LAMINA_STR("STATUS#open")), NULL, &page),
           LAMINA_OK);
    cr_assert_eq(page.count, 1);
}

Test(mapper_updates, what_is_stored_may_forbid_it)
{
    sample item = {.id = LAMINA_STR("i"),
                   .rank = 1,
                   .price = LAMINA_STR("99999999999999999999999999999999999999"),
                   .document = LAMINA_STR("{\"a\":\"x\"}")};
    lamina_mark(&item.has, SAMPLE_PRICE);
    lamina_mark(&item.has, SAMPLE_DOCUMENT);
    expect(mapper_create(context, &sample_model, &item, NULL), LAMINA_OK);
    static const char *const paths[] = {"part.weight", "parts[2].weight", "document.a",
                                        "document.b.c", "price"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        mapper_edits *edits = mapper_edits_new(context);
        mapper_edit_increment(edits, paths[i], number(i == 4 ? "0.1" : "1"));
        cr_assert_eq(update(edits, 0, NULL), LAMINA_E_CONFLICT, "%s", paths[i]);
    }
    sample now = {.id = LAMINA_STR("i"), .rank = 1};
    expect(mapper_get(context, &sample_model, &now, NULL, &now), LAMINA_OK);
    cr_assert_eq(now.version, 1);
}
