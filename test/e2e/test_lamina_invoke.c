/*
 * `lamina invoke` and `lamina events`, as a module's author and a script use them.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lamina/json.h"
#include "program.h"

static char *echo;
static char *events;
static lamina_arena *arena;

static char *test_plugin(const char *name)
{
    char *path = NULL;
    const char *build = getenv("LAMINA_BUILD");
    cr_assert_geq(asprintf(&path, "%s/test/plugins/%s.so", build != NULL ? build : "build", name),
                  0);
    return path;
}

static void start(void)
{
    echo = test_plugin("echo");
    events = test_plugin("events");
    arena = lamina_arena_new((size_t)16 << 20);
}

static void stop(void)
{
    lamina_arena_free(arena);
    free(echo);
    free(events);
}

TestSuite(test_lamina_invoke, .init = start, .fini = stop);

static program_result run(const char *const words[PROGRAM_WORDS_CAP])
{
    char *program = program_built("bin/lamina");
    program_result result = program_run(program, words);
    free(program);
    return result;
}

#define WORDS(...) ((const char *const[PROGRAM_WORDS_CAP]){__VA_ARGS__})

static void expect(const char *const words[PROGRAM_WORDS_CAP], int status, const char *output,
                   const char *errors)
{
    program_result r = run(words);
    cr_expect_eq(r.status, status, "status %d: %s%s", r.status, r.output, r.errors);
    cr_expect_not_null(strstr(r.output, output), "no %s in %s", output, r.output);
    cr_expect_not_null(strstr(r.errors, errors), "no %s in %s", errors, r.errors);
    program_forget(&r);
}

/* What --json prints, read. */
static const lamina_json *ask(const char *const words[PROGRAM_WORDS_CAP], int status)
{
    const lamina_json *value = NULL;
    program_result r = run(words);
    cr_expect_eq(r.status, status, "status %d: %s%s", r.status, r.output, r.errors);
    const lamina_str text = lamina_arena_copy(arena, lamina_str_from(r.output));
    cr_assert_eq(lamina_json_read(arena, text, 0, &value, NULL), LAMINA_OK, "%s", r.output);
    program_forget(&r);
    return value;
}

static lamina_str text(const lamina_json *object, const char *name)
{
    return lamina_json_member_string(object, name);
}

static int64_t number(const lamina_json *object, const char *name)
{
    int64_t value = -1;
    (void)lamina_json_int64(lamina_json_member(object, name), &value);
    return value;
}

/* ---- requests ---- */

Test(test_lamina_invoke, prints_status_headers_and_body)
{
    expect(WORDS("invoke", echo, "GET", "/request?x=1"), 0,
           "HTTP 200\nContent-Type: application/json\n\n{", "\"message\":\"request\"");
    expect(WORDS("invoke", echo, "GET", "/request?x=1"), 0, "\"queryParams\":[[\"x\",\"1\"]]", "");
    expect(WORDS("invoke", echo, "GET", "/nothing"), 1, "HTTP 404\n", "");
    expect(WORDS("invoke", echo, "GET", "/cookies"), 0, "set-cookie: theme=dark; Path=/\n", "");
}

