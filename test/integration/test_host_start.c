/*
 * test_host_start.c - how bootstrap starts, and how it says that it cannot: on stderr, to
 * /runtime/init/error, by its exit status.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "runtime_api_child.h"
#include "runtime_api_server.h"

static bool contains(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

static void expect_post(const runtime_api_post *post, const char *type, const char *words)
{
    char line[256];
    cr_expect_str_eq(post->path, "/2018-06-01/runtime/init/error");
    snprintf(line, sizeof(line), "Lambda-Runtime-Function-Error-Type: %s\r\n", type);
    cr_expect(contains(post->headers, line), "%s", post->headers);
    snprintf(line, sizeof(line), "\"errorType\":\"%s\",\"stackTrace\":[]}", type);
    cr_expect(contains(post->body, line), "%s", post->body);
    cr_expect(contains(post->body, words), "\"%s\" is not in %s", words, post->body);
}

static void expect_line(const runtime_api_child *child, const char *type, const char *words)
{
    char part[256];
    char *output = runtime_api_child_output(child);
    snprintf(part, sizeof(part), "\"errorType\":\"%s\"", type);
    cr_expect(contains(output, "\"level\":\"FATAL\"") && contains(output, part), "%s", output);
    cr_expect(contains(output, words), "%s", output);
    cr_expect_eq(strchr(output, '\n'), strrchr(output, '\n'), "more than one line: %s", output);
    free(output);
}

/* Starts it, waits for its end, and compares all three ways in which it tells. */
static void expect_refusal(const runtime_api_child_options *given, const char *type,
                           const char *words)
{
    runtime_api_server *server = runtime_api_start();
    runtime_api_child_options options = *given;
    options.api = runtime_api_address(server);
    runtime_api_child child = runtime_api_child_start(&options);
    const int status = runtime_api_child_wait(&child);
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 1, "%s: status %x", type,
              (unsigned)status);
    cr_assert_eq(runtime_api_post_count(server), 1);
    cr_expect_eq(runtime_api_next_count(server), 0);
    expect_post(runtime_api_wait_post(server, 0), type, words);
    expect_line(&child, type, words);
    runtime_api_child_clear(&child);
    runtime_api_stop(server);
}

static void expect_refused_plugin(const char *plugin, const char *type, const char *words)
{
    expect_refusal(&(runtime_api_child_options){.handler = plugin}, type, words);
}

Test(host_start, refuses_a_plugin_that_is_not_there)
{
    expect_refused_plugin("absent", "Runtime.PluginNotFound", "absent.so");
}

Test(host_start, refuses_files_that_are_no_plugin)
{
    expect_refused_plugin("text-file", "Runtime.NotAPlugin", "text-file.so");
    expect_refused_plugin("empty-file", "Runtime.NotAPlugin", "empty-file.so");
    expect_refused_plugin("no-entry", "Runtime.NotAPlugin", "no-entry.so");
    expect_refused_plugin("wrong-magic", "Runtime.NotAPlugin", "wrong-magic");
}

Test(host_start, refuses_a_plugin_of_another_machine)
{
    expect_refused_plugin("wrong-architecture", "Runtime.WrongArchitecture", "wrong-architecture");
}

Test(host_start, refuses_a_plugin_of_a_newer_major)
{
    expect_refused_plugin("newer-major", "Runtime.PluginTooNew", "newer-major");
}

Test(host_start, refuses_a_plugin_that_needs_what_this_host_lacks)
{
    expect_refused_plugin("newer-minor-unknown-need", "Runtime.NeedMissing",
                          "newer-minor-unknown-need");
}

Test(host_start, refuses_a_plugin_with_a_missing_symbol)
{
    expect_refused_plugin("missing-symbol", "Runtime.MissingSymbol", "missing-symbol");
}

Test(host_start, refuses_a_plugin_with_a_missing_library)
{
    expect_refused_plugin("missing-library", "Runtime.MissingLibrary", "libnot-shipped.so.2");
}

