/*
 * Which word somebody meant.
 */
#include "usage.h"

#include <criterion/criterion.h>

static const char *const known[] = {"dev", "routes", "version", "help", NULL};

static void expect_nearest(const char *word, const char *meant)
{
    const char *found = cli__nearest(word, known);
    if (meant)
        cr_expect_str_eq(found ? found : "(none)", meant, "%s", word);
    else
        cr_expect_null(found, "%s: %s", word, found);
}

Test(test_usage, finds_the_word_that_was_mistyped)
{
    expect_nearest("routs", "routes");
    expect_nearest("ruotes", "routes");
    expect_nearest("Routes", "routes");
    expect_nearest("vers", "version");
    expect_nearest("hlep", "help");
    expect_nearest("dve", "dev");
}

Test(test_usage, suggests_nothing_for_what_is_near_to_nothing)
{
    expect_nearest("deploy-everything", NULL);
    expect_nearest("", NULL);
    expect_nearest("a-word-that-is-longer-than-any-command-can-ever-be", NULL);
}
