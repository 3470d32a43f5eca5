/*
 * What a list's query may be.
 */
#include <criterion/criterion.h>

#include "domain/page.h"
#include "lamina/record_json.h"
#include "lamina/text.h"

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
