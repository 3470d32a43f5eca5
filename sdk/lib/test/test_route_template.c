/*
 * Path templates: what parses, which is asked first, what matches.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/route_template.h"
#include "lamina/text.h"

static lamina_arena *arena;

static void open_arena(void)
{
    arena = lamina_arena_new((size_t)256 * 1024);
}

static void close_arena(void)
{
    lamina_arena_free(arena);
}

TestSuite(route_template, .init = open_arena, .fini = close_arena);

static lamina_route_template parsed(const char *path)
{
    lamina_route_template route;
    lamina_status status = lamina_route_template_parse(arena, path, &route);
    cr_assert_eq(status, LAMINA_OK, "%s: %s", path, route.fault);
    return route;
}

/* Splits as the host does: "/" has no segment, "/a/" has "a" and "". */
static size_t split(const char *path, lamina_str *segments)
{
    size_t count = 0;
    if (path[1] == '\0')
        return 0;
    lamina_str rest = lamina_str_from(path + 1);
    while (lamina_str_cut(&rest, '/', &segments[count++]))
        continue;
    return count;
}

static bool matches(const char *template_path, const char *path, lamina_str *params)
{
    lamina_route_template route = parsed(template_path);
    lamina_str segments[64];
    size_t count = split(path, segments);
    return lamina_route_template_match(&route, segments, count, params);
}

/* ---- parsing ---- */

Test(route_template, reads_literals_parameters_and_a_greedy_end)
{
    lamina_route_template route = parsed("/a/{one}/b-c_d.e~f/{two_2}/{rest+}");
    cr_assert_eq(route.segment_count, 5);
    cr_assert_eq(route.segments[0].kind, LAMINA_ROUTE_LITERAL);
    cr_assert_eq(route.segments[1].kind, LAMINA_ROUTE_PARAM);
    cr_assert_eq(route.segments[4].kind, LAMINA_ROUTE_GREEDY);
    cr_assert_eq(route.param_count, 3);
    cr_assert(lamina_str_is(route.param_names[0], "one"));
    cr_assert(lamina_str_is(route.param_names[1], "two_2"));
    cr_assert(lamina_str_is(route.param_names[2], "rest"));
    cr_assert_eq(parsed("/").segment_count, 0);
}

Test(route_template, says_what_it_does_not_understand)
{
    static const char *const bad[] = {
        NULL,       "",        "a",         "a/b",       "//",         "/a//b",  "/a/",    "/{",
        "/{}",      "/{+}",    "/{a",       "/a}",       "/{a}b",      "/b{a}",  "/{a-b}", "/{1a}",
        "/{a}/{a}", "/{a+}/b", "/{a}/{a+}", "/a b",      "/a%20b",     "/a?b",   "/a#b",   "/.",
        "/..",      "/a/../b", "/a:b",      "/\xc3\xa4", "/{a+}/{b+}", "/{a++}", "/{{a}}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        lamina_route_template route;
        cr_expect_eq(lamina_route_template_parse(arena, bad[i], &route), LAMINA_E_SYNTAX, "%s",
                     bad[i]);
        cr_expect_not_null(route.fault);
    }
}

/* "/a" repeated, with a parameter of its own number in each segment when asked. */
static char *long_path(size_t segments, bool params)
{
    lamina_text text;
    lamina_text_init(&text, 4096);
    for (size_t i = 0; i < segments; i++)
        lamina_text_add_format(&text, params ? "/{p%zu}" : "/a%zu", i);
    char *path = strdup(text.ptr);
    lamina_text_clear(&text);
    return path;
}

static void expect_at_cap(size_t cap, bool params)
{
    lamina_route_template route;
    char *at = long_path(cap, params);
    char *over = long_path(cap + 1, params);
    cr_expect_eq(lamina_route_template_parse(arena, at, &route), LAMINA_OK);
    cr_expect_eq(lamina_route_template_parse(arena, over, &route), LAMINA_E_LIMIT);
    cr_expect_not_null(route.fault);
    free(at);
    free(over);
}

Test(route_template, has_caps)
{
    expect_at_cap(LAMINA_ROUTE_SEGMENT_CAP, false);
    expect_at_cap(LAMINA_ROUTE_PARAM_CAP, true);
}

Test(route_template, says_when_the_arena_is_full)
{
    lamina_route_template route;
    while (lamina_arena_alloc(arena, 16) != NULL)
        continue;
    cr_assert_eq(lamina_route_template_parse(arena, "/a/{b}", &route), LAMINA_E_LIMIT);
}

/* ---- order ---- */

static int compare(const char *a, const char *b)
{
    lamina_route_template left = parsed(a);
    lamina_route_template right = parsed(b);
    int order = lamina_route_template_compare(&left, &right);
    int reverse = lamina_route_template_compare(&right, &left);
    cr_expect((order < 0 && reverse > 0) || (order > 0 && reverse < 0) ||
              (order == 0 && reverse == 0));
    return order;
}

