/*
 * test_router.c - which route serves what.
 */
#include "fixture.h"
#include "router.h"

static fixture f;
static router_match match;

static void open_fixture(void)
{
    fixture_open(&f);
}

static void close_fixture(void)
{
    fixture_close(&f);
}

static lamina_status find(const char *method, const char *path)
{
    return host__router_find(&f.service.router, f.service.arena, lamina_str_from(method),
                             lamina_str_from(path), &match);
}

static void expect_operation(const char *method, const char *path, const char *operation)
{
    cr_assert_eq(find(method, path), LAMINA_OK, "%s %s", method, path);
    fixture_expect(lamina_str_from(match.route->operation), operation);
}

static void expect_allowed(const char *method, const char *path, const char *allowed)
{
    cr_assert_eq(find(method, path), LAMINA_E_METHOD, "%s %s", method, path);
    lamina_text text;
    lamina_text_init(&text, 256);
    host__router_write_allowed(match.allowed, &text);
    fixture_expect(lamina_text_view(&text), allowed);
    lamina_text_clear(&text);
}

TestSuite(router, .init = open_fixture, .fini = close_fixture);

Test(router, matches_method_and_path)
{
    expect_operation("GET", "/items", "list_items");
    expect_operation("POST", "/items", "create_item");
    expect_operation("GET", "/items/42", "get_item");
    cr_assert_eq(match.param_count, 1);
    fixture_expect(match.params[0].name, "id");
    fixture_expect(match.params[0].value, "42");
}

Test(router, prefers_a_literal_segment_to_a_parameter)
{
    expect_operation("GET", "/items/newest", "get_newest");
    expect_operation("POST", "/items/newest", "post_item");
}

Test(router, ignores_one_slash_at_the_end)
{
    expect_operation("GET", "/items/", "list_items");
    expect_operation("GET", "/items/42/", "get_item");
    cr_expect_eq(find("GET", "/items//"), LAMINA_E_NOT_FOUND);
}

Test(router, matches_no_empty_segment)
{
    cr_expect_eq(find("PUT", "/items/"), LAMINA_E_METHOD); /* the path of the list */
    cr_expect_eq(find("GET", "//items"), LAMINA_E_NOT_FOUND);
    cr_expect_eq(find("GET", "/files/"), LAMINA_E_NOT_FOUND);
    cr_expect_eq(find("GET", "/"), LAMINA_E_NOT_FOUND);
    cr_expect_eq(find("GET", "//"), LAMINA_E_NOT_FOUND);
}

Test(router, decodes_a_parameter_once_and_after_dividing_the_path)
{
    expect_operation("GET", "/items/a%2Fb", "get_item");
    fixture_expect(match.params[0].value, "a/b");
    expect_operation("GET", "/items/a%252Fb", "get_item");
    fixture_expect(match.params[0].value, "a%2Fb");
    expect_operation("GET", "/items/a+b%C3%A4", "get_item");
    fixture_expect(match.params[0].value, "a+b\xC3\xA4");
}

Test(router, gives_a_greedy_parameter_the_rest)
{
    expect_operation("GET", "/files/a/b%20c/d", "get_file");
    fixture_expect(match.params[0].value, "a/b c/d");
    char path[400] = "/files";
    for (size_t i = 0; i < 60; i++)
        strncat(path, "/abc", sizeof(path) - strlen(path) - 1);
    expect_operation("GET", path, "get_file");
    cr_expect_eq(match.params[0].value.len, 60 * 4 - 1);
}

Test(router, finds_nothing_at_paths_that_are_too_long_or_too_short)
{
    cr_expect_eq(find("GET", "/items/1/2"), LAMINA_E_NOT_FOUND);
    cr_expect_eq(find("GET", "/ITEMS"), LAMINA_E_NOT_FOUND);
    char path[200] = "/items";
    for (size_t i = 0; i < 60; i++)
        strncat(path, "/a", sizeof(path) - strlen(path) - 1);
    cr_expect_eq(find("GET", path), LAMINA_E_NOT_FOUND);
}

Test(router, refuses_broken_encodings)
{
    static const char *const bad[] = {"/items/%",   "/items/%4",    "/items/%zz",
                                      "/items/%ff", "/items/%C3",   "/items/a%00b",
                                      "/%",         "/unknown/%g0", "/items/%ED%A0%80"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        cr_expect_eq(find("GET", bad[i]), LAMINA_E_SYNTAX, "%s", bad[i]);
}

Test(router, serves_head_by_the_route_of_get)
{
    expect_operation("HEAD", "/items/42", "get_item");
    cr_expect_eq(find("HEAD", "/raw"), LAMINA_E_METHOD);
}

Test(router, tells_which_methods_a_path_has)
{
    expect_allowed("DELETE", "/items", "GET, HEAD, OPTIONS, POST");
    expect_allowed("DELETE", "/items/42", "GET, HEAD, OPTIONS, POST, PUT");
    expect_allowed("OPTIONS", "/raw", "OPTIONS, POST");
    cr_expect_eq(find("OPTIONS", "/nothing"), LAMINA_E_NOT_FOUND);
}

Test(router, knows_methods_only_as_they_are_written)
{
    expect_allowed("get", "/items", "GET, HEAD, OPTIONS, POST");
    expect_allowed("BREW", "/items", "GET, HEAD, OPTIONS, POST");
}

Test(router, serves_one_operation_alone)
{
    host_router one;
    lamina_refusal refusal;
    cr_assert_eq(
        host__router_init(f.lasting, f.service.plugin, LAMINA_STR("get_item"), &one, &refusal),
        LAMINA_OK);
    cr_expect_eq(one.count, 1);
    cr_expect_eq(
        host__router_find(&one, f.service.arena, LAMINA_STR("GET"), LAMINA_STR("/items"), &match),
        LAMINA_E_NOT_FOUND);
    cr_expect_eq(
        host__router_find(&one, f.service.arena, LAMINA_STR("PUT"), LAMINA_STR("/items/1"), &match),
        LAMINA_E_METHOD);
}

Test(router, serves_nothing_for_an_operation_that_is_no_route)
{
    host_router none;
    lamina_refusal refusal;
    cr_assert_eq(
        host__router_init(f.lasting, f.service.plugin, LAMINA_STR("drop_item"), &none, &refusal),
        LAMINA_OK);
    cr_expect_eq(none.count, 0);
    cr_expect_eq(
        host__router_find(&none, f.service.arena, LAMINA_STR("GET"), LAMINA_STR("/items"), &match),
        LAMINA_E_NOT_FOUND);
}
