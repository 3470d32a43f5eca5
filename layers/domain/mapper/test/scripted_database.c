/* A database that answers from a script: see scripted_database.h. */
#include "scripted_database.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "fake_dynamodb.h"
#include "lamina/problem.h"
#include "lamina/text.h"

static struct {
    test_context *test;
    fake_dynamodb *fake;
} database;

void scripted_database_open(void)
{
    setenv("LAMINA_LEDGER", "off", 1); /* bodies are what the operations themselves ask */
    unsetenv("SAMPLE_TABLE_NAME");
    unsetenv("NOTE_TABLE_NAME");
    unsetenv("PAIR_TABLE_NAME");
    database.test = test_context_new();
    database.fake = fake_dynamodb_new(database.test);
}

void scripted_database_close(void)
{
    fake_dynamodb_free(database.fake);
    test_context_free(database.test);
}

lamina_context *scripted_context(void)
{
    return test_context_get(database.test);
}

test_context *scripted_test(void)
{
    return database.test;
}

void scripted_answer(int32_t http_status, const char *body)
{
    if (body == NULL)
        fake_dynamodb_fail(database.fake, FAKE_DYNAMODB_CUT, 1);
    else
        fake_dynamodb_raw(database.fake, http_status, body);
}

void scripted_error(const char *type, const char *members)
{
    fake_dynamodb_error(database.fake, 400, type, members);
}

size_t scripted_request_count(void)
{
    return fake_dynamodb_call_count(database.fake);
}

lamina_str scripted_body(size_t i)
{
    return lamina_str_from(fake_dynamodb_call_at(database.fake, i)->body);
}

void scripted_expect(size_t i, const char *operation, const char *body)
{
    cr_assert_lt(i, scripted_request_count(), "request %zu was not sent: %.*s", i,
                 LAMINA_FMT(test_context_causes(database.test)));
    cr_assert_str_eq(fake_dynamodb_call_at(database.fake, i)->operation, operation);
    cr_assert_str_eq(fake_dynamodb_call_at(database.fake, i)->body, body);
}

void scripted_expect_status(lamina_status status, lamina_status expected)
{
    cr_assert_eq(status, expected, "%s, not %s: %.*s", lamina_status_name(status),
                 lamina_status_name(expected), LAMINA_FMT(test_context_causes(database.test)));
}

void scripted_expect_text(lamina_str got, const char *expected)
{
    cr_assert(lamina_str_is(got, expected), "got \"%.*s\", not \"%s\"", LAMINA_FMT(got), expected);
}
