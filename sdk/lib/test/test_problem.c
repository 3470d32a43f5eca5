/*
 * The error object, and what of it a client sees.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"

static lamina_context context;
static lamina_text text;

static void set_up(void)
{
    lamina_arena *arena = lamina_arena_new((size_t)256 * 1024);
    context =
        (lamina_context){.size = sizeof context, .arena = arena, .error = lamina_error_new(arena)};
    lamina_text_init(&text, (size_t)1024 * 1024);
}

static void tear_down(void)
{
    lamina_text_clear(&text);
    lamina_arena_free(context.arena);
}

TestSuite(problem, .init = set_up, .fini = tear_down);

static lamina_problem problem(void)
{
    lamina_problem read = {.size = sizeof read};
    lamina_error_read(context.error, &read);
    return read;
}

static const char *rendered(lamina_status status, int32_t http_status, const char *request_id)
{
    lamina_problem read = problem();
    lamina_text_reset(&text);
    lamina_problem_write(&text, status, http_status, &read, lamina_str_from(request_id));
    cr_assert_eq(lamina_text_status(&text), LAMINA_OK);
    return text.ptr;
}

/* ---- setting ---- */

Test(problem, keeps_what_was_set_first)
{
    cr_assert_eq(problem().status, LAMINA_OK);
    cr_assert_eq(lamina_fail(&context, LAMINA_E_CONFLICT, "suspended", "Partner %d is", 7),
                 LAMINA_E_CONFLICT);
    cr_assert_eq(lamina_fail(&context, LAMINA_E_INTERNAL, "other", "words"), LAMINA_E_INTERNAL);
    cr_assert_eq(lamina_fail_field(&context, "/a", "b", "c"), LAMINA_E_INVALID);
    cr_assert_eq(problem().status, LAMINA_E_CONFLICT);
    cr_assert(lamina_str_is(problem().code, "suspended"));
    cr_assert(lamina_str_is(problem().detail, "Partner 7 is"));
    cr_assert_eq(problem().violation_count, 0);
}

Test(problem, forgets_what_was_handled)
{
    lamina_fail(&context, LAMINA_E_NOT_FOUND, "a", "b");
    lamina_cause(&context, LAMINA_E_NOT_FOUND, "c");
    lamina_error_reset(&context);
    cr_assert_eq(problem().status, LAMINA_OK);
    cr_assert_eq(problem().cause_count, 0);
    lamina_fail(&context, LAMINA_E_CONFLICT, "d", "e");
    cr_assert(lamina_str_is(problem().code, "d"));
}

Test(problem, keeps_eight_causes_the_oldest_first)
{
    for (int i = 0; i < 10; i++)
        cr_assert_eq(lamina_cause(&context, LAMINA_E_UPSTREAM, "cause %d", i), LAMINA_E_UPSTREAM);
    cr_assert_eq(problem().cause_count, 8);
    cr_assert(lamina_str_is(problem().causes[0], "cause 0"));
    cr_assert(lamina_str_is(problem().causes[7], "cause 7"));
    cr_assert_eq(problem().status, LAMINA_OK);
}

Test(problem, collects_violations)
{
    lamina_violations violations = {0};
    lamina_violation_add(context.arena, &violations, LAMINA_STR("/a"), "required", "is required");
    lamina_violation_add(context.arena, &violations, LAMINA_STR("/b"), "range", "must be %d", 1);
    cr_assert_eq(lamina_fail_violations(&context, &violations), LAMINA_E_INVALID);
    cr_assert_str_eq(rendered(LAMINA_E_INVALID, 0, ""),
                     "{\"type\":\"urn:lamina:problem:invalid-request\","
                     "\"title\":\"Unprocessable Content\",\"status\":422,"
                     "\"detail\":\"The request breaks 2 rules\",\"errors\":["
                     "{\"pointer\":\"/a\",\"code\":\"required\",\"detail\":\"is required\"},"
                     "{\"pointer\":\"/b\",\"code\":\"range\",\"detail\":\"must be 1\"}]}");
}

Test(problem, takes_one_violation_alone)
{
    cr_assert_eq(lamina_fail_field(&context, "/email", "unique", "is used by %s", "another"),
                 LAMINA_E_INVALID);
    cr_assert_eq(problem().violation_count, 1);
    cr_assert(lamina_str_is(problem().violations[0].message, "is used by another"));
    cr_assert(lamina_str_is(problem().detail, "The request breaks 1 rule"));
}