Test(host_start, refuses_a_plugin_with_a_duplicate_route)
{
    expect_refused_plugin("duplicate-route", "Runtime.DuplicateRoute", "duplicate-route");
}

Test(host_start, refuses_a_plugin_whose_init_fails)
{
    expect_refused_plugin("init-fails", "Runtime.PluginInitFailed", "init of plugin init-fails");
}

Test(host_start, refuses_an_operation_that_the_plugin_does_not_have)
{
    expect_refused_plugin("echo.drop_order", "Runtime.OperationNotFound",
                          "has no operation drop_order");
}

Test(host_start, refuses_handlers_that_lead_out_of_the_task_root)
{
    expect_refused_plugin("../plugins/echo", "Runtime.BadHandler", "_HANDLER is");
    expect_refused_plugin("/tmp/echo", "Runtime.BadHandler", "_HANDLER is");
}

Test(host_start, refuses_settings_that_are_missing_or_wrong)
{
    expect_refusal(&(runtime_api_child_options){0}, "Runtime.HandlerMissing", "_HANDLER");
    expect_refusal(&(runtime_api_child_options){.handler = "echo",
                                                .env = {"LAMBDA_TASK_ROOT="},
                                                .task_root = ""},
                   "Runtime.BadSetting", "LAMBDA_TASK_ROOT");
    expect_refusal(
        &(runtime_api_child_options){.handler = "echo", .env = {"LAMINA_LOG_LEVEL=LOUD"}},
        "Runtime.BadSetting", "LAMINA_LOG_LEVEL");
}

Test(host_start, exits_when_the_runtime_api_cannot_be_reached)
{
    /* A port that was free a moment ago. */
    runtime_api_server *server = runtime_api_start();
    char address[64];
    snprintf(address, sizeof(address), "%s", runtime_api_address(server));
    runtime_api_stop(server);

    static const struct {
        const char *handler;
        const char *words;
    } cases[] = {{"absent", "Runtime.PluginNotFound"}, {"echo", "no event could be had"}};
    for (size_t i = 0; i < 2; i++) {
        runtime_api_child child = runtime_api_child_start(
            &(runtime_api_child_options){.api = address, .handler = cases[i].handler});
        const int status = runtime_api_child_wait(&child);
        cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 1);
        char *output = runtime_api_child_output(&child);
        cr_expect(contains(output, "\"level\":\"FATAL\"") && contains(output, cases[i].words), "%s",
                  output);
        free(output);
        runtime_api_child_clear(&child);
    }
}

static void expect_by_hand(const char *argument, int exit_status, const char *words)
{
    runtime_api_child child =
        runtime_api_child_start(&(runtime_api_child_options){.argument = argument});
    const int status = runtime_api_child_wait(&child);
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == exit_status);
    char *output = runtime_api_child_output(&child);
    cr_expect(contains(output, words), "%s", output);
    free(output);
    runtime_api_child_clear(&child);
}

Test(host_start, explains_itself_to_who_starts_it_by_hand)
{
    expect_by_hand(NULL, 2, "AWS_LAMBDA_RUNTIME_API");
    expect_by_hand("--help", 0, "LAMBDA_TASK_ROOT");
    expect_by_hand("--version", 0, "bootstrap 1.");
}

Test(host_start, loads_a_plugin_that_knows_more_than_the_host_if_it_needs_no_more)
{
    static const char *const good[] = {"good", "newer-minor-known-needs", "struct-grown", "echo.so",
                                       "echo.get_order"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        runtime_api_server *server = runtime_api_start();
        runtime_api_child child = runtime_api_child_start(
            &(runtime_api_child_options){.api = runtime_api_address(server), .handler = good[i]});
        runtime_api_wait_idle(server);
        cr_expect_eq(runtime_api_child_stop(&child), 0, "%s", good[i]);
        cr_expect_eq(runtime_api_post_count(server), 0);
        runtime_api_child_clear(&child);
        runtime_api_stop(server);
    }
}
