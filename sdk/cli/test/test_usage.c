/*
 * Which word somebody meant.
 */
#include "usage.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

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

static void expect_order(const char *given, const char *wanted)
{
    static const char *const with_value[] = {"--layer", NULL};
    char text[128];
    char *argv[16] = {text};
    int argc = 0;
    snprintf(text, sizeof text, "%s", given);
    for (char *rest = text, *word; (word = strsep(&rest, " ")) != NULL;)
        argv[argc++] = word;
    cr_expect_eq(cli__options_first("lamina check", argc, argv, with_value), CLI_DONE);
    char order[128] = "";
    for (int i = 0; i < argc; i++)
        snprintf(order + strlen(order), sizeof order - strlen(order), "%s%s", i > 0 ? " " : "",
                 argv[i]);
    cr_expect_str_eq(order, wanted, "%s", given);
}

Test(test_usage, takes_options_wherever_they_stand)
{
    expect_order("check x.so --layer y", "check --layer y x.so");
    expect_order("check a --json b --layer y c", "check --json --layer y a b c");
    expect_order("check --layer y a", "check --layer y a");
    expect_order("check a b", "check a b");
    expect_order("check a -- --json", "check a -- --json");
    expect_order("check - --json", "check --json -");
}
