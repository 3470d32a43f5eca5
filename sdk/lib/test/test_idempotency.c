/*
 * Idempotency-Key: what is a key, and what is none. The grammar is that of a string in structured headers
 * (RFC 8941 section 3.3.3), or a bare word.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/http.h"
#include "lamina/idempotency.h"
#include "lamina/problem.h"
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

TestSuite(idempotency, .init = begin, .fini = end);

static lamina_status read_key(const char *value, lamina_str *key)
{
    lamina_param header = {LAMINA_STR("idempotency-key"), lamina_str_from(value)};
    lamina_request request = {.size = sizeof request, .headers = &header, .header_count = 1};
    return lamina_request_idempotency_key(context, &request, key);
}

Test(idempotency, quoted_and_bare_are_one_key)
{
    static const struct {
        const char *value, *key;
    } cases[] = {
        {"8e03978e-40d5-43e8-bc93-6894a57f9324", "8e03978e-40d5-43e8-bc93-6894a57f9324"},
        {"\"8e03978e-40d5-43e8-bc93-6894a57f9324\"", "8e03978e-40d5-43e8-bc93-6894a57f9324"},
        {"  k  ", "k"},
        {"a:b/c+d=e~f", "a:b/c+d=e~f"},
        {"\"a\\\"b\\\\c\"", "a\"b\\c"},
        {"\"a,b;c\"", "a,b;c"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        lamina_str key;
        cr_assert_eq(read_key(cases[i].value, &key), LAMINA_OK, "%s", cases[i].value);
        cr_assert(lamina_str_is(key, cases[i].key), "%.*s", LAMINA_FMT(key));
    }
}

Test(idempotency, the_longest_key_is_taken_and_no_longer_one)
{
    char value[LAMINA_IDEMPOTENCY_KEY_MAX + 2];
    lamina_str key;
    memset(value, 'k', sizeof value);
    value[LAMINA_IDEMPOTENCY_KEY_MAX] = '\0';
    cr_assert_eq(read_key(value, &key), LAMINA_OK);
    cr_assert_eq(key.len, LAMINA_IDEMPOTENCY_KEY_MAX);
    value[LAMINA_IDEMPOTENCY_KEY_MAX] = 'k';
    value[LAMINA_IDEMPOTENCY_KEY_MAX + 1] = '\0';
    cr_assert_eq(read_key(value, &key), LAMINA_E_SYNTAX);
    cr_assert_eq(key.len, 0);
}

Test(idempotency, anything_else_is_no_key)
{
    static const char *const wrong[] = {
        "",         "   ",      "\"\"",         "\"",       "a b",          "a\tb",   "a,b",
        "a;b",      "a\"b",     "\"a b\"",      "\"a",      "a\"",          "\"a\"b", "\"a\\",
        "\"a\\b\"", "\"a\"; p", "\"a\", \"b\"", "\xC3\xA4", "\"\xC3\xA4\"", "a\x7F"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        lamina_str key;
        lamina_error_reset(context);
        cr_assert_eq(read_key(wrong[i], &key), LAMINA_E_SYNTAX, "%s", wrong[i]);
        cr_assert(lamina_str_is(test_context_problem(test).code, "invalid-idempotency-key"));
    }
}

Test(idempotency, none_is_told_apart_and_two_are_too_many)
{
    lamina_str key;
    lamina_request request = {.size = sizeof request};
    cr_assert_eq(lamina_request_idempotency_key(context, &request, &key), LAMINA_E_SYNTAX);
    cr_assert(lamina_str_is(test_context_problem(test).code, "idempotency-key-missing"));
    lamina_error_reset(context);
    lamina_param both[] = {{LAMINA_STR("Idempotency-Key"), LAMINA_STR("a")},
                           {LAMINA_STR("IDEMPOTENCY-KEY"), LAMINA_STR("a")}};
    request.headers = both;
    request.header_count = 2;
    cr_assert_eq(lamina_request_idempotency_key(context, &request, &key), LAMINA_E_SYNTAX);
    cr_assert(lamina_str_is(test_context_problem(test).code, "invalid-idempotency-key"));
}

Test(idempotency, an_answer_given_before_says_so)
{
    lamina_response response = {.size = sizeof response};
    cr_assert_eq(lamina_response_replayed(context, &response), LAMINA_OK);
    cr_assert_eq(response.header_count, 1);
    cr_assert(lamina_str_is(response.headers[0].name, "Idempotency-Replayed"));
    cr_assert(lamina_str_is(response.headers[0].value, "true"));
}
