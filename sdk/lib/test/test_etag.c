/*
 * If-Match and If-None-Match: which versions they accept, and what is no list of entity tags. The
 * grammar is RFC 9110's, sections 5.6.1, 8.8.3, 13.1.1 and 13.1.2.
 */
#include <criterion/criterion.h>

#include "lamina/etag.h"
#include "lamina/http.h"
#include "lamina/text.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;

static void begin(void)
{
    test = test_context_new();
    context = test_context_get(test);
}

static void end(void)
{
    test_context_free(test);
}

TestSuite(etag, .init = begin, .fini = end);

/* A request with one header of that name a line; NULL ends them. */
static lamina_request request_with(const char *name, const char *const *lines)
{
    size_t count = 0;
    while (lines[count] != NULL)
        count++;
    lamina_param *headers = lamina_arena_array(context->arena, count, sizeof *headers);
    for (size_t i = 0; i < count; i++)
        headers[i] = (lamina_param){lamina_str_from(name), lamina_str_from(lines[i])};
    return (lamina_request){
        .size = sizeof(lamina_request), .headers = headers, .header_count = count};
}

static lamina_status if_match(const char *value, lamina_versions *out)
{
    const char *lines[] = {value, NULL};
    lamina_request request = request_with("if-match", lines);
    return lamina_request_if_match(context, &request, out);
}

Test(etag, without_a_header_every_version_will_do)
{
    lamina_request request = {.size = sizeof request};
    lamina_versions accepted;
    cr_assert_eq(lamina_request_if_match(context, &request, &accepted), LAMINA_OK);
    cr_assert(lamina_versions_have(&accepted, 1));
    cr_assert(lamina_versions_have(&accepted, INT64_MAX));
}

Test(etag, without_a_header_the_client_has_no_version)
{
    lamina_request request = {.size = sizeof request};
    lamina_versions known;
    cr_assert_eq(lamina_request_if_none_match(context, &request, &known), LAMINA_OK);
    cr_assert_not(lamina_versions_have(&known, 1));
}

