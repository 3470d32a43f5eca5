/*
 * Headers of requests and of answers.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "lamina/http.h"
#include "lamina/text.h"

static lamina_context context;
static lamina_response response;

static void set_up(void)
{
    context =
        (lamina_context){.size = sizeof context, .arena = lamina_arena_new((size_t)64 * 1024)};
    response = (lamina_response){.size = sizeof response};
}

static void tear_down(void)
{
    lamina_arena_free(context.arena);
}

TestSuite(response, .init = set_up, .fini = tear_down);

static lamina_status add(const char *name, lamina_str value)
{
    return lamina_response_header(&context, &response, name, value);
}

Test(response, adds_replaces_and_repeats_headers)
{
    cr_assert_eq(add("X-One", LAMINA_STR("1")), LAMINA_OK);
    cr_assert_eq(add("Set-Cookie", LAMINA_STR("a=1")), LAMINA_OK);
    cr_assert_eq(add("x-one", LAMINA_STR(" 2\t")), LAMINA_OK);
    cr_assert_eq(add("set-cookie", LAMINA_STR("b=2")), LAMINA_OK);
    cr_assert_eq(response.header_count, 3);
    cr_assert(lamina_str_is(response.headers[0].value, "2"));
    cr_assert(lamina_str_is(response.headers[1].value, "a=1"));
    cr_assert(lamina_str_is(response.headers[2].value, "b=2"));
}

Test(response, copies_what_it_is_given)
{
    char name[] = "X-Name";
    char value[] = "value";
    cr_assert_eq(add(name, (lamina_str){value, 5}), LAMINA_OK);
    memset(name, 'z', 6);
    memset(value, 'z', 5);
    cr_assert(lamina_str_is(response.headers[0].name, "X-Name"));
    cr_assert(lamina_str_is(response.headers[0].value, "value"));
}

Test(response, takes_content_type_to_its_own_member)
{
    cr_assert_eq(add("content-type", LAMINA_STR("text/csv")), LAMINA_OK);
    cr_assert(lamina_str_is(response.content_type, "text/csv"));
    cr_assert_eq(response.header_count, 0);
}

Test(response, refuses_headers_that_would_split_the_answer)
{
    cr_expect_eq(add("X", LAMINA_STR("a\r\nSet-Cookie: b=1")), LAMINA_E_ARGUMENT);
    cr_expect_eq(add("X", LAMINA_STR("a\nb")), LAMINA_E_ARGUMENT);
    cr_expect_eq(add("X", ((lamina_str){"a\0b", 3})), LAMINA_E_ARGUMENT);
    cr_expect_eq(add("X", LAMINA_STR("a\x7f")), LAMINA_E_ARGUMENT);
    cr_expect_eq(add("X\r\nY", LAMINA_STR("a")), LAMINA_E_ARGUMENT);
    cr_expect_eq(add("X:", LAMINA_STR("a")), LAMINA_E_ARGUMENT);
    cr_expect_eq(add("X Y", LAMINA_STR("a")), LAMINA_E_ARGUMENT);
    cr_expect_eq(add("", LAMINA_STR("a")), LAMINA_E_ARGUMENT);
    cr_expect_eq(add(NULL, LAMINA_STR("a")), LAMINA_E_ARGUMENT);
    cr_expect_eq(response.header_count, 0);
    cr_expect_eq(add("X", LAMINA_STR("a\tb")), LAMINA_OK);
    cr_expect_eq(add("Y", (lamina_str){0}), LAMINA_OK);
}

Test(response, refuses_headers_that_the_host_writes)
{
    cr_expect_eq(add("Content-Length", LAMINA_STR("1")), LAMINA_E_ARGUMENT);
    cr_expect_eq(add("transfer-encoding", LAMINA_STR("chunked")), LAMINA_E_ARGUMENT);
    cr_expect_eq(add("CONNECTION", LAMINA_STR("close")), LAMINA_E_ARGUMENT);
}

Test(response, takes_64_headers_and_no_more)
{
    char name[16];
    for (int i = 0; i < 64; i++) {
        snprintf(name, sizeof name, "X-%d", i);
        cr_assert_eq(add(name, LAMINA_STR("v")), LAMINA_OK);
    }
    cr_assert_eq(add("X-64", LAMINA_STR("v")), LAMINA_E_LIMIT);
    cr_assert_eq(add("X-63", LAMINA_STR("replaced")), LAMINA_OK);
    cr_assert_eq(response.header_count, 64);
    cr_assert(lamina_str_is(response.headers[63].value, "replaced"));
}

Test(response, says_when_the_arena_is_full)
{
    while (lamina_alloc(&context, 64) != NULL)
        continue;
    cr_assert_eq(add("X-One-Of-Many-Letters", LAMINA_STR("a value that needs some room, more than "
                                                         "an arena leaves over at its end")),
                 LAMINA_E_LIMIT);
    cr_assert_eq(lamina_response_header(NULL, &response, "X", LAMINA_STR("v")), LAMINA_E_ARGUMENT);
}

Test(response, created_says_where)
{
    cr_assert_eq(lamina_response_created(&context, &response, "notes", LAMINA_STR("n1")),
                 LAMINA_OK);
    cr_assert_eq(response.status, 201);
    cr_assert(lamina_str_is(response.headers[0].name, "Location"));
    cr_assert(lamina_str_is(response.headers[0].value, "notes/n1"));
    cr_assert_eq(lamina_response_created(&context, &response, "a", LAMINA_STR("\n")),
                 LAMINA_E_ARGUMENT);
}

/* ---- requests ---- */

Test(request, finds_the_first_of_a_name)
{
    const lamina_param params[] = {{LAMINA_STR("A"), LAMINA_STR("1")},
                                   {LAMINA_STR("a"), LAMINA_STR("2")},
                                   {LAMINA_STR("B"), (lamina_str){0}}};
    const lamina_request request = {.size = sizeof request,
                                    .headers = params,
                                    .header_count = 3,
                                    .query_params = params,
                                    .query_param_count = 3,
                                    .path_params = params,
                                    .path_param_count = 3};
    lamina_str value;
    cr_expect(lamina_request_header(&request, "a", &value) && lamina_str_is(value, "1"));
    cr_expect(lamina_request_query(&request, "a", &value) && lamina_str_is(value, "2"));
    cr_expect(lamina_request_path(&request, "a", &value) && lamina_str_is(value, "2"));
    cr_expect(lamina_request_header(&request, "b", &value) && value.len == 0);
    value = LAMINA_STR("left over");
    cr_expect(!lamina_request_header(&request, "c", &value) && value.ptr == NULL && value.len == 0);
    cr_expect_not(lamina_request_query(&request, "b", &value));
    cr_expect_not(lamina_request_query(&request, "", &value));
}