Test(problem, returns_the_status_where_nothing_can_be_kept)
{
    lamina_context bare = {.size = sizeof bare};
    cr_assert_eq(lamina_fail(NULL, LAMINA_E_CONFLICT, "a", "b"), LAMINA_E_CONFLICT);
    cr_assert_eq(lamina_fail(&bare, LAMINA_E_CONFLICT, "a", "b"), LAMINA_E_CONFLICT);
    cr_assert_eq(lamina_fail_field(&bare, "/a", "b", "c"), LAMINA_E_INVALID);
    cr_assert_eq(lamina_fail_violations(&bare, &(lamina_violations){0}), LAMINA_E_INVALID);
    cr_assert_eq(lamina_cause(&bare, LAMINA_E_TIMEOUT, "a"), LAMINA_E_TIMEOUT);
    lamina_error_reset(&bare);
    lamina_problem read = {.size = sizeof read, .status = 5};
    lamina_error_read(NULL, &read);
    cr_assert_eq(read.status, LAMINA_OK);
}

Test(problem, keeps_the_status_when_the_arena_is_full)
{
    while (lamina_alloc(&context, 16) != NULL)
        continue;
    cr_assert_eq(lamina_fail_field(&context, "/a", "b", "a message"), LAMINA_E_INVALID);
    cr_assert_eq(problem().status, LAMINA_E_INVALID);
    lamina_error_reset(&context);
    cr_assert_eq(lamina_fail(&context, LAMINA_E_CONFLICT, "code", "a detail"), LAMINA_E_CONFLICT);
    cr_assert_eq(lamina_cause(&context, LAMINA_E_CONFLICT, "a cause"), LAMINA_E_CONFLICT);
    cr_assert_eq(problem().cause_count, 0);
    cr_assert_str_eq(
        rendered(LAMINA_E_CONFLICT, 0, ""),
        "{\"type\":\"urn:lamina:problem:code\",\"title\":\"Conflict\",\"status\":409}");
    cr_assert_null(lamina_error_new(context.arena));
}

Test(problem, sets_nothing_for_success)
{
    cr_assert_eq(lamina_fail(&context, LAMINA_OK, "a", "b"), LAMINA_OK);
    cr_assert_eq(problem().status, LAMINA_OK);
}

/* ---- rendering ---- */

Test(problem, shows_the_words_that_were_set_and_no_cause)
{
    lamina_cause(&context, LAMINA_E_CONFLICT, "password hunter2 at 0x7f");
    lamina_fail(&context, LAMINA_E_CONFLICT, "partner-suspended", "Partner \"p\" is suspended");
    cr_assert_str_eq(rendered(LAMINA_E_CONFLICT, 0, "r-1"),
                     "{\"type\":\"urn:lamina:problem:partner-suspended\",\"title\":\"Conflict\","
                     "\"status\":409,\"detail\":\"Partner \\\"p\\\" is suspended\","
                     "\"instance\":\"urn:lamina:request:r-1\"}");
}

Test(problem, shows_no_words_of_another_status)
{
    lamina_fail(&context, LAMINA_E_CONFLICT, "partner-suspended", "Partner is suspended");
    cr_assert_str_eq(rendered(LAMINA_E_NOT_FOUND, 0, ""),
                     "{\"type\":\"urn:lamina:problem:not-found\",\"title\":\"Not Found\","
                     "\"status\":404}");
}

Test(problem, says_nothing_of_a_failure_without_words)
{
    cr_assert_str_eq(rendered(LAMINA_E_INTERNAL, 0, ""),
                     "{\"type\":\"urn:lamina:problem:internal-error\","
                     "\"title\":\"Internal Server Error\",\"status\":500}");
    cr_assert_str_eq(rendered(-9999, 0, ""), "{\"type\":\"urn:lamina:problem:internal-error\","
                                             "\"title\":\"Internal Server Error\",\"status\":500}");
}

Test(problem, takes_the_http_status_it_is_told)
{
    lamina_text_reset(&text);
    lamina_problem_write(&text, LAMINA_E_INVALID, 418, NULL, (lamina_str){0});
    cr_assert_str_eq(text.ptr, "{\"type\":\"urn:lamina:problem:invalid-request\","
                               "\"title\":\"Bad Request\",\"status\":418}");
}

Test(problem, has_a_code_and_a_title_of_its_own_for_every_status)
{
    for (lamina_status status = LAMINA_E_TOO_MANY; status < 0; status++) {
        int32_t http_status = lamina_status_http(status);
        bool is_ours = http_status == 500;
        cr_expect_eq(strcmp(lamina_status_code(status), "internal-error") == 0, is_ours, "%d",
                     status);
        const char *json = rendered(status, 0, "");
        cr_expect_eq(strstr(json, "\"Bad Request\"") != NULL, http_status == 400, "%d", status);
    }
}

Test(problem, fills_no_more_than_its_reader_knows)
{
    lamina_fail(&context, LAMINA_E_CONFLICT, "a", "b");
    lamina_problem read = {.size = offsetof(lamina_problem, violations), .cause_count = 77};
    lamina_error_read(context.error, &read);
    cr_assert(lamina_str_is(read.detail, "b"));
    cr_assert_eq(read.cause_count, 77);
}
