/*
 * `make fleet-check`, by its script: a table, and an exit status that a release can be stopped by.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"

/* good, then a second plugin, against a layer. */
static program_result fleet_check(const char *layer_name, const char *second)
{
    char script[4096];
    const char *root = getenv("LAMINA_ROOT");
    snprintf(script, sizeof script, "%s/mk/fleet-check.sh", root != NULL ? root : ".");
    char *lamina = program_built("bin/lamina");
    char *layer = program_shipped(layer_name);
    char *good = program_shipped("test/plugins/good.so");
    char *other = program_shipped(second);
    const char *const words[PROGRAM_WORDS_CAP] = {script, lamina, layer, good, other, NULL};
    const program_result result = program_run("/bin/sh", words);
    free(other);
    free(good);
    free(layer);
    free(lamina);
    return result;
}

static void expect(const program_result *result, const char *part)
{
    cr_expect_not_null(strstr(result->output, part), "no \"%s\" in:\n%s%s", part, result->output,
                       result->errors);
}

Test(test_fleet_check, is_green_when_all_fit)
{
    program_result result = fleet_check("layer", "test/plugins/released-1-0.so");
    cr_expect_eq(result.status, 0);
    expect(&result, "(the layer itself) ");
    expect(&result, "3 fit, 0 do not");
    program_forget(&result);
}

Test(test_fleet_check, is_red_and_says_why_when_one_does_not)
{
    program_result result = fleet_check("layer", "test/plugins/newer-minor-unknown-need.so");
    cr_expect_eq(result.status, 1);
    expect(&result, "RED       RED");
    expect(&result, "Runtime.NeedMissing");
    expect(&result, "2 fit, 1 do not");
    program_forget(&result);
}

Test(test_fleet_check, names_what_is_no_layer)
{
    program_result result = fleet_check("test", "test/plugins/good.so");
    cr_expect_eq(result.status, 1);
    cr_expect_not_null(strstr(result.errors, "is no layer"), "%s", result.errors);
    program_forget(&result);
}
