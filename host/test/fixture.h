/*
 * fixture.h - for the host's unit tests: event files, a small service, and answers read as JSON.
 */
#ifndef HOST_TEST_FIXTURE_H
#define HOST_TEST_FIXTURE_H

#include <criterion/criterion.h>

#include "event.h"
#include "exchange.h"
#include "lamina/json.h"
#include "lamina/lamina.h"

#define FIXTURE_REQUEST_ID "8476a536-e9f4-11e8-9739-2dfe598c3fcd"

/* The text of sdk/cli/events/<name>.json, which `lamina events` prints, or of host/test/events; in the
   arena. */
lamina_str fixture_event(lamina_arena *arena, const char *name);

/* Compares a view with a literal, and shows both when they differ. */
#define fixture_expect(view, literal)                                                              \
    do {                                                                                           \
        const lamina_str seen_ = (view);                                                           \
        cr_expect(lamina_str_is(seen_, literal), "%s is \"%.*s\", not \"%s\"", #view,              \
                  (int)seen_.len, seen_.ptr != NULL ? seen_.ptr : "", literal);                    \
    } while (0)

/* ---- a service with a plugin of a few routes ---- */

typedef struct fixture {
    host_service service;
    lamina_arena *lasting;
    lamina_context context;
    host_exchange exchange;
    const lamina_json *answer; /* what would be posted */
} fixture;

/* The item that fixture's routes take and give. */
typedef struct fixture_item {
    lamina_presence has;
    lamina_str name;
    int64_t count;
} fixture_item;

typedef struct fixture_query {
    lamina_presence has;
    int64_t limit;
    lamina_str tag;
} fixture_query;

/* What the handlers do next, and what they saw. */
typedef struct fixture_script {
    lamina_status (*act)(lamina_context *context, const lamina_request *request,
                         lamina_response *response);
    uint32_t calls;
    const lamina_request *request; /* of the last call */
} fixture_script;
extern fixture_script fixture_handler;

void fixture_open(fixture *f);
void fixture_close(fixture *f);

/* Runs one event; LAMINA_OK means that there is an answer. */
lamina_status fixture_run(fixture *f, lamina_str event);
lamina_status fixture_run_text(fixture *f, const char *event);

/* A REST event of that method and path; the rest is JSON members, "" or ",\"body\":\"x\"". */
lamina_status fixture_run_rest(fixture *f, const char *method, const char *path,
                               const char *members);

/* Of the answer that was written. */
int64_t fixture_status(const fixture *f);
lamina_str fixture_header(const fixture *f, const char *name);
lamina_str fixture_body(const fixture *f);
/* A text member of the problem in the body: "type", "detail". */
lamina_str fixture_problem(const fixture *f, const char *member);
/* The body as JSON. */
const lamina_json *fixture_body_json(const fixture *f);

#endif
