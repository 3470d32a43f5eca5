/*
 * Every refusal of a plugin, on real files: its name, and that its text says what was found, what
 * was expected and what to do.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/check.h"
#include "lamina/host.h"
#include "lamina/log.h"
#include "lamina/text.h"

static const void *table(const lamina_host *host, const char *id)
{
    (void)host;
    if (strcmp(id, LAMINA_LOG_1) == 0)
        return lamina_log_table();
    if (strcmp(id, LAMINA_CLOCK_1) == 0)
        return lamina_clock_table();
    return NULL;
}

static const lamina_host host = {.abi_major = LAMINA_ABI_MAJOR,
                                 .abi_minor = LAMINA_ABI_MINOR,
                                 .version = "1.0.0",
                                 .table = table};

static lamina_arena *arena;

static void open_arena(void)
{
    arena = lamina_arena_new((size_t)1024 * 1024);
}

static void close_arena(void)
{
    lamina_arena_free(arena);
}

TestSuite(refusals, .init = open_arena, .fini = close_arena);

static const char *path_of(const char *name)
{
    const char *build = getenv("LAMINA_BUILD");
    cr_assert_not_null(build, "LAMINA_BUILD must be the build folder");
    return lamina_arena_format(arena, "%s/test/plugins/%s.so", build, name).ptr;
}

/* What the host does at start: open, then check. */
static lamina_status load(const char *name, lamina_refusal *refusal)
{
    void *handle;
    const lamina_plugin *plugin;
    lamina_status status = lamina_plugin_open(arena, path_of(name), &handle, &plugin, refusal);
    if (status != LAMINA_OK) {
        cr_assert_null(handle);
        cr_assert_null(plugin);
        return status;
    }
    cr_assert_not_null(handle);
    return lamina_plugin_check(arena, plugin, &host, lamina_str_from(name), refusal);
}

static void expect_accepted(const char *name)
{
    lamina_refusal refusal;
    lamina_status status = load(name, &refusal);
    cr_assert_eq(status, LAMINA_OK, "%s was refused: %s: %.*s", name,
                 refusal.type != NULL ? refusal.type : "", LAMINA_FMT(refusal.message));
    cr_assert_null(refusal.type);
}

