/*
 * The test kit, as a module's author uses it: on a small module of its own.
 */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>

#include "lamina/lamina.h"
#include "lamina/testing.h"

/* ---- a module ---- */

typedef struct note {
    lamina_presence has;
    lamina_str text;
    int64_t count;
} note;

enum { NOTE_TEXT, NOTE_COUNT, NOTE_FIELD_COUNT };

static const lamina_field note_fields[NOTE_FIELD_COUNT] = {
    [NOTE_TEXT] = {.name = "text",
                   .type = LAMINA_TYPE_STRING,
                   .offset = offsetof(note, text),
                   .flags = LAMINA_FIELD_REQUIRED,
                   .max_length = 10},
    [NOTE_COUNT] = {.name = "count", .type = LAMINA_TYPE_INT64, .offset = offsetof(note, count)},
};
static const lamina_record note_record = {.size = sizeof(lamina_record),
                                          .name = "Note",
                                          .struct_size = sizeof(note),
                                          .field_size = sizeof(lamina_field),
                                          .fields = note_fields,
                                          .field_count = NOTE_FIELD_COUNT};

/* The note with the time and a random number on it. */
static lamina_status echo_note(lamina_context *context, const lamina_request *request,
                               lamina_response *response)
{
    note *copy = lamina_alloc(context, sizeof *copy);
    *copy = *(const note *)request->body;
    copy->count = lamina_now_us(context) / 1000000;
    lamina_mark(&copy->has, NOTE_COUNT);
    response->body = copy;
    response->status = 201;
    lamina_log(context, LAMINA_LOG_INFO, "note echoed");
    (void)lamina_log_annotate(context, lamina_log_number("notes", 1));
    return lamina_response_header(context, response, "X-Asked-By", context->caller_id);
}

static lamina_status say_random(lamina_context *context, const lamina_request *request,
                                lamina_response *response)
{
    uint64_t number = 0;
    lamina_str header;
    if (lamina_random(context, &number, sizeof number) != LAMINA_OK)
        return LAMINA_E_INTERNAL;
    (void)lamina_request_header(request, "x-tag", &header);
    response->raw_body =
        lamina_arena_format(context->arena, "{\"n\":\"%llu\",\"tag\":\"%.*s\",\"a/b\":[true,null]}",
                            (unsigned long long)number, LAMINA_FMT(header));
    return LAMINA_OK;
}

static const lamina_route routes[] = {
    {.operation = "echo_note",
     .method = "POST",
     .path = "/notes",
     .handler = echo_note,
     .request = &note_record,
     .response = &note_record,
     .scope = "note:write"},
    {.operation = "say_random",
     .method = "GET",
     .path = "/random",
     .handler = say_random,
     .flags = LAMINA_ROUTE_PUBLIC},
};

static lamina_status keep_note(lamina_context *context, const lamina_direct_event *event,
                               lamina_direct_answer *answer)
{
    const note *input = event->input;
    if (lamina_str_is(input->text, "twice"))
        return lamina_fail(context, LAMINA_E_CONFLICT, "note-exists", "There is one already");
    answer->output = input;
    return LAMINA_OK;
}

static const lamina_event_handler events[] = {
    {.operation = "keep_note",
     .kind = LAMINA_EVENT_DIRECT,
     .request = &note_record,
     .response = &note_record,
     .handler = {.direct = keep_note}},
};

static int states;

static lamina_status open_module(lamina_context *context, void **state)
{
    cr_assert((context->flags & LAMINA_CONTEXT_INIT) != 0);
    states++;
    *state = &states;
    return LAMINA_OK;
}

static void close_module(void *state)
{
    --*(int *)state;
}

const lamina_plugin lamina_plugin_entry = {.magic = LAMINA_PLUGIN_MAGIC,
                                           .size = sizeof(lamina_plugin),
                                           .abi_major = LAMINA_ABI_MAJOR,
                                           .abi_minor = LAMINA_ABI_MINOR,
                                           .name = "notes",
                                           .version = "1.0.0",
                                           .routes = routes,
                                           .route_count = sizeof routes / sizeof *routes,
                                           .route_size = sizeof(lamina_route),
                                           .events = events,
                                           .event_count = 1,
                                           .event_size = sizeof(lamina_event_handler),
                                           .init = open_module,
                                           .shutdown = close_module};