Test(route_template, asks_literals_before_parameters_before_greedy_ones)
{
    cr_expect_lt(compare("/a", "/{x}"), 0);
    cr_expect_lt(compare("/{x}", "/{x+}"), 0);
    cr_expect_lt(compare("/a/{x}", "/{x}/a"), 0);
    cr_expect_lt(compare("/a/b/{y}", "/a/{x}/c"), 0);
    cr_expect_lt(compare("/a/{x}/c", "/a/{x}/{y}"), 0);
    cr_expect_lt(compare("/a/{x}/c", "/a/{x+}"), 0);
    cr_expect_lt(compare("/a/b", "/a"), 0);
}

Test(route_template, finds_templates_that_match_the_same_paths)
{
    cr_expect_eq(compare("/a/{x}", "/a/{y}"), 0);
    cr_expect_eq(compare("/{a}/{b}/{c+}", "/{x}/{y}/{z+}"), 0);
    cr_expect_eq(compare("/", "/"), 0);
    cr_expect_neq(compare("/a", "/b"), 0);
    cr_expect_neq(compare("/a/{x}", "/a/{x+}"), 0);
    cr_expect_neq(compare("/a/{x}", "/a"), 0);
}

/* ---- matching ---- */

Test(route_template, matches_whole_segments)
{
    lamina_str params[LAMINA_ROUTE_PARAM_CAP];
    cr_expect(matches("/", "/", params));
    cr_expect(matches("/a/b", "/a/b", params));
    cr_expect_not(matches("/a/b", "/a/bc", params));
    cr_expect_not(matches("/a/b", "/a/B", params));
    cr_expect_not(matches("/a/b", "/a", params));
    cr_expect_not(matches("/a", "/a/b", params));
    cr_expect_not(matches("/a", "/a/", params));
    cr_expect_not(matches("/a", "/", params));
    cr_expect_not(matches("/", "/a", params));
}

Test(route_template, hands_parameters_over_as_they_were_sent)
{
    lamina_str params[LAMINA_ROUTE_PARAM_CAP];
    cr_assert(matches("/a/{x}/b/{y}", "/a/1%2F2/b/%20", params));
    cr_expect(lamina_str_is(params[0], "1%2F2"));
    cr_expect(lamina_str_is(params[1], "%20"));
    cr_expect_not(matches("/a/{x}", "/a/", params));
    cr_expect_not(matches("/a/{x}", "/a", params));
}

Test(route_template, gives_a_greedy_parameter_all_that_is_left)
{
    lamina_str params[LAMINA_ROUTE_PARAM_CAP];
    cr_assert(matches("/f/{p}/{rest+}", "/f/1/a//b/", params));
    cr_expect(lamina_str_is(params[0], "1"));
    cr_expect(lamina_str_is(params[1], "a//b/"));
    cr_assert(matches("/{rest+}", "/x", params));
    cr_expect(lamina_str_is(params[0], "x"));
    cr_expect_not(matches("/f/{rest+}", "/f", params));
    cr_expect_not(matches("/f/{rest+}", "/f/", params));
    cr_expect_not(matches("/{rest+}", "/", params));
}

Test(route_template, knows_a_literal_that_was_percent_encoded)
{
    lamina_str params[LAMINA_ROUTE_PARAM_CAP];
    cr_expect(matches("/partners", "/p%61rtners", params));
    cr_expect(matches("/a-b", "/%61%2D%62", params));
    cr_expect(matches("/a-b", "/%61%2d%62", params));
    cr_expect_not(matches("/partners", "/p%61rtner", params));
    cr_expect_not(matches("/partners", "/p%2561rtners", params));
    cr_expect_not(matches("/partners", "/p%6", params));
    cr_expect_not(matches("/partners", "/partner%", params));
    cr_expect_not(matches("/partners", "/partner%zz", params));
}

Test(route_template, divides_paths_at_their_slashes)
{
    static const struct {
        const char *path;
        size_t count;
        const char *last;
    } cases[] = {{"/", 0, NULL},    {"/a", 1, "a"},  {"/a/", 1, "a"}, {"/a/b", 2, "b"},
                 {"/a//b", 3, "b"}, {"/a//", 2, ""}, {"//", 1, ""},   {"/a%2Fb", 1, "a%2Fb"}};
    lamina_str segments[LAMINA_ROUTE_SEGMENT_CAP + 1];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const size_t count = lamina_route_path_split(lamina_str_from(cases[i].path), segments);
        cr_expect_eq(count, cases[i].count, "%s has %zu", cases[i].path, count);
        if (count > 0)
            cr_expect(lamina_str_is(segments[count - 1], cases[i].last), "%s", cases[i].path);
    }
    char path[201];
    for (size_t i = 0; i < 100; i++)
        memcpy(path + i * 2, "/x", 2);
    cr_assert_eq(lamina_route_path_split((lamina_str){path, 200}, segments),
                 LAMINA_ROUTE_SEGMENT_CAP + 1);
    cr_expect_eq(segments[LAMINA_ROUTE_SEGMENT_CAP].len, 200 - 2 * LAMINA_ROUTE_SEGMENT_CAP - 1);
}
