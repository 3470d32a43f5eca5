/*
 * The mapper against DynamoDB Local: models that share a table, defaults, attributes that a program does
 * not know, upsert and save.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "domain/mapper.h"
#include "lamina/problem.h"
#include "lamina/text.h"
#include "model_table.h"
#include "shelf_model.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;

static void setup(void)
{
    test = test_context_new();
    test_context_use_system_clock(test);
    context = test_context_get(test);
    model_table_use(context, &book_model);
}

static void teardown(void)
{
    test_context_free(test);
}

TestSuite(mapper_shared_table, .init = setup, .fini = teardown, .timeout = 60);

static void expect_ok(lamina_status status)
{
    cr_assert_eq(status, LAMINA_OK, "%s: %.*s", lamina_status_name(status),
                 LAMINA_FMT(test_context_causes(test)));
}

static void expect(lamina_status status, lamina_status expected)
{
    cr_assert_eq(status, expected, "%s, not %s: %.*s", lamina_status_name(status),
                 lamina_status_name(expected), LAMINA_FMT(test_context_causes(test)));
}

static book read_book(const char *id)
{
    book out = {.id = lamina_str_from(id)};
    mapper_read options = {.size = sizeof options, .consistent = 1};
    expect_ok(mapper_get(context, &book_model, &out, &options, &out));
    return out;
}

static book new_book(const char *id)
{
    return (book){.id = lamina_str_from(id), .title = LAMINA_STR("Faust")};
}

/* ---- what a program does not know ---- */

static const char strange[] =
    "\"deep\":{\"M\":{\"l\":{\"L\":[{\"N\":\"12345678901234567890123456789012345678\"},"
    "{\"NULL\":true},{\"S\":\"\\u0000\\\"\xf0\x9f\x98\x80\"},{\"L\":[]}]}}},"
    "\"set\":{\"NS\":[\"3\",\"-1.5\"]},\"bytes\":{\"B\":\"AP8=\"},\"empty\":{\"S\":\"\"}";

static bool holds(lamina_str text, const char *part)
{
    return text.ptr != NULL && strstr(text.ptr, part) != NULL;
}

static void expect_strange(lamina_str unknown)
{
    cr_expect(holds(unknown, "\"12345678901234567890123456789012345678\""), "%s", unknown.ptr);
    cr_expect(holds(unknown, "{\"S\":\"\\u0000\\\"\xf0\x9f\x98\x80\"}"));
    cr_expect(holds(unknown, "\"bytes\":{\"B\":\"AP8=\"}"));
    cr_expect(holds(unknown, "\"empty\":{\"S\":\"\"}"));
    cr_expect(holds(unknown, "\"-1.5\""));
}

Test(mapper_shared_table, an_older_program_loses_nothing)
{
    maker made = {.unknown = {LAMINA_STR("\"tel\":{\"S\":\"1\"}")}, .name = LAMINA_STR("R")};
    book item = new_book("old");
    item.pages = 480;
    item.maker = &made;
    item.unknown.attributes = lamina_str_from(strange);
    lamina_mark(&made.has, MAKER_NAME);
    lamina_mark(&item.has, BOOK_PAGES);
    lamina_mark(&item.has, BOOK_MAKER);
    expect_ok(mapper_create(context, &book_model, &item, NULL));

    old_book older = {.id = LAMINA_STR("old")};
    expect_ok(mapper_get(context, &old_book_model, &older, NULL, &older));
    older.title = LAMINA_STR("Faust II");
    expect_ok(mapper_put(context, &old_book_model, &older, NULL));
    cr_assert_eq(older.version, 2);

    book out = read_book("old");
    cr_expect(lamina_str_is(out.title, "Faust II"));
    cr_expect_eq(out.pages, 480);
    cr_expect_eq(out.created, item.created);
    cr_expect(lamina_str_is(out.maker->name, "R"));
    cr_expect(holds(out.maker->unknown.attributes, "\"tel\":{\"S\":\"1\"}"));
    expect_strange(out.unknown.attributes);
}

