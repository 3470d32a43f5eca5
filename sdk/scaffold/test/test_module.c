/*
 * The @module@ module through the host's own router, guard and codecs, in this process.
 */
#include <criterion/criterion.h>

#include "lamina/testing.h"

static lamina_test *t;

static void set_up(void)
{
    t = lamina_test_new(NULL);
    lamina_test_as(t, "ada", NULL, "@scope@");
}

static void tear_down(void)
{
    lamina_test_free(t);
}

TestSuite(@name@, .init = set_up, .fini = tear_down);

Test(@name@, creates_one_with_id_and_time)
{
    lamina_test_send(t, "POST", "/@segment@", "{\"title\":\"Paper\",\"quantity\":2}");
    cr_assert(lamina_test_status_is(t, 201));
    cr_expect(lamina_test_says(t, "/title", "Paper"));
    cr_expect(lamina_test_says(t, "/quantity", "2"));
    cr_expect(lamina_test_says(t, "/createdAt", "2026-01-31T12:00:00.000000Z"));
    cr_expect_eq(lamina_test_at(t, "/id").len, 26);
    cr_expect(lamina_test_logged(t, "@module@ created"));
}

Test(@name@, takes_one_when_no_quantity_is_sent)
{
    lamina_test_send(t, "POST", "/@segment@", "{\"title\":\"Paper\"}");
    cr_expect(lamina_test_says(t, "/quantity", "1"));
}

Test(@name@, says_what_is_wrong_with_a_body)
{
    lamina_test_send(t, "POST", "/@segment@", "{\"title\":\"\",\"quantity\":0}");
    cr_assert(lamina_test_problem_is(t, 422, "invalid-request"));
    cr_expect(lamina_test_violates(t, "/title", "min-length"));
    cr_expect(lamina_test_violates(t, "/quantity", "range"));
}

Test(@name@, refuses_nothing)
{
    lamina_test_send(t, "POST", "/@segment@", "{\"title\":\"nothing\"}");
    cr_expect(lamina_test_problem_is(t, 409, "@module@-not-wanted"));
}