/* Each of words, closed by NULL, must stand in the message. */
static void expect_refused(const char *name, const char *type, const char *const *words)
{
    lamina_refusal refusal;
    cr_assert_eq(load(name, &refusal), LAMINA_E_CONFIG, "%s was accepted", name);
    cr_assert_str_eq(refusal.type, type, "%s: %s: %.*s", name, refusal.type,
                     LAMINA_FMT(refusal.message));
    for (; *words != NULL; words++)
        cr_expect_not_null(strstr(refusal.message.ptr, *words), "%s: no \"%s\" in: %.*s", name,
                           *words, LAMINA_FMT(refusal.message));
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* ---- accepted ---- */

Test(refusals, accepts_a_good_plugin)
{
    expect_accepted("good");
    expect_accepted("echo");
}

Test(refusals, accepts_a_newer_minor_whose_needs_are_known)
{
    expect_accepted("newer-minor-known-needs");
}

Test(refusals, reads_only_what_it_knows_of_structs_that_have_grown)
{
    void *handle;
    const lamina_plugin *plugin;
    lamina_refusal refusal;
    expect_accepted("struct-grown");
    cr_assert_eq(lamina_plugin_open(arena, path_of("struct-grown"), &handle, &plugin, &refusal),
                 LAMINA_OK);
    cr_assert_str_eq(lamina_plugin_route(plugin, 1)->path, "/hello/again");
}

Test(refusals, lets_a_plugin_whose_init_fails_pass_because_no_function_of_it_runs)
{
    expect_accepted("init-fails");
}

/* ---- refused by the file or the loader ---- */

Test(refusals, names_a_file_that_is_not_there)
{
    expect_refused("no-such-file", "Runtime.PluginNotFound",
                   WORDS("no-such-file.so", "no such file", "Handler", "deploy"));
}

Test(refusals, names_a_file_that_is_no_shared_object)
{
    expect_refused("text-file", "Runtime.NotAPlugin",
                   WORDS("text-file.so", "is no ELF file", "Expected a shared object"));
    expect_refused("empty-file", "Runtime.NotAPlugin", WORDS("empty-file.so", "is no ELF file"));
}

Test(refusals, names_an_elf_file_that_was_cut_short)
{
    expect_refused("cut-short", "Runtime.NotAPlugin", WORDS("cut-short.so", "cut short"));
}

Test(refusals, names_both_architectures)
{
    expect_refused("wrong-architecture", "Runtime.WrongArchitecture",
                   WORDS("wrong-architecture.so", "x86_64", "aarch64", "Architectures"));
}

Test(refusals, names_the_library_that_is_missing)
{
    expect_refused("missing-library", "Runtime.MissingLibrary",
                   WORDS("missing-library.so", "libnot-shipped.so.2", "lib/ of the package"));
}

Test(refusals, names_the_symbol_that_is_missing)
{
    expect_refused("missing-symbol", "Runtime.MissingSymbol",
                   WORDS("missing-symbol.so", "lamina_no_such_function", "-z,defs"));
}

Test(refusals, names_the_version_of_a_library_that_is_missing)
{
    expect_refused("missing-version", "Runtime.MissingSymbol",
                   WORDS("missing-version.so", "liblamina.so.1", "LAMINA_1.99", "Deploy a layer"));
}

Test(refusals, names_the_entry_that_is_missing)
{
    expect_refused("no-entry", "Runtime.NotAPlugin",
                   WORDS("no-entry.so", "lamina_plugin_entry", "lamina/plugin.h"));
}

Test(refusals, closes_a_plugin_that_it_refuses)
{
    /* The second opening asks the loader anew, and not what it kept of the first. */
    for (int i = 0; i < 2; i++)
        expect_refused("no-entry", "Runtime.NotAPlugin", WORDS("no-entry.so"));
}

Test(refusals, takes_a_name_without_a_slash_for_a_file_of_the_working_folder)
{
    void *handle;
    const lamina_plugin *plugin;
    lamina_refusal refusal;
    /* The loader by itself would look through the system's libraries and find this one. */
    cr_assert_eq(lamina_plugin_open(arena, "libc.so.6", &handle, &plugin, &refusal),
                 LAMINA_E_CONFIG);
    cr_assert_str_eq(refusal.type, "Runtime.PluginNotFound");
}

Test(refusals, names_a_folder_in_the_place_of_the_file)
{
    void *handle;
    const lamina_plugin *plugin;
    lamina_refusal refusal;
    cr_assert_eq(lamina_plugin_open(arena, "/tmp/", &handle, &plugin, &refusal), LAMINA_E_CONFIG);
    cr_assert_str_eq(refusal.type, "Runtime.NotAPlugin");
}

/* ---- refused by the entry ---- */

Test(refusals, names_both_magics)
{
    expect_refused("wrong-magic", "Runtime.NotAPlugin",
                   WORDS("wrong-magic.so", "0x0badf00d", "0x414e4d4c", "LAMINA_PLUGIN_MAGIC"));
}

Test(refusals, names_both_sides_of_a_newer_major)
{
    expect_refused("newer-major", "Runtime.PluginTooNew",
                   WORDS("newer-major.so", "ABI 2.3", "1.0.0 (ABI 1.0)", "layer of major 2",
                         "SDK of major 1"));
}

Test(refusals, names_both_sides_of_an_older_major)
{
    expect_refused("older-major", "Runtime.PluginTooOld",
                   WORDS("older-major.so", "ABI 0.9", "1.0.0 (ABI 1.0)", "SDK of major 1"));
}

Test(refusals, names_a_need_and_the_version_that_brought_it)
{
    expect_refused("newer-minor-unknown-need", "Runtime.NeedMissing",
                   WORDS("newer-minor-unknown-need.so", "lamina.stream/1", "came with host 1.1",
                         "this host is 1.0.0 (ABI 1.0)", "Deploy a layer of 1.1 or later",
                         "SDK 1.0"));
}

Test(refusals, names_a_size_that_cannot_be)
{
    expect_refused("impossible-size", "Runtime.NotAPlugin",
                   WORDS("impossible-size.so", "24 bytes", "120", "sizeof(lamina_plugin)"));
}

Test(refusals, does_not_read_behind_a_symbol_that_overstates_its_size)
{
    expect_refused("overstated-size", "Runtime.NotAPlugin",
                   WORDS("overstated-size.so", "120 bytes", "less than it says"));
}

Test(refusals, names_a_file_and_an_entry_that_do_not_agree)
{
    expect_refused("wrong-name", "Runtime.BadEntry",
                   WORDS("wrong-name.so", "\"another-name\"", "Rename the file"));
}

Test(refusals, names_a_plugin_that_serves_nothing)
{
    expect_refused("no-routes", "Runtime.BadEntry", WORDS("no-routes.so", "no routes"));
}

Test(refusals, names_both_routes_of_a_duplicate)
{
    expect_refused(
        "duplicate-route", "Runtime.DuplicateRoute",
        WORDS("duplicate-route.so", "get_another", "/things/{id}", "get_one", "/things/{thingId}"));
}

Test(refusals, names_the_rule_that_an_event_handler_breaks)
{
    expect_refused(
        "bad-event-handler", "Runtime.BadEventHandler",
        WORDS("bad-event-handler.so", "on_message (sqs)", "has no function", "Set .handler.sqs."));
}

Test(refusals, names_both_owners_of_an_operation)
{
    expect_refused("duplicate-operation", "Runtime.DuplicateOperation",
                   WORDS("duplicate-operation.so", "hello (direct)", "of a route (GET /hello)"));
}

Test(refusals, names_the_rule_that_a_path_breaks)
{
    expect_refused("bad-route", "Runtime.BadRoute",
                   WORDS("bad-route.so", "get_file", "/files/{path+}/content",
                         "only the last segment can be greedy"));
}

Test(refusals, names_the_field_of_a_bad_record)
{
    expect_refused("bad-record", "Runtime.BadRecord",
                   WORDS("bad-record.so", "create_thing", ".request", "name"));
}

/* ---- the refusals' own names ---- */

Test(refusals, have_names_that_lambda_keeps)
{
    static const char *const names[] = {
        "no-such-file",      "text-file",          "wrong-architecture", "missing-library",
        "missing-symbol",    "newer-major",        "older-major",        "newer-minor-unknown-need",
        "wrong-name",        "bad-route",          "duplicate-route",    "bad-record",
        "bad-event-handler", "duplicate-operation"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        lamina_refusal refusal;
        cr_assert_eq(load(names[i], &refusal), LAMINA_E_CONFIG);
        cr_assert_eq(strncmp(refusal.type, "Runtime.", 8), 0);
        const char *rest = refusal.type + 8;
        cr_assert(rest[0] >= 'A' && rest[0] <= 'Z' && rest[1] != '\0');
        for (; *rest != '\0'; rest++)
            cr_assert((*rest >= 'a' && *rest <= 'z') || (*rest >= 'A' && *rest <= 'Z'));
    }
}
