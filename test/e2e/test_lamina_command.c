/*
 * The `lamina` command as its users run it.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/json.h"
#include "program.h"

static program_result run(const char *const words[PROGRAM_WORDS_CAP])
{
    char *program = program_built("bin/lamina");
    program_result result = program_run(program, words);
    free(program);
    return result;
}

static char *test_plugin(const char *name)
{
    char *path = NULL;
    const char *build = getenv("LAMINA_BUILD");
    cr_assert_geq(asprintf(&path, "%s/test/plugins/%s.so", build != NULL ? build : "build", name),
                  0);
    return path;
}

static void expect(const char *const words[PROGRAM_WORDS_CAP], int status, const char *output,
                   const char *errors)
{
    program_result r = run(words);
    cr_expect_eq(r.status, status, "status %d: %s", r.status, r.errors);
    cr_expect_not_null(strstr(r.output, output), "%s", r.output);
    cr_expect_not_null(strstr(r.errors, errors), "%s", r.errors);
    program_forget(&r);
}

#define WORDS(...) ((const char *const[PROGRAM_WORDS_CAP]){__VA_ARGS__})

Test(test_lamina_command, says_what_it_can_do)
{
    expect(WORDS("help"), 0, "  routes ", "");
    expect(WORDS("--help"), 0, "  dev ", "");
    expect(WORDS("version"), 0, "(ABI 1.0)", "");
    expect(WORDS("version", "--help"), 0, "Usage: lamina version", "");
    expect(WORDS("routes", "--help"), 0, "Usage: lamina routes", "");
    expect(WORDS("dev", "--help"), 0, "Usage: lamina dev", "");
    expect(WORDS(NULL), 2, "Usage: lamina COMMAND", "");
}

Test(test_lamina_command, names_the_wrong_word_and_the_near_one)
{
    expect(WORDS("rutes"), 2, "", "unknown command rutes; did you mean routes?");
    expect(WORDS("frobnicate"), 2, "", "unknown command frobnicate\n");
    expect(WORDS("routes", "--jason"), 2, "", "unknown option --jason; did you mean --json?");
    expect(WORDS("routes"), 2, "", "name at least one plugin");
    expect(WORDS("dev", "--prot", "1"), 2, "", "unknown option --prot");
    expect(WORDS("dev"), 2, "", "name at least one plugin");
}

Test(test_lamina_command, shows_routes_as_a_table)
{
    char *echo = test_plugin("echo");
    expect(WORDS("routes", echo), 0, "GET     /request ", "");
    expect(WORDS("routes", echo), 0, "(echo:read)", "");
    expect(WORDS("routes", echo), 0, "show_request (public)", "");
    free(echo);
}

Test(test_lamina_command, shows_routes_as_json)
{
    char *echo = test_plugin("echo");
    program_result r = run(WORDS("routes", "--json", echo));
    lamina_arena *arena = lamina_arena_new(1 << 20);
    const lamina_json *routes = NULL;
    cr_assert_eq(lamina_json_read(arena, lamina_str_from(r.output), 0, &routes, NULL), LAMINA_OK);
    cr_expect_gt(lamina_json_count(routes), 5);
    const lamina_json *first = lamina_json_first(routes);
    cr_expect(lamina_str_is(lamina_json_member_string(first, "module"), "echo"));
    cr_expect(lamina_str_is(lamina_json_member_string(first, "plugin"), echo));
    lamina_arena_free(arena);
    program_forget(&r);
    free(echo);
}

Test(test_lamina_command, refuses_what_the_host_refuses)
{
    char *newer = test_plugin("newer-major");
    char *echo = test_plugin("echo");
    expect(WORDS("routes", newer, echo), 1, "show_request", "Runtime.PluginTooNew");
    expect(WORDS("routes", "--json", newer, echo), 1, "", "Runtime.PluginTooNew");
    expect(WORDS("routes", "/no/such.so"), 1, "", "Runtime.PluginNotFound");
    free(newer);
    free(echo);
}

/* ---- lamina explain ---- */

