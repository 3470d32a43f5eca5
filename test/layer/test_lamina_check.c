/*
 * `lamina check` on real files: what fits is told to fit, what does not is refused by name, and
 * nothing that a plugin does while it is opened reaches the command.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lamina/json.h"
#include "program.h"

#define PATH_CAP 4096

static lamina_arena *arena;
static char *lamina;
static char *layer;

static void start(void)
{
    arena = lamina_arena_new((size_t)16 << 20);
    lamina = program_built("bin/lamina");
    layer = program_shipped("layer");
}

static void end(void)
{
    free(layer);
    free(lamina);
    lamina_arena_free(arena);
}

TestSuite(test_lamina_check, .init = start, .fini = end);

static const char *plugin(const char *name)
{
    char file[PATH_CAP];
    snprintf(file, sizeof file, "test/plugins/%s.so", name);
    char *path = program_shipped(file);
    const char *kept = lamina_arena_copy(arena, lamina_str_from(path)).ptr;
    free(path);
    return kept;
}

/* Another architecture's plugins are opened by an emulator, if the test's caller names one. */
static program_result run_check(const char *const words[PROGRAM_WORDS_CAP])
{
    const char *emulator = getenv("LAMINA_EMULATOR");
    if (emulator == NULL)
        return program_run(lamina, words);
    const char *all[PROGRAM_WORDS_CAP] = {words[0], "--emulator", emulator};
    for (size_t i = 1; words[i] != NULL && i + 2 < PROGRAM_WORDS_CAP; i++)
        all[i + 2] = words[i];
    return program_run(lamina, all);
}

/* What --json says of one plugin; *status is the exit status. */
static const lamina_json *check(const char *path, const char *timeout_ms, int *status)
{
    const char *const words[PROGRAM_WORDS_CAP] = {"check",     "--json",   "--layer", layer,
                                                  "--timeout", timeout_ms, path,      NULL};
    program_result result = run_check(words);
    const lamina_json *report = NULL;
    const lamina_str output = lamina_arena_copy(arena, lamina_str_from(result.output));
    cr_assert_eq(lamina_json_read(arena, output, 0, &report, NULL), LAMINA_OK, "%s: %s%s", path,
                 result.output, result.errors);
    *status = result.status;
    program_forget(&result);
    return lamina_json_first(report);
}

static const lamina_json *finding(const lamina_json *report, const char *rule)
{
    const lamina_json *list = lamina_json_member(report, "findings");
    for (const lamina_json *at = lamina_json_first(list); at; at = lamina_json_next(at))
        if (lamina_str_is(lamina_json_member_string(at, "rule"), rule))
            return at;
    return NULL;
}

/* The text of a member, closed by a NUL; "" when there is none. */
static const char *text_of(const lamina_json *found, const char *name)
{
    return lamina_arena_copy(arena, lamina_json_member_string(found, name)).ptr;
}

/* A refusal has a page. */
static void expect_page(const char *type)
{
    char path[PATH_CAP];
    const char *root = getenv("LAMINA_ROOT");
    const char *name = strchr(type, '.');
    cr_assert_not_null(name, "%s", type);
    snprintf(path, sizeof path, "%s/docs/errors/%s.md", root != NULL ? root : ".", name + 1);
    cr_expect_eq(access(path, R_OK), 0, "there is no page %s", path);
}

static void expect_refused(const char *name, const char *rule, const char *type, const char *word)
{
    int status = -1;
    const lamina_json *report = check(plugin(name), "10000", &status);
    const lamina_json *found = finding(report, rule);
    cr_assert_eq(status, 1, "%s: status %d", name, status);
    cr_assert_not_null(found, "%s: nothing is said of %s", name, rule);
    cr_assert_str_eq(text_of(found, "type"), type, "%s: %s", name, text_of(found, "text"));
    cr_expect_not_null(strstr(text_of(found, "text"), word), "%s: no \"%s\" in: %s", name, word,
                       text_of(found, "text"));
    expect_page(text_of(found, "type"));
}

