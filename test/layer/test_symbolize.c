/*
 * A crash in production, read afterwards: the frames that bootstrap logs are turned into the functions
 * and lines of this very source tree.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lamina/json.h"
#include "program.h"
#include "runtime_api_child.h"
#include "runtime_api_server.h"

static const char crash_event[] =
    "{\"resource\":\"/crash\",\"path\":\"/crash\",\"httpMethod\":\"GET\",\"headers\":{},"
    "\"queryStringParameters\":null,\"requestContext\":{\"requestId\":\"r1\",\"stage\":\"v1\"},"
    "\"body\":null,\"isBase64Encoded\":false}";

/* What the shipped bootstrap logs when a handler of the shipped echo plugin crashes. */
static char *log_of_a_crash(void)
{
    char *layer = program_shipped("layer");
    char *plugins = program_shipped("test/plugins");
    runtime_api_server *server = runtime_api_start();
    runtime_api_push_json(server, crash_event);
    runtime_api_child child =
        runtime_api_child_start(&(runtime_api_child_options){.api = runtime_api_address(server),
                                                             .handler = "echo",
                                                             .task_root = plugins,
                                                             .layer = layer});
    const int status = runtime_api_child_wait(&child);
    cr_assert(WIFSIGNALED(status), "status %x", (unsigned)status);
    char *log = runtime_api_child_output(&child);
    runtime_api_child_clear(&child);
    runtime_api_stop(server);
    free(plugins);
    free(layer);
    return log;
}

static program_result symbolize(const char *const words[PROGRAM_WORDS_CAP], const char *input)
{
    char *lamina = program_built("bin/lamina");
    const program_result result = program_run_with(lamina, words, input);
    free(lamina);
    return result;
}

#define WORDS(...) ((const char *const[PROGRAM_WORDS_CAP]){__VA_ARGS__})

static void expect_contains(const char *text, const char *part)
{
    cr_expect_not_null(strstr(text, part), "no \"%s\" in:\n%s", part, text);
}

Test(test_symbolize, names_function_and_line_of_a_crash)
{
    char *debug = program_shipped("debug");
    char *log = log_of_a_crash();
    program_result result = symbolize(WORDS("symbolize", "--debug", debug), log);
    expect_contains(result.output, "SIGABRT in echo (crash), request request-0");
    expect_contains(result.output, "  echo.so+0x");
    expect_contains(result.output, "crash at test/abi/plugins/echo.c:");
    expect_contains(result.output, "call_handler at host/exchange.c:");
    /* and the way there, through the host's own files */
    expect_contains(result.output, "  bootstrap+0x");
    expect_contains(result.output, "host__loop_run at host/loop.c:");
    expect_contains(result.output, "at host/main.c:");
    cr_expect_null(strstr(result.output, "sdk/lib/request.c"), "a call that had ended: %s",
                   result.output);
    program_forget(&result);
    free(log);
    free(debug);
}

Test(test_symbolize, says_which_debug_file_is_missing)
{
    program_result result =
        symbolize(WORDS("symbolize", "--debug", "/nowhere",
                        "partner.so+0x12a4@0123456789abcdef0123456789abcdef01234567"),
                  "");
    cr_expect_eq(result.status, 1);
    expect_contains(result.output,
                    "/nowhere/.build-id/01/23456789abcdef0123456789abcdef01234567.debug: "
                    "No such file");
    program_forget(&result);
}

Test(test_symbolize, says_what_a_frame_looks_like)
{
    static const char *const frames[] = {"partner.so", "partner.so+12@ab", "partner.so+0x12",
                                         "a+0xzz@0123456789abcdef0123456789abcdef01234567",
                                         "a+0x1@0123456789abcdef0123456789abcdef0123456"};
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        program_result result = symbolize(WORDS("symbolize", frames[i]), "");
        cr_expect_eq(result.status, 1, "%s", frames[i]);
        expect_contains(result.output, "NAME+0xADDRESS@BUILDID");
        program_forget(&result);
    }
}

Test(test_symbolize, passes_over_lines_without_frames)
{
    program_result result =
        symbolize(WORDS("symbolize"),
                  "START RequestId: 1\n{\"level\":\"INFO\"}\n{\"frames\":\"none\"}\n{broken\n\n");
    cr_expect_eq(result.status, 1);
    expect_contains(result.errors, "no line of the log has frames");
    program_forget(&result);
}