Test(explain, shows_the_page_of_an_error_or_a_problem)
{
    static const char *const codes[][2] = {
        {"NotAPlugin", "# Runtime.NotAPlugin"},
        {"Runtime.NotAPlugin", "# Runtime.NotAPlugin"},
        {"Function.BadEvent", "# Function.BadEvent"},
        {"not-found", "# not-found"},
        {"urn:lamina:problem:not-found", "# not-found"},
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        expect((const char *[PROGRAM_WORDS_CAP]){"explain", codes[i][0]}, 0, codes[i][1], "");
}

Test(explain, lists_every_code)
{
    expect((const char *[PROGRAM_WORDS_CAP]){"explain"}, 0, "\n  PluginTooNew\n", "");
    expect((const char *[PROGRAM_WORDS_CAP]){"explain"}, 0, "\n  malformed-json\n", "");
}

Test(explain, names_the_code_that_was_probably_meant)
{
    expect((const char *[PROGRAM_WORDS_CAP]){"explain", "Runtime.NotAPlugn"}, 1, "",
           "did you mean NotAPlugin?");
    expect((const char *[PROGRAM_WORDS_CAP]){"explain", "../../../etc/passwd"}, 1, "",
           "no page for");
    expect((const char *[PROGRAM_WORDS_CAP]){"explain", "--lst"}, 2, "", "unknown option --lst");
}

/* ---- lamina openapi ---- */

Test(openapi, describes_a_plugin)
{
    char *echo = test_plugin("echo");
    expect(WORDS("openapi", "--title", "Echoes", echo), 0,
           "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Echoes\"", "");
    expect(WORDS("openapi", "--merge", "--server", "/v1", echo), 0,
           "\"servers\":[{\"url\":\"/v1\"}]", "");
    expect(WORDS("openapi", echo, echo), 2, "", "--merge makes one document");
    expect(WORDS("openapi", "--merge", echo, echo), 1, "", "both have the path");
    expect(WORDS("openapi", echo, "--title"), 2, "", "needs a value");
    expect(WORDS("openapi", echo, "--title", "Echoes"), 0, "\"title\":\"Echoes\"", "");
    free(echo);
}

Test(openapi, refuses_what_the_host_would_refuse)
{
    char *bad = test_plugin("no-entry");
    expect(WORDS("openapi", bad), 1, "", "Runtime.NotAPlugin");
    expect(WORDS("openapi"), 2, "", "name a plugin");
    expect(WORDS("openapi", "--titel", "x", bad), 2, "", "did you mean --title?");
    free(bad);
}

/* ---- lamina database ---- */

Test(database, runs_a_program_beside_a_database, .timeout = 60)
{
    char *folder = NULL;
    const char *root = getenv("LAMINA_ROOT");
    cr_assert_geq(asprintf(&folder, "%s/build/dynamodb-local", root != NULL ? root : "."), 0);
    unsetenv("AWS_ENDPOINT_URL_DYNAMODB");
    program_result r = run(WORDS("database", "--dynamodb-local", folder, "--", "sh", "-c",
                                 "echo at $LAMINA_TEST_DYNAMODB; echo oops >&2; exit 7"));
    cr_expect_eq(r.status, 7, "%s", r.errors);
    cr_expect_eq(strncmp(r.output, "at http://127.0.0.1:", 20), 0, "%s", r.output);
    cr_expect_str_eq(r.errors, "oops\n");
    program_forget(&r);
    r = run(WORDS("database", "--dynamodb-local", folder, "--", "/no/such/program"));
    cr_expect_eq(r.status, 127);
    program_forget(&r);
    expect(WORDS("database", "--"), 2, "", "name the program to run beside the database");
    expect(WORDS("database", "--help"), 0, "LAMINA_TEST_DYNAMODB", "");
    free(folder);
}