static const lamina_json *expect_fits(const char *path)
{
    int status = -1;
    const lamina_json *report = check(path, "10000", &status);
    const lamina_json *list = lamina_json_member(report, "findings");
    for (const lamina_json *at = lamina_json_first(list); at; at = lamina_json_next(at))
        cr_expect(lamina_str_is(lamina_json_member_string(at, "result"), "ok"), "%s: %.*s", path,
                  LAMINA_FMT(lamina_json_member_string(at, "text")));
    cr_expect_eq(status, 0, "%s: status %d", path, status);
    return report;
}

/* ---- what fits ---- */

Test(test_lamina_check, accepts_what_a_cold_start_accepts)
{
    static const char *const names[] = {
        "good", "echo", "struct-grown", "newer-minor-known-needs", "older-model", "init-fails"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        expect_fits(plugin(names[i]));
}

Test(test_lamina_check, lists_routes_and_needs)
{
    const lamina_json *told =
        lamina_json_member(expect_fits(plugin("newer-minor-known-needs")), "plugin");
    const lamina_json *route = lamina_json_first(lamina_json_member(told, "routes"));
    const lamina_json *need = lamina_json_first(lamina_json_member(told, "needs"));
    cr_expect(lamina_str_is(lamina_json_member_string(route, "path"), "/hello"));
    cr_expect(lamina_str_is(lamina_json_member_string(route, "operation"), "hello"));
    cr_expect(lamina_str_is(lamina_json_member_string(need, "id"), "lamina.log/1"));
}

Test(test_lamina_check, accepts_a_library_that_the_package_brings)
{
    expect_fits(plugin("packaged-library"));
}

Test(test_lamina_check, takes_what_a_constructor_prints_for_no_report)
{
    expect_fits(plugin("talks-at-load"));
}

/* What this tree ships: no plugin of it asks for more than Lambda has. */
Test(test_lamina_check, finds_every_module_sound)
{
    char *folder = program_shipped("plugins");
    const char *pattern = lamina_arena_format(arena, "%s/*.so", folder).ptr;
    glob_t found = {0};
    cr_assert_eq(glob(pattern, 0, NULL, &found), 0, "there is no plugin in %s", folder);
    for (size_t i = 0; i < found.gl_pathc; i++)
        expect_fits(found.gl_pathv[i]);
    globfree(&found);
    free(folder);
}

/* Self-contained, for Lambda's glibc, hardened: bootstrap and both libraries. */
Test(test_lamina_check, finds_the_layer_itself_sound)
{
    const char *const words[PROGRAM_WORDS_CAP] = {"check", "--json", "--layer", layer, NULL};
    program_result result = program_run(lamina, words);
    const lamina_json *report = NULL;
    cr_assert_eq(result.status, 0, "%s%s", result.output, result.errors);
    cr_assert_eq(lamina_json_read(arena, lamina_str_from(result.output), 0, &report, NULL),
                 LAMINA_OK);
    cr_expect_geq(lamina_json_count(report), 3);
    program_forget(&result);
}

/* ---- what does not ---- */

Test(test_lamina_check, refuses_what_the_file_is_not)
{
    expect_refused("no-such-file", "file", "Runtime.PluginNotFound", "no such file");
    expect_refused("text-file", "file", "Runtime.NotAPlugin", "no ELF file");
    expect_refused("empty-file", "file", "Runtime.NotAPlugin", "no ELF file");
    expect_refused("cut-short", "file", "Runtime.NotAPlugin", "cut short");
    expect_refused("wrong-architecture", "file", "Runtime.WrongArchitecture", "the layer is for");
}

Test(test_lamina_check, refuses_what_the_loader_would_not_find)
{
    expect_refused("missing-library", "libraries", "Runtime.MissingLibrary", "libnot-shipped.so.2");
    expect_refused("missing-symbol", "symbols", "Runtime.MissingSymbol", "lamina_no_such_function");
    expect_refused("missing-version", "symbols", "Runtime.MissingSymbol",
                   "LAMINA_1.99 of liblamina.so.1");
    expect_refused("newer-glibc", "glibc", "Runtime.MissingSymbol", "arc4random (GLIBC_2.36)");
}

Test(test_lamina_check, refuses_what_a_plugin_does_not_show_or_do)
{
    expect_refused("no-entry", "exports", "Runtime.NotAPlugin", "lamina_plugin_entry");
    expect_refused("two-symbols", "exports", "Check.ExportsTooMuch", "one_more");
    expect_refused("not-hardened", "hardening", "Check.NotHardened", "executable stack");
    expect_refused("not-hardened", "hardening", "Check.NotHardened", "-Wl,-z,relro, -Wl,-z,now");
    expect_refused("text-relocations", "hardening", "Check.NotHardened", "-fPIC");
}

Test(test_lamina_check, refuses_an_entry_as_the_host_does)
{
    expect_refused("wrong-magic", "entry", "Runtime.NotAPlugin", "0x0badf00d");
    expect_refused("newer-major", "entry", "Runtime.PluginTooNew", "ABI 2.3");
    expect_refused("older-major", "entry", "Runtime.PluginTooOld", "ABI 0.9");
    expect_refused("newer-minor-unknown-need", "entry", "Runtime.NeedMissing", "lamina.stream/1");
    expect_refused("impossible-size", "entry", "Runtime.NotAPlugin", "24 bytes");
    expect_refused("overstated-size", "entry", "Runtime.NotAPlugin", "less than it says");
    expect_refused("wrong-name", "entry", "Runtime.BadEntry", "another-name");
    expect_refused("no-routes", "entry", "Runtime.BadEntry", "no routes");
    expect_refused("bad-route", "entry", "Runtime.BadRoute", "get_file");
    expect_refused("duplicate-route", "entry", "Runtime.DuplicateRoute", "get_another");
    expect_refused("bad-record", "entry", "Runtime.BadRecord", "create_thing");
}

Test(test_lamina_check, survives_what_constructors_do)
{
    expect_refused("crashes-at-load", "entry", "Check.OpeningFailed", "signal 6 (Aborted)");
    expect_refused("exits-at-load", "entry", "Check.OpeningFailed", "status 0");
}

/* The limit is short because it is certain to pass. */
Test(test_lamina_check, ends_what_hangs_and_what_it_started)
{
    int status = -1;
    const lamina_json *found = finding(check(plugin("hangs-at-load"), "300", &status), "entry");
    cr_expect_eq(status, 1);
    cr_expect(lamina_str_is(lamina_json_member_string(found, "type"), "Check.OpeningFailed"));
    cr_expect_not_null(strstr(text_of(found, "text"), "did not end in time"));
}

Test(test_lamina_check, refuses_a_program_a_folder_and_a_pipe)
{
    int status = -1;
    char pipe_path[] = "/tmp/lamina-check-XXXXXX";
    cr_assert_not_null(mkdtemp(pipe_path));
    const char *fifo = lamina_arena_format(arena, "%s/pipe.so", pipe_path).ptr;
    cr_assert_eq(mkfifo(fifo, 0600), 0);
    char *bootstrap = program_shipped("layer/bootstrap");
    const char *const paths[] = {fifo, pipe_path, bootstrap, "/dev/zero"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const lamina_json *found = finding(check(paths[i], "10000", &status), "file");
        cr_expect_eq(status, 1, "%s", paths[i]);
        cr_expect(lamina_str_is(lamina_json_member_string(found, "type"), "Runtime.NotAPlugin"));
    }
    unlink(fifo);
    rmdir(pipe_path);
    free(bootstrap);
}

/* ---- files changed by chance that is always the same, to the end of the command ---- */

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13; /* xorshift64 (Marsaglia, 2003) */
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void write_file(const char *path, const char *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file, "%s", path);
    cr_assert_eq(fwrite(bytes, 1, len, file), len);
    (void)fclose(file);
}