Test(mapper_shared_table, a_patch_and_a_transaction_lose_nothing_either)
{
    book item = new_book("p");
    item.unknown.attributes = lamina_str_from(strange);
    expect_ok(mapper_create(context, &book_model, &item, NULL));
    book change = {.id = LAMINA_STR("p"), .pages = 1};
    lamina_mark(&change.has, BOOK_PAGES);
    expect_ok(mapper_patch(context, &book_model, &change, NULL));
    expect_strange(change.unknown.attributes);

    mapper_action action = {
        .size = sizeof action, .op = MAPPER_OP_PUT, .model = &book_model, .item = &change};
    expect_ok(mapper_transact(context, &action, 1, NULL));
    expect_strange(read_book("p").unknown.attributes);
}

Test(mapper_shared_table, what_is_unknown_counts_in_the_size)
{
    enum { SIZE = 400 * 1024 };
    char *attribute = lamina_alloc(context, SIZE + 32);
    memcpy(attribute, "\"u\":{\"S\":\"", 10);
    memset(attribute + 10, 'x', SIZE);
    memcpy(attribute + 10 + SIZE, "\"}", 3);
    book item = new_book("big");
    item.unknown.attributes = lamina_str_from(attribute);
    expect(mapper_create(context, &book_model, &item, NULL), LAMINA_E_INVALID);
    lamina_problem problem = test_context_problem(test);
    cr_assert_eq(problem.violation_count, 1);
    cr_expect(lamina_str_is(problem.violations[0].pointer, "/u"));
}

/* ---- whose an item is ---- */

Test(mapper_shared_table, models_do_not_see_each_others_items)
{
    film other = {.id = LAMINA_STR("x"), .length = 90};
    lamina_mark(&other.has, FILM_LENGTH);
    expect_ok(mapper_create(context, &film_model, &other, NULL));

    book item = new_book("x");
    expect(mapper_get(context, &book_model, &item, NULL, &item), LAMINA_E_NOT_FOUND);
    expect(mapper_create(context, &book_model, &item, NULL), LAMINA_E_CONFLICT);
    expect(mapper_put(context, &book_model, &item, NULL), LAMINA_E_CONFLICT);
    expect(mapper_upsert(context, &book_model, &item, NULL), LAMINA_E_CONFLICT);
    expect(mapper_patch(context, &book_model, &item, NULL), LAMINA_E_NOT_FOUND);
    expect(mapper_remove(context, &book_model, &item, NULL), LAMINA_E_NOT_FOUND);

    film out = {.id = LAMINA_STR("x")};
    expect_ok(mapper_get(context, &film_model, &out, NULL, &out));
    cr_expect_eq(out.length, 90);
    expect_ok(mapper_put(context, &film_model, &out, NULL));
    expect_ok(mapper_remove(context, &film_model, &out, NULL));
    expect_ok(mapper_put(context, &book_model, &item, NULL));
}

/* ---- upsert ---- */

Test(mapper_shared_table, upsert_creates_with_all_defaults_and_then_changes)
{
    book item = new_book("u");
    expect_ok(mapper_upsert(context, &book_model, &item, NULL));
    cr_expect_eq(item.version, 1);
    cr_expect(lamina_str_is(item.origin, "web"), "a new item");
    int64_t created = item.created;
    cr_expect_gt(created, 0);

    book more = new_book("u");
    more.pages = 7;
    lamina_mark(&more.has, BOOK_PAGES);
    more.unknown.attributes = LAMINA_STR("\"not\":{\"S\":\"written\"}");
    expect_ok(mapper_upsert(context, &book_model, &more, NULL));
    cr_expect_eq(more.version, 2);
    cr_expect_eq(more.created, created);
    cr_expect_eq(more.pages, 7);
    cr_expect(lamina_str_is(more.origin, "web"));
    cr_expect_not(holds(more.unknown.attributes, "written"));

    book stale = new_book("u");
    stale.version = 1;
    expect(mapper_upsert(context, &book_model, &stale, NULL), LAMINA_E_PRECONDITION);
    lamina_mark_null(&more.has, BOOK_PAGES);
    expect_ok(mapper_upsert(context, &book_model, &more, NULL));
    book out = read_book("u");
    cr_expect(lamina_is_absent(&out.has, BOOK_PAGES));
}

