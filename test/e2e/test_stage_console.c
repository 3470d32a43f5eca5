/*
 * The local stage's console: what it tells, and whom.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/json.h"
#include "lamina/text.h"
#include "stage_process.h"

static stage_process *stage;
static lamina_http_client *client;
static lamina_arena *arena;

static void start_with(const stage_options *options)
{
    stage = stage_start(options);
    client = lamina_http_client_new(NULL);
    arena = lamina_arena_new((size_t)32 << 20);
    cr_assert(client != NULL && arena != NULL);
}

static void start(void)
{
    start_with(&(stage_options){.plugins = {"echo"}});
}

static void stop(void)
{
    lamina_http_client_free(client);
    lamina_arena_free(arena);
    cr_expect_eq(stage_stop(stage), 0);
}

TestSuite(test_stage_console, .init = start, .fini = stop, .timeout = 120);

static lamina_http_answer ask(const char *method, const char *path, const lamina_param *headers,
                              size_t header_count)
{
    const lamina_str url =
        lamina_arena_format(arena, "http://127.0.0.1:%u/_lamina%s", stage_port(stage), path);
    lamina_http_call call = {.size = sizeof call,
                             .method = method,
                             .url = url.ptr,
                             .headers = headers,
                             .header_count = header_count,
                             .body = LAMINA_STR("{}"),
                             .timeout_ms = 20000};
    lamina_http_answer answer = {.size = sizeof answer};
    if (!strcmp(method, "GET"))
        call.body = (lamina_str){0};
    cr_assert_eq(lamina_http_send(client, &call, &answer), LAMINA_OK);
    return answer;
}

/* The JSON of an answer with status 200; lives as long as the test. */
static const lamina_json *get(const char *path)
{
    lamina_http_answer answer = ask("GET", path, NULL, 0);
    const lamina_json *value = NULL;
    cr_assert_eq(answer.status, 200, "%s: %d %.*s", path, answer.status, LAMINA_FMT(answer.body));
    cr_assert_eq(lamina_json_read(arena, lamina_arena_copy(arena, answer.body), 0, &value, NULL),
                 LAMINA_OK);
    return value;
}

static void expect_refused(const char *method, const char *path, int32_t status)
{
    lamina_http_answer answer = ask(method, path, NULL, 0);
    cr_expect_eq(answer.status, status, "%s %s: %d", method, path, answer.status);
    cr_expect(lamina_str_has_prefix(answer.body, LAMINA_STR("{\"message\":")));
}

static void expect_text(const lamina_json *object, const char *name, const char *text)
{
    const lamina_str found = lamina_json_member_string(object, name);
    cr_expect(lamina_str_is(found, text), "%s is %.*s", name, LAMINA_FMT(found));
}

static int64_t number(const lamina_json *object, const char *name)
{
    int64_t value = -1;
    (void)lamina_json_int64(lamina_json_member(object, name), &value);
    return value;
}

/* ---- the page ---- */