Test(etag, reads_lists)
{
    static const struct {
        const char *value;
        int64_t in, out; /* one that is accepted (0: none), one that is not */
    } cases[] = {
        {"\"3\"", 3, 4},
        {"*", 9, 0},
        {" * ", 9, 0},
        {"\"1\", \"3\"", 3, 2},
        {"\"1\",\"3\"", 1, 2},
        {"\"1\" ,\t\"3\"", 3, 2},
        {", \"1\",,\"3\",", 3, 2},
        {"W/\"3\"", 0, 3},
        {"W/\"3\", \"3\"", 3, 4},
        {"\"03\"", 0, 3},
        {"\"+3\"", 0, 3},
        {"\"-3\"", 0, -3},
        {"\"\"", 0, 3},
        {"\"abc\"", 0, 3},
        {"\"1,3\"", 0, 3},
        {"\"\xc3\xa4\"", 0, 3},
        {"\"9223372036854775807\"", INT64_MAX, 1},
        {"\"9223372036854775808\"", 0, INT64_MIN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lamina_versions accepted;
        cr_assert_eq(if_match(cases[i].value, &accepted), LAMINA_OK, "%s", cases[i].value);
        if (cases[i].in != 0)
            cr_assert(lamina_versions_have(&accepted, cases[i].in), "%s", cases[i].value);
        if (cases[i].out != 0)
            cr_assert_not(lamina_versions_have(&accepted, cases[i].out), "%s", cases[i].value);
    }
}

Test(etag, refuses_what_is_no_list_of_tags)
{
    static const char *const cases[] = {
        "",        " ",        ",",        "3",        "\"3",         "3\"",        "'3'",
        "w/\"3\"", "W\"3\"",   "W/3",      "W/ \"3\"", "\"3\" \"4\"", "\"3\"\"4\"", "\"3\";",
        "* , *",   "*, \"3\"", "\"3\", *", "\"a b\"",  "\"\x7f\"",    "\"a\tb\"",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lamina_versions accepted;
        cr_assert_eq(if_match(cases[i], &accepted), LAMINA_E_SYNTAX, "%s", cases[i]);
        cr_assert(lamina_str_is(test_context_problem(test).code, "invalid-precondition"));
        test_context_reset(test);
    }
}

Test(etag, lines_of_one_name_are_one_list)
{
    const char *lines[] = {"\"1\"", "\"3\", \"5\"", NULL};
    lamina_request request = request_with("If-Match", lines);
    lamina_versions accepted;
    cr_assert_eq(lamina_request_if_match(context, &request, &accepted), LAMINA_OK);
    cr_assert_eq(accepted.count, 3);
    cr_assert(lamina_versions_have(&accepted, 1));
    cr_assert(lamina_versions_have(&accepted, 5));
}

Test(etag, a_star_stands_alone_over_all_lines)
{
    const char *lines[] = {"\"1\"", "*", NULL};
    lamina_request request = request_with("If-Match", lines);
    lamina_versions accepted;
    cr_assert_eq(lamina_request_if_match(context, &request, &accepted), LAMINA_E_SYNTAX);
}

Test(etag, if_none_match_compares_weakly)
{
    const char *lines[] = {"W/\"3\", \"5\"", NULL};
    lamina_request request = request_with("If-None-Match", lines);
    lamina_versions known;
    cr_assert_eq(lamina_request_if_none_match(context, &request, &known), LAMINA_OK);
    cr_assert(lamina_versions_have(&known, 3));
    cr_assert(lamina_versions_have(&known, 5));
    cr_assert_not(lamina_versions_have(&known, 4));
}

Test(etag, holds_as_many_tags_as_a_header_can)
{
    /* Empty tags are the shortest: two bytes and a comma. */
    const char *lines[] = {"\"\",\"\",\"\",\"\",\"\",\"7\"", "\"1\"", NULL};
    lamina_request request = request_with("If-Match", lines);
    lamina_versions accepted;
    cr_assert_eq(lamina_request_if_match(context, &request, &accepted), LAMINA_OK);
    cr_assert_eq(accepted.count, 2);
}

Test(etag, the_tag_of_a_version_is_accepted_again)
{
    lamina_response response = {.size = sizeof response};
    cr_assert_eq(lamina_response_etag(context, &response, 42), LAMINA_OK);
    cr_assert_eq(response.header_count, 1);
    cr_assert(lamina_str_is(response.headers[0].name, "ETag"));
    cr_assert(lamina_str_is(response.headers[0].value, "\"42\""));

    lamina_versions accepted;
    cr_assert_eq(if_match(response.headers[0].value.ptr, &accepted), LAMINA_OK);
    cr_assert(lamina_versions_have(&accepted, 42));
}

/* ---- both headers ---- */

static lamina_status read_both(const char *match, const char *none_match, lamina_conditions *out)
{
    lamina_param *headers = lamina_arena_array(context->arena, 2, sizeof *headers);
    headers[0] = (lamina_param){LAMINA_STR("If-Match"), lamina_str_from(match)};
    headers[1] = (lamina_param){LAMINA_STR("If-None-Match"), lamina_str_from(none_match)};
    lamina_request request = {.size = sizeof request, .headers = headers, .header_count = 2};
    return lamina_request_conditions(context, &request, out);
}

Test(etag, conditions_hold_at_an_accepted_version_that_is_not_refused)
{
    lamina_conditions both;
    cr_assert_eq(read_both("\"1\", \"2\"", "W/\"2\"", &both), LAMINA_OK);
    cr_expect(lamina_conditions_hold(&both, 1));
    cr_expect_not(lamina_conditions_hold(&both, 2));
    cr_expect_not(lamina_conditions_hold(&both, 3));
    cr_expect(lamina_conditions_hold(NULL, 3));

    cr_expect_eq(read_both("1", "\"2\"", &both), LAMINA_E_SYNTAX);
    cr_expect_eq(read_both("\"1\"", "2", &both), LAMINA_E_SYNTAX);
}

Test(etag, conditions_restrict_unless_every_version_will_do)
{
    lamina_conditions both = {.accepted = {.any = 1}};
    cr_expect_not(lamina_conditions_restrict(NULL));
    cr_expect_not(lamina_conditions_restrict(&both));
    static const char *const pairs[][2] = {
        {"\"1\"", "\"2\""}, {"*", "\"2\""}, {"*", "*"}, {"W/\"1\"", "\"2\""}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        cr_assert_eq(read_both(pairs[i][0], pairs[i][1], &both), LAMINA_OK);
        cr_expect(lamina_conditions_restrict(&both), "%s; %s", pairs[i][0], pairs[i][1]);
    }
    both = (lamina_conditions){.accepted = {.any = 0}};
    cr_expect(lamina_conditions_restrict(&both), "none is accepted");
}

Test(etag, a_read_answers_what_the_client_has_not)
{
    static const struct {
        const char *match, *none_match;
        lamina_status status;
        int32_t answered;
        bool has_body;
    } cases[] = {
        {"*", "\"2\"", LAMINA_OK, 0, true},
        {"\"3\"", "\"2\"", LAMINA_OK, 0, true},
        {"*", "\"3\"", LAMINA_OK, 304, false},
        {"*", "*", LAMINA_OK, 304, false},
        {"\"2\"", "\"3\"", LAMINA_E_PRECONDITION, 0, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lamina_conditions both;
        lamina_response response = {.size = sizeof response};
        cr_assert_eq(read_both(cases[i].match, cases[i].none_match, &both), LAMINA_OK);
        cr_expect_eq(lamina_response_if_changed(context, &response, &both, "body", 3),
                     cases[i].status);
        cr_expect_eq(response.status, cases[i].answered);
        cr_expect_eq(response.body != NULL, cases[i].has_body);
        cr_expect_eq(response.header_count, cases[i].status == LAMINA_OK);
    }
}
