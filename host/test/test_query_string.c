/*
 * test_query_string.c - query parameters, from events that divide, decode or do neither.
 */
#include "fixture.h"
#include "query_string.h"

static lamina_arena *arena;
static const lamina_param *params;
static size_t count;

static void make_arena(void)
{
    arena = lamina_arena_new(65536);
}

static void free_arena(void)
{
    lamina_arena_free(arena);
}

static lamina_status read_raw(const char *text)
{
    const host_event event = {.raw_query = lamina_str_from(text), .query_is_encoded = true};
    return host__query_read(arena, &event, &params, &count);
}

TestSuite(query_string, .init = make_arena, .fini = free_arena);

Test(query_string, divides_and_decodes_once)
{
    cr_assert_eq(read_raw("tag=x&tag=y&q=a+b&empty=&bare&&sum=1%2B1&twice=%2541&n%C3%A4me==a="),
                 LAMINA_OK);
    static const char *const expected[][2] = {
        {"tag", "x"}, {"tag", "y"},   {"q", "a b"},     {"empty", ""},
        {"bare", ""}, {"sum", "1+1"}, {"twice", "%41"}, {"n\xC3\xA4me", "=a="}};
    cr_assert_eq(count, sizeof(expected) / sizeof(expected[0]));
    for (size_t i = 0; i < count; i++) {
        fixture_expect(params[i].name, expected[i][0]);
        fixture_expect(params[i].value, expected[i][1]);
    }
}

Test(query_string, refuses_what_is_no_text)
{
    static const char *const bad[] = {"a=%", "a=%2", "%zz=1", "a=%ff", "%C3=1"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        cr_expect_eq(read_raw(bad[i]), LAMINA_E_SYNTAX, "%s", bad[i]);
}

Test(query_string, takes_nothing_for_nothing)
{
    cr_assert_eq(read_raw(""), LAMINA_OK);
    cr_expect_eq(count, 0);
    cr_assert_eq(read_raw("&&"), LAMINA_OK);
    cr_expect_eq(count, 0);
}

Test(query_string, leaves_alone_what_api_gateway_decoded)
{
    const lamina_param decoded = {LAMINA_STR("a"), LAMINA_STR("100%+")};
    const host_event event = {.query = &decoded, .query_count = 1};
    cr_assert_eq(host__query_read(arena, &event, &params, &count), LAMINA_OK);
    fixture_expect(params[0].value, "100%+");
}

Test(query_string, decodes_what_a_load_balancer_did_not)
{
    const lamina_param encoded = {LAMINA_STR("a%20b"), LAMINA_STR("100%25+x")};
    const host_event event = {.query = &encoded, .query_count = 1, .query_is_encoded = true};
    cr_assert_eq(host__query_read(arena, &event, &params, &count), LAMINA_OK);
    fixture_expect(params[0].name, "a b");
    fixture_expect(params[0].value, "100% x");
}