static size_t read_file(const char *path, char *bytes, size_t cap)
{
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s", path);
    const size_t len = fread(bytes, 1, cap, file);
    (void)fclose(file);
    return len;
}

/* The tables that the loader reads lie in the first page; the code, which must not run changed, does
   not. */
Test(test_lamina_check, ends_with_an_answer_for_any_damage)
{
    static char bytes[65536];
    static char damaged[65536];
    char folder[] = "/tmp/lamina-check-XXXXXX";
    uint64_t state = 0x853c49e6748fea9bu;
    const size_t len = read_file(plugin("good"), bytes, sizeof bytes);
    cr_assert_not_null(mkdtemp(folder));
    const char *path = lamina_arena_format(arena, "%s/good.so", folder).ptr;
    for (int i = 0; i < 60; i++) {
        int status = -1;
        memcpy(damaged, bytes, len);
        for (int k = 0; k < 2; k++)
            damaged[64 + next_random(&state) % 1600] = (char)next_random(&state);
        write_file(path, damaged, len);
        check(path, "5000", &status);
        cr_assert(status == 0 || status == 1, "round %d ended with status %d", i, status);
    }
    unlink(path);
    rmdir(folder);
}

/* ---- the call itself ---- */

static void expect_call(int status, const char *errors, const char *const words[PROGRAM_WORDS_CAP])
{
    program_result result = program_run(lamina, words);
    cr_expect_eq(result.status, status, "status %d: %s", result.status, result.errors);
    cr_expect_not_null(strstr(result.errors, errors), "%s", result.errors);
    program_forget(&result);
}

