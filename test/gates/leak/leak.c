/* A test that passes and leaks, deliberately: `make gate-leak` wants the test runner to fail it. */
#include <criterion/criterion.h>
#include <stdlib.h>

static void *volatile lost;

Test(leak, is_reported_though_the_test_passes)
{
    lost = malloc(64);
    cr_assert_not_null(lost);
    lost = NULL;
}