static lamina_test *t;

static void set_up(void)
{
    t = lamina_test_new(NULL);
}

static void tear_down(void)
{
    lamina_test_free(t);
}

TestSuite(testing, .init = set_up, .fini = tear_down);

/* ---- calling ---- */

Test(testing, serves_the_module_that_is_linked_in)
{
    lamina_test_as(t, "ada", NULL, "note:read note:write");
    lamina_test_send(t, "POST", "/notes", "{\"text\":\"hi\"}");
    cr_expect(lamina_test_status_is(t, 201));
    cr_expect(lamina_test_says(t, "/text", "hi"));
    cr_expect(lamina_test_header_is(t, "content-type", "application/json"));
    cr_expect(lamina_test_header_is(t, "X-Asked-By", "ada"));
    cr_expect_gt(lamina_test_arena_used(t), 0);
}

Test(testing, guards_as_the_host_does)
{
    lamina_test_send(t, "POST", "/notes", "{\"text\":\"hi\"}");
    cr_expect(lamina_test_problem_is(t, 401, "unauthenticated"));
    lamina_test_as(t, "ada", "t1", "note:read");
    lamina_test_send(t, "POST", "/notes", "{\"text\":\"hi\"}");
    cr_expect(lamina_test_problem_is(t, 403, "forbidden"));
    lamina_test_send(t, "DELETE", "/random", NULL);
    cr_expect(lamina_test_problem_is(t, 405, "method-not-allowed"));
    lamina_test_send(t, "GET", "/nowhere", NULL);
    cr_expect(lamina_test_problem_is(t, 404, "not-found"));
}

Test(testing, tells_violations)
{
    lamina_test_as(t, "ada", NULL, "note:write");
    lamina_test_send(t, "POST", "/notes", "{\"text\":\"much too long\",\"count\":\"x\"}");
    cr_expect(lamina_test_problem_is(t, 422, "invalid-request"));
    cr_expect(lamina_test_violates(t, "/count", "type"));
    cr_expect_not(lamina_test_violates(t, "/count", "required"));
}

Test(testing, stops_time)
{
    lamina_test_as(t, "ada", NULL, "note:write");
    lamina_test_send(t, "POST", "/notes", "{\"text\":\"hi\"}");
    cr_expect(lamina_test_says(t, "/count", "1769860800"));
    lamina_test_advance_us(t, 2000000);
    lamina_test_send(t, "POST", "/notes", "{\"text\":\"hi\"}");
    cr_expect(lamina_test_says(t, "/count", "1769860802"));
    lamina_test_set_time_us(t, 7000000);
    lamina_test_send(t, "POST", "/notes", "{\"text\":\"hi\"}");
    cr_expect(lamina_test_says(t, "/count", "7"));
}

Test(testing, repeats_chance)
{
    char first[32];
    lamina_test_send(t, "GET", "/random", NULL);
    cr_expect(lamina_test_status_is(t, 200));
    snprintf(first, sizeof first, "%.*s", LAMINA_FMT(lamina_test_at(t, "/n")));
    lamina_test_send(t, "GET", "/random", NULL);
    cr_expect_not(lamina_str_is(lamina_test_at(t, "/n"), first));
    lamina_test_seed(t, 1);
    lamina_test_send(t, "GET", "/random", NULL);
    cr_expect(lamina_test_says(t, "/n", first));
}

Test(testing, sends_headers_with_one_request_alone)
{
    lamina_test_header(t, "X-Tag", "a");
    lamina_test_header(t, "x-tag", "b");
    lamina_test_send(t, "GET", "/random?x=%20y", NULL);
    cr_expect(lamina_test_says(t, "/tag", "a,b"));
    lamina_test_send(t, "GET", "/random", NULL);
    cr_expect(lamina_test_says(t, "/tag", ""));
}

Test(testing, takes_events_of_other_sources)
{
    lamina_test_send_event(t,
                           "{\"httpMethod\":\"GET\",\"path\":\"/random\",\"resource\":\"/random\","
                           "\"requestContext\":{\"resourceId\":\"x\"}}");
    cr_expect(lamina_test_status_is(t, 200));
}

/* ---- reading ---- */