Test(test_stage_console, serves_its_page_and_no_other_file)
{
    lamina_http_answer answer = ask("GET", "/", NULL, 0);
    cr_expect_eq(answer.status, 200);
    cr_expect(lamina_str_is(stage_header(&answer, "Content-Type"), "text/html; charset=utf-8"));
    cr_expect_gt(stage_header(&answer, "Content-Security-Policy").len, 0);
    cr_expect_eq(ask("GET", "/app.js", NULL, 0).status, 200);
    cr_expect_eq(ask("GET", "", NULL, 0).status, 302);
    cr_expect_eq(ask("GET", "/pages/errors/NotAPlugin.md", NULL, 0).status, 200);
    static const char *const others[] = {"/nothing.js",         "/../errors/NotAPlugin.md",
                                         "/..%2f..%2fMakefile", "/.hidden.js",
                                         "/pages/scaffold/x",   "/viewer/",
                                         "/pages/errors/x.md",  "/api"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        expect_refused("GET", others[i], 404);
    expect_refused("POST", "/", 405);
    expect_refused("DELETE", "/api/state", 405);
}

Test(test_stage_console, answers_no_page_of_another_site)
{
    const lamina_param hosts[] = {{LAMINA_STR("Host"), LAMINA_STR("evil.example")}};
    cr_expect_eq(ask("GET", "/api/state", hosts, 1).status, 403);
    const lamina_param near[] = {{LAMINA_STR("Host"), LAMINA_STR("localhost.evil.example")}};
    cr_expect_eq(ask("GET", "/api/state", near, 1).status, 403);
    const lamina_param origins[] = {{LAMINA_STR("Origin"), LAMINA_STR("http://evil.example")}};
    cr_expect_eq(ask("GET", "/api/state", origins, 1).status, 403);
    const lamina_param null_origin[] = {{LAMINA_STR("Origin"), LAMINA_STR("null")}};
    cr_expect_eq(ask("GET", "/api/state", null_origin, 1).status, 403);
    const lamina_param own[] = {
        {LAMINA_STR("Origin"),
         lamina_arena_format(arena, "http://127.0.0.1:%u", stage_port(stage))}};
    cr_expect_eq(ask("GET", "/api/state", own, 1).status, 200);
}

/* ---- what there is ---- */

Test(test_stage_console, lists_modules_routes_and_processes)
{
    const lamina_json *module = lamina_json_first(lamina_json_member(get("/api/state"), "modules"));
    expect_text(module, "name", "echo");
    cr_expect_gt(lamina_json_count(lamina_json_member(module, "routes")), 5);
    cr_expect_eq(lamina_json_count(lamina_json_member(module, "processes")), 0);

    cr_assert_eq(stage_get(client, stage, "/request").status, 200);
    module = lamina_json_first(lamina_json_member(get("/api/state"), "modules"));
    const lamina_json *process = lamina_json_first(lamina_json_member(module, "processes"));
    cr_assert_not_null(process);
    cr_expect_gt(number(process, "process"), 1);
    cr_expect_eq(number(process, "invocations"), 1);
}

/* The newest invocation, whole, when its process has gone on to wait for the next: then all of its lines
   have been read. */
static const lamina_json *newest(void)
{
    const lamina_json *list = get("/api/invocations");
    const lamina_str id = lamina_json_member_string(lamina_json_first(list), "id");
    const lamina_json *one = NULL;
    for (int i = 0; i < 1000; i++) {
        one = get(lamina_arena_format(arena, "/api/invocations/%.*s", LAMINA_FMT(id)).ptr);
        if (lamina_json_count(lamina_json_member(one, "lines")) > 0)
            return one;
    }
    cr_assert(false, "no line of it was ever read");
    return one;
}

Test(test_stage_console, keeps_invocations_with_event_answer_and_log)
{
    cr_assert_eq(stage_get(client, stage, "/request?x=1").status, 200);
    const lamina_json *one = newest();
    expect_text(one, "label", "GET /request");
    expect_text(one, "module", "echo");
    expect_text(one, "state", "answered");
    cr_expect_eq(number(one, "status"), 200);
    cr_expect(lamina_json_true(lamina_json_member(one, "cold")));
    cr_expect_leq(number(one, "submittedUs"), number(one, "startedUs"));
    cr_expect_leq(number(one, "startedUs"), number(one, "endedUs"));
    cr_expect_not_null(
        strstr(lamina_json_member_string(one, "event").ptr, "\"httpMethod\":\"GET\""));
    cr_expect_not_null(strstr(lamina_json_member_string(one, "result").ptr, "\"statusCode\":200"));
    const lamina_json *line = lamina_json_first(lamina_json_member(one, "lines"));
    cr_expect_not_null(strstr(lamina_json_string(line).ptr, "\"message\":\"request\""));

    cr_assert_eq(stage_get(client, stage, "/request").status, 200);
    cr_expect_not(lamina_json_true(lamina_json_member(newest(), "cold")));
    expect_refused("GET", "/api/invocations/00000000-0000-0000-0000-000000000000", 404);
}

Test(test_stage_console, tells_what_failed)
{
    cr_assert_eq(stage_get(client, stage, "/crash").status, 502);
    const lamina_json *first = lamina_json_first(get("/api/invocations"));
    expect_text(first, "state", "failed");
    expect_text(first, "label", "GET /crash");
}

Test(test_stage_console, keeps_the_newest_and_forgets_the_oldest)
{
    for (int i = 0; i < 205; i++)
        cr_assert_eq(stage_get(client, stage, "/request").status, 200);
    const lamina_json *list = get("/api/invocations");
    cr_expect_eq(lamina_json_count(list), 200);
    cr_expect_eq(number(lamina_json_first(list), "sequence"), 205);
}

Test(test_stage_console, has_the_openapi_document_of_all_modules)
{
    const lamina_json *document = get("/api/openapi");
    expect_text(document, "openapi", "3.1.0");
    const lamina_json *server = lamina_json_first(lamina_json_member(document, "servers"));
    expect_text(server, "url", "/v1");
}

Test(test_stage_console, streams_what_is_new)
{
    /* The head and the first event come at once; the connection stays open, so the time ends it. */
    const lamina_str url =
        lamina_arena_format(arena, "http://127.0.0.1:%u/_lamina/api/stream", stage_port(stage));
    lamina_http_call call = {
        .size = sizeof call, .method = "GET", .url = url.ptr, .timeout_ms = 500};
    lamina_http_answer answer = {.size = sizeof answer};
    cr_expect_eq(lamina_http_send(client, &call, &answer), LAMINA_E_TIMEOUT);
    cr_expect_eq(answer.status, 200);
    cr_expect(lamina_str_is(stage_header(&answer, "Content-Type"), "text/event-stream"));
    /* The stage lives on without whoever looked on. */
    cr_assert_eq(stage_get(client, stage, "/request").status, 200);
}

/* ---- the authorizer ---- */

/* Two functions are asked about one request, and each has its own invocation: when the authorizer's process
   goes on, nothing is said of the module's. */
Test(test_stage_console_authorizer, tells_the_authorizer_and_the_module_apart, .timeout = 120)
{
    start_with(&(stage_options){.plugins = {"echo", STAGE_AUTHORIZER}});
    stage_call call = {.method = "GET", .path = "/request/scoped"};
    call.headers[0] =
        (lamina_param){LAMINA_STR("Authorization"), LAMINA_STR("Bearer test:ada:t1:echo:read")};
    cr_assert_eq(stage_send(client, stage, &call).status, 200);
    const lamina_json *list = get("/api/invocations");
    cr_assert_eq(lamina_json_count(list), 2);
    const lamina_json *module = lamina_json_first(list);
    const lamina_json *authorizer = lamina_json_next(module);
    expect_text(module, "module", "echo");
    expect_text(module, "state", "answered");
    cr_expect_eq(number(module, "status"), 200);
    expect_text(authorizer, "module", "test-authorizer");
    expect_text(authorizer, "state", "answered");
    cr_expect(!lamina_str_equal(lamina_json_member_string(module, "id"),
                                lamina_json_member_string(authorizer, "id")));
    stop();
}

/* ---- the database ---- */

Test(test_stage_console, asks_no_database_that_is_not_its_own)
{
    expect_refused("POST", "/api/dynamodb/ListTables", 409);
    expect_refused("POST", "/api/dynamodb/DeleteTable", 404);
    expect_refused("POST", "/api/dynamodb", 404);
    expect_refused("GET", "/api/dynamodb/ListTables", 405);
}

Test(test_stage_console_database, reads_the_local_database, .timeout = 120)
{
    start_with(&(stage_options){.plugins = {"echo"}, .db = "memory"});
    lamina_http_answer answer = ask("POST", "/api/dynamodb/ListTables", NULL, 0);
    cr_expect_eq(answer.status, 200);
    cr_expect(lamina_str_is(answer.body, "{\"TableNames\":[]}"), "%.*s", LAMINA_FMT(answer.body));
    expect_refused("POST", "/api/dynamodb/PutItem", 404);
    stop();
}

/* ---- without it ---- */

Test(test_stage_console_off, is_not_there_when_switched_off, .timeout = 60)
{
    start_with(&(stage_options){.plugins = {"echo"}, .arguments = {"--console", "off"}});
    cr_expect_eq(ask("GET", "/", NULL, 0).status, 403);
    stop();
}