Test(test_lamina_invoke, says_who_is_asking)
{
    expect(WORDS("invoke", echo, "GET", "/request/scoped"), 1, "HTTP 401\n", "");
    expect(WORDS("invoke", echo, "GET", "/request/scoped", "--as",
                 "{\"principalId\":\"ada\",\"scope\":\"echo:read\"}"),
           0, "\"principalId\":\"ada\"", "");
    char path[] = "/tmp/lamina-as-XXXXXX";
    const int file = mkstemp(path);
    cr_assert_geq(file, 0);
    dprintf(file, "{\"principalId\":\"bob\",\"scope\":\"echo:read\"}\n");
    close(file);
    expect(WORDS("invoke", echo, "GET", "/request/scoped", "--as", path), 0,
           "\"principalId\":\"bob\"", "");
    unlink(path);
    static const char *const bad[] = {"{}", "{\"principalId\":\"\"}",
                                      "{\"principalId\":\"a\",\"b\":[]}", "{\"principalId\""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        expect(WORDS("invoke", echo, "GET", "/request/scoped", "--as", bad[i]), 2, "",
               "--as takes a JSON object");
}

Test(test_lamina_invoke, sends_body_and_headers)
{
    const lamina_json *answer =
        ask(WORDS("invoke", echo, "POST", "/request", "--body", "{\"a\":1}", "--header",
                  "X-Tag: one", "--header", "x-tag:two", "--json"),
            0);
    cr_expect_eq(number(answer, "status"), 200);
    cr_expect_geq(number(answer, "durationMs"), 0);
    const lamina_json *body = lamina_json_member(answer, "body");
    cr_expect(lamina_str_is(text(body, "rawBody"), "{\"a\":1}"));
    cr_expect(lamina_str_is(text(body, "contentType"), "application/json"));
    expect(WORDS("invoke", echo, "POST", "/request", "--header", "X-Tag: one", "--header",
                 "x-tag:two", "--body", ""),
           0, "[\"X-Tag\",\"one,two\"]", "");
}

Test(test_lamina_invoke, gives_scripts_one_object)
{
    const lamina_json *answer = ask(WORDS("invoke", "--json", echo, "GET", "/nothing"), 1);
    cr_expect_eq(number(answer, "status"), 404);
    cr_expect(lamina_str_is(text(lamina_json_member(answer, "body"), "type"),
                            "urn:lamina:problem:not-found"));
    answer = ask(WORDS("invoke", events, "--event", "direct", "--json"), 0);
    cr_expect(lamina_str_is(text(lamina_json_member(answer, "answer"), "name"), "bolt"));
    answer = ask(WORDS("invoke", events, "--event", "authorizer_token", "--json"), 1);
    cr_expect(lamina_str_is(text(answer, "errorType"), "Function.Unauthorized"));
    cr_expect(lamina_str_is(text(answer, "errorMessage"), "Unauthorized"));
    char *newer = test_plugin("newer-major");
    answer = ask(WORDS("invoke", "--json", newer, "GET", "/"), 1);
    cr_expect(lamina_str_is(text(answer, "errorType"), "Runtime.PluginTooNew"));
    free(newer);
}

/* ---- events ---- */

Test(test_lamina_invoke, serves_every_sample_that_the_command_lists)
{
    program_result list = run(WORDS("events", "--json"));
    const lamina_json *samples = NULL;
    cr_assert_eq(lamina_json_read(arena, lamina_str_from(list.output), 0, &samples, NULL),
                 LAMINA_OK);
    cr_expect_eq(lamina_json_count(samples), 14);
    for (const lamina_json *at = lamina_json_first(samples); at != NULL;
         at = lamina_json_next(at)) {
        const char *name = lamina_arena_copy(arena, text(at, "name")).ptr;
        expect(WORDS("events", name), 0, "{", "");
        /* HTTP finds no route in that plugin, and the authorizer knows nobody: all the others are served. */
        program_result r = run(WORDS("invoke", events, "--event", name));
        cr_expect(r.status == 0 || strstr(r.output, "HTTP 404") != NULL ||
                      strstr(r.errors, "Function.Unauthorized") != NULL,
                  "%s: %s%s", name, r.output, r.errors);
        cr_expect_null(strstr(r.errors, "Function.BadEvent"), "%s: %s", name, r.errors);
        program_forget(&r);
    }
    program_forget(&list);
}

Test(test_lamina_invoke, takes_an_event_from_a_file)
{
    char path[] = "/tmp/lamina-event-XXXXXX";
    const int file = mkstemp(path);
    cr_assert_geq(file, 0);
    dprintf(file, "{\"operation\":\"count_items\",\"input\":{\"name\":\"broken\"}}\n");
    close(file);
    expect(WORDS("invoke", events, "--event", path), 1, "",
           "lamina invoke: Function.ThingBroken: The thing is broken\n");
    expect(WORDS("invoke", events, "--event", "/no/such/file"), 1, "",
           "/no/such/file: No such file");
    unlink(path);
}

Test(test_lamina_invoke, serves_one_operation_alone)
{
    expect(WORDS("invoke", events, "--operation", "on_message", "--event", "sqs"), 0,
           "{\"batchItemFailures\":[]}", "on_message saw nut");
    expect(WORDS("invoke", events, "--operation", "on_message", "--event", "sns"), 1, "",
           "Function.BadEvent");
    expect(WORDS("invoke", events, "--operation", "nothing", "--event", "sns"), 1, "",
           "Runtime.OperationNotFound");
}

/* ---- what goes wrong ---- */

Test(test_lamina_invoke, says_how_the_process_ended)
{
    char path[] = "/tmp/lamina-event-XXXXXX";
    const int file = mkstemp(path);
    cr_assert_geq(file, 0);
    dprintf(file, "{\"operation\":\"count_items\",\"input\":{\"name\":\"crash\"}}\n");
    close(file);
    expect(WORDS("invoke", events, "--event", path), 1, "", "before it answered");
    const lamina_json *answer = ask(WORDS("invoke", events, "--event", path, "--json"), 1);
    cr_expect(lamina_str_is(text(answer, "errorType"), "Runtime.ExitError"));
    unlink(path);
}

Test(test_lamina_invoke, refuses_what_cannot_be_done)
{
    expect(WORDS("invoke", "/no/such.so", "GET", "/"), 1, "", "there is no plugin /no/such.so");
    expect(WORDS("invoke", "--layer", "/tmp", echo, "GET", "/"), 1, "",
           "there is no layer in /tmp");
    expect(WORDS("invoke", echo), 2, "", "either a method and a path or --event");
    expect(WORDS("invoke", echo, "GET"), 2, "", "either a method and a path or --event");
    expect(WORDS("invoke", echo, "GET", "/", "x"), 2, "", "are all");
    expect(WORDS("invoke", echo, "GET", "/", "--hedaer", "x"), 2, "", "did you mean --header?");
    expect(WORDS("invoke", echo, "GET", "/", "--body"), 2, "", "needs a value");
    expect(WORDS("invoke", echo, "GET", "/", "--header", "x"), 2, "", "Name: value");
    expect(WORDS("invoke", echo, "GET", "/", "--env", "x"), 2, "", "NAME=VALUE");
    expect(WORDS("invoke", echo, "GET", "/", "--timeout", "0"), 2, "", "1 to 900");
    expect(WORDS("invoke", echo, "--event", "sqs", "--body", "x"), 2, "", "--event is whole");
    expect(WORDS("invoke", "--help"), 0, "Usage: lamina invoke", "");
    expect(WORDS("events", "--help"), 0, "Usage: lamina events", "");
    expect(WORDS("events", "sqss"), 2, "", "did you mean sqs?");
    expect(WORDS("events", "sqs", "sns"), 2, "", "one sample at a time");
}