Test(testing, reads_by_json_pointer)
{
    lamina_test_send(t, "GET", "/random", NULL);
    cr_expect(lamina_test_says(t, "", "{}"));
    cr_expect(lamina_test_says(t, "/a~1b", "[]"));
    cr_expect(lamina_test_says(t, "/a~1b/0", "true"));
    cr_expect(lamina_test_says(t, "/a~1b/1", "null"));
    cr_expect(lamina_test_lacks(t, "/a~1b/2"));
    cr_expect(lamina_test_lacks(t, "/a~1b/x"));
    cr_expect(lamina_test_lacks(t, "/b"));
}

Test(testing, says_no_when_it_is_not_so)
{
    lamina_test_send(t, "GET", "/random", NULL);
    cr_expect_not(lamina_test_status_is(t, 201));
    cr_expect_not(lamina_test_says(t, "/n", "x"));
    cr_expect_not(lamina_test_lacks(t, "/n"));
    cr_expect_not(lamina_test_header_is(t, "X-None", "x"));
    cr_expect_not(lamina_test_problem_is(t, 200, "not-found"));
    cr_expect_not(lamina_test_logged(t, "never said"));
}

Test(testing, keeps_the_log_and_the_notes)
{
    lamina_test_as(t, "ada", NULL, "note:write");
    lamina_test_send(t, "POST", "/notes", "{\"text\":\"hi\"}");
    cr_expect(lamina_test_logged(t, "20 note echoed"));
    cr_expect(lamina_test_logged(t, "status=201"));
    cr_expect(lamina_str_is(lamina_test_note(t, "notes"), "1"));
    cr_expect_null(lamina_test_note(t, "others").ptr);
    lamina_test_send(t, "GET", "/random", NULL);
    cr_expect_not(lamina_test_logged(t, "note echoed"));
}

Test(testing, lends_an_invocation)
{
    lamina_test_as(t, "ada", "t1", "x");
    lamina_context *context = lamina_test_context(t);
    cr_expect(lamina_str_is(context->caller_tenant, "t1"));
    cr_expect_eq(context->state, &states);
    cr_expect_eq(lamina_remaining_ms(context), LAMINA_TEST_REMAINING_MS);
    lamina_test_set_remaining_ms(t, 5);
    cr_expect_eq(lamina_remaining_ms(lamina_test_context(t)), 5);
}

/* ---- the module's life ---- */

Test(testing_life, runs_init_and_shutdown)
{
    lamina_test *test = lamina_test_new(NULL);
    cr_expect_eq(states, 1);
    lamina_test_free(test);
    cr_expect_eq(states, 0);
    lamina_test_free(NULL);
}

Test(testing_life, serves_one_operation_alone)
{
    lamina_test *test = lamina_test_new(
        &(lamina_test_options){.size = sizeof(lamina_test_options), .operation = "say_random"});
    lamina_test_send(test, "POST", "/notes", "{}");
    cr_expect(lamina_test_problem_is(test, 404, "not-found"));
    lamina_test_free(test);
}

Test(testing, serves_events_that_are_not_http)
{
    lamina_test_send_event(t, "{\"operation\":\"keep_note\",\"input\":{\"text\":\"hi\"}}");
    cr_expect_eq(lamina_test_failure(t).len, 0);
    cr_expect(lamina_test_says(t, "/text", "hi"));
    cr_expect(lamina_test_logged(t, "event_kind=direct"));
    lamina_test_send_event(t, "{\"operation\":\"keep_note\",\"input\":{\"text\":\"twice\"}}");
    cr_expect(lamina_test_failure_is(t, "Function.NoteExists", "one already"));
    cr_expect_not(lamina_test_failure_is(t, "Function.NoteExists", "two"));
    lamina_test_send_event(t, "{\"operation\":\"keep_note\",\"input\":{}}");
    cr_expect(lamina_test_failure_is(t, "Function.InvalidRequest", "/text"));
    lamina_test_send_event(t, "{\"operation\":\"drop_note\"}");
    cr_expect(lamina_test_failure_is(t, "Function.BadEvent", "it has: keep_note"));
}

Test(testing_life, aborts_for_a_plugin_that_the_host_refuses, .signal = SIGABRT)
{
    lamina_plugin bad = lamina_plugin_entry;
    bad.abi_major = 9;
    lamina_test_new(&(lamina_test_options){.size = sizeof(lamina_test_options), .plugin = &bad});
}