Test(mapper_shared_table, upsert_lets_nothing_shine_through_that_is_past_its_time)
{
    book item = new_book("late");
    item.pages = 1;
    item.expires = lamina_now_us(context) / 1000000 - 10;
    lamina_mark(&item.has, BOOK_PAGES);
    lamina_mark(&item.has, BOOK_EXPIRES);
    expect_ok(mapper_create(context, &book_model, &item, NULL));
    book again = new_book("late");
    again.origin = LAMINA_STR("app");
    lamina_mark(&again.has, BOOK_ORIGIN);
    expect_ok(mapper_upsert(context, &book_model, &again, NULL));
    book out = read_book("late");
    cr_expect(lamina_is_absent(&out.has, BOOK_PAGES));
    cr_expect_eq(out.version, 1);
}

/* ---- defaults ---- */

Test(mapper_shared_table, stored_items_get_defaults_that_came_later)
{
    old_book older = {.id = LAMINA_STR("d"), .title = LAMINA_STR("t")};
    expect_ok(mapper_create(context, &old_book_model, &older, NULL));
    book out = read_book("d");
    cr_expect(lamina_str_is(out.language, "de"));
    cr_expect(lamina_is_absent(&out.has, BOOK_ORIGIN));

    const mapper_snapshot *loaded = NULL;
    expect_ok(mapper_snapshot_take(context, &book_model, &out, &loaded));
    expect_ok(mapper_save(context, loaded, &out, NULL));
    cr_expect_eq(out.version, 1, "a default is no change");
}

/* ---- save ---- */

Test(mapper_shared_table, save_writes_the_difference_and_leaves_the_work_of_others)
{
    book item = new_book("s");
    item.pages = 5;
    item.unknown.attributes = lamina_str_from(strange);
    lamina_mark(&item.has, BOOK_PAGES);
    expect_ok(mapper_create(context, &book_model, &item, NULL));
    book mine = read_book("s");
    const mapper_snapshot *loaded = NULL;
    expect_ok(mapper_snapshot_take(context, &book_model, &mine, &loaded));

    book others = {.id = LAMINA_STR("s"), .title = LAMINA_STR("by others")};
    lamina_mark(&others.has, BOOK_TITLE);
    expect_ok(mapper_patch(context, &book_model, &others, NULL));

    lamina_mark_null(&mine.has, BOOK_PAGES);
    lamina_mark_absent(&mine.has, BOOK_ORIGIN);
    mapper_write any = {.size = sizeof any, .flags = MAPPER_WRITE_ANY_VERSION};
    expect(mapper_save(context, loaded, &mine, NULL), LAMINA_E_PRECONDITION);
    cr_expect_eq(mine.version, 1);
    expect_ok(mapper_save(context, loaded, &mine, &any));
    cr_expect(lamina_str_is(mine.title, "by others"));
    book out = read_book("s");
    cr_expect(lamina_is_null(&out.has, BOOK_PAGES));
    cr_expect(lamina_is_absent(&out.has, BOOK_ORIGIN));
    cr_expect_eq(out.version, 3);
    expect_strange(out.unknown.attributes);

    expect_ok(mapper_remove(context, &book_model, &out, NULL));
    mine.pages = 1;
    lamina_mark(&mine.has, BOOK_PAGES);
    expect(mapper_save(context, loaded, &mine, NULL), LAMINA_E_NOT_FOUND);
}