#define WORDS(...) ((const char *const[PROGRAM_WORDS_CAP]){__VA_ARGS__})

Test(test_lamina_check, names_what_is_wrong_with_the_call)
{
    expect_call(2, "unknown option --jsn; did you mean --json?", WORDS("check", "--jsn"));
    expect_call(2, "the last option needs a value", WORDS("check", "--layer"));
    expect_call(2, "--timeout takes milliseconds", WORDS("check", "--timeout", "soon", "x.so"));
    expect_call(1, "/tmp is no layer", WORDS("check", "--layer", "/tmp", "x.so"));
    expect_call(1, "/tmp is no layer", WORDS("check", "x.so", "--layer", "/tmp"));
}

Test(test_lamina_check, takes_the_layer_beside_itself)
{
    if (getenv("LAMINA_EMULATOR") != NULL)
        cr_skip_test("the command lies beside the layer of its own architecture");
    char *shipped = program_shipped("bin/lamina");
    const char *const words[PROGRAM_WORDS_CAP] = {"check", plugin("good"), NULL};
    program_result result = program_run(shipped, words);
    cr_expect_eq(result.status, 0, "%s%s", result.output, result.errors);
    program_forget(&result);
    free(shipped);
}

/* The name of a symbol that would clear a terminal. */
Test(test_lamina_check, lets_no_name_talk_to_a_terminal)
{
    const char *const words[PROGRAM_WORDS_CAP] = {"check", "--layer", layer, plugin("rude-symbol"),
                                                  NULL};
    program_result result = program_run(lamina, words);
    cr_expect_eq(result.status, 1);
    cr_expect_null(strchr(result.output, '\033'), "%s", result.output);
    cr_expect_not_null(strstr(result.output, "exports ?[2Jmore beside"), "%s", result.output);
    program_forget(&result);
}

Test(test_lamina_check, says_it_for_people)
{
    const char *const words[PROGRAM_WORDS_CAP] = {"check", "--layer", layer, plugin("good"), NULL};
    program_result result = run_check(words);
    cr_expect_eq(result.status, 0);
    cr_expect_not_null(strstr(result.output, "good.so: fits"), "%s", result.output);
    cr_expect_not_null(strstr(result.output, "  ok       exports    lamina_plugin_entry alone"));
    cr_expect_not_null(strstr(result.output, "  route    GET     /hello"));
    program_forget(&result);
}
