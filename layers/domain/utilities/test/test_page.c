/*
 * What a list's query may be.
 */
#include <criterion/criterion.h>

#include "domain/page.h"
#include "lamina/record_json.h"
#include "lamina/text.h"
#include "test_context.h"

static lamina_arena *arena;

static void begin(void)
{
    arena = lamina_arena_new((size_t)1 << 20);
}

static void end(void)
{
    lamina_arena_free(arena);
}

TestSuite(page, .init = begin, .fini = end);

static lamina_status read_query(const char *limit, const char *cursor, domain_page_query *out)
{
    lamina_param params[] = {{LAMINA_STR("limit"), lamina_str_from(limit)},
                             {LAMINA_STR("cursor"), lamina_str_from(cursor)},
                             {LAMINA_STR("utm_source"), LAMINA_STR("mail")}};
    lamina_violations broken = {0};
    return lamina_record_read_params(arena, &domain_page_query_record, params, 3, out, &broken);
}

Test(page, its_record_is_sound)
{
    lamina_str reason = {0};
    cr_expect_eq(lamina_record_check(arena, &domain_page_query_record, &reason), LAMINA_OK, "%.*s",
                 LAMINA_FMT(reason));
}

Test(page, the_limit_has_bounds)
{
    domain_page_query query;
    cr_expect_eq(read_query("1", "abc", &query), LAMINA_OK);
    cr_expect_eq(query.limit, 1);
    cr_expect(lamina_str_is(query.cursor, "abc"));
    cr_expect_eq(read_query("100", "", &query), LAMINA_OK);
    static const char *const bad[] = {"0", "101", "-1",  "1.5",
                                      "x", " 1",  "1e1", "99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_eq(read_query(bad[i], "", &query), LAMINA_E_INVALID, "[%s]", bad[i]);
}

Test(page, without_a_limit_there_are_20)
{
    domain_page_query query;
    cr_assert_eq(read_query("", "", &query), LAMINA_OK);
    cr_expect_eq(query.limit, 20);
    lamina_violations broken = {0};
    cr_assert_eq(
        lamina_record_read_params(arena, &domain_page_query_record, NULL, 0, &query, &broken),
        LAMINA_OK);
    cr_expect_eq(query.limit, 20);
}

Test(page, a_cursor_is_as_long_as_one_can_be)
{
    domain_page_query query;
    char *cursor = lamina_arena_alloc(arena, DOMAIN_PAGE_CURSOR_MAX + 2);
    for (size_t i = 0; i < DOMAIN_PAGE_CURSOR_MAX; i++)
        cursor[i] = 'a';
    cr_expect_eq(read_query("1", cursor, &query), LAMINA_OK);
    cursor[DOMAIN_PAGE_CURSOR_MAX] = 'a';
    cr_expect_eq(read_query("1", cursor, &query), LAMINA_E_INVALID);
}

/* ---- answers ---- */

typedef struct shown_thing {
    lamina_presence has;
    int64_t limit;
} shown_thing;

static const lamina_field shown_fields[] = {
    LAMINA_FIELD(shown_thing, limit, "limit", INT64, .flags = LAMINA_FIELD_REQUIRED)};
static const lamina_record shown_record = {.size = sizeof(lamina_record),
                                           .name = "Shown",
                                           .struct_size = sizeof(shown_thing),
                                           .field_size = sizeof(lamina_field),
                                           .fields = shown_fields,
                                           .field_count = 1};
static const lamina_field answer_fields[] = DOMAIN_PAGE_ANSWER_FIELDS(&shown_record);
static const lamina_record answer_record = {.size = sizeof(lamina_record),
                                            .name = "ShownList",
                                            .struct_size = sizeof(domain_page_answer),
                                            .field_size = sizeof(lamina_field),
                                            .fields = answer_fields,
                                            .field_count = DOMAIN_PAGE_ANSWER_FIELD_COUNT};

/* What a client would be shown. */
static void expect_shown(const void *const *items, size_t count, const char *cursor,
                         const char *json)
{
    test_context *test = test_context_new();
    const domain_page_answer *answer;
    lamina_text text;
    lamina_json_writer writer;
    cr_assert_eq(domain_page_show(test_context_get(test), &domain_page_query_record, items, count,
                                  lamina_str_from(cursor), &shown_record, &answer),
                 LAMINA_OK);
    lamina_text_init(&text, 4096);
    lamina_json_write_init(&writer, &text);
    cr_assert_eq(lamina_record_write_json(&answer_record, answer, &writer, NULL), LAMINA_OK);
    lamina_str written = lamina_text_view(&text);
    cr_expect(lamina_str_is(written, json), "%.*s", LAMINA_FMT(written));
    lamina_text_clear(&text);
    test_context_free(test);
}

Test(page, shows_what_was_found_and_the_cursor_if_there_is_one)
{
    domain_page_query one = {.limit = 1}, two = {.limit = 2};
    lamina_mark(&one.has, DOMAIN_PAGE_QUERY_LIMIT);
    lamina_mark(&two.has, DOMAIN_PAGE_QUERY_LIMIT);
    const void *const items[] = {&one, &two};
    expect_shown(items, 2, "more", "{\"items\":[{\"limit\":1},{\"limit\":2}],\"cursor\":\"more\"}");
    expect_shown(NULL, 0, "", "{\"items\":[]}");
}
