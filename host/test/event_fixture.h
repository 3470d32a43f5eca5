/*
 * event_fixture.h - for the unit tests of events other than HTTP: a service with a handler of every
 * kind, which does what a test says and keeps what it saw.
 */
#ifndef HOST_TEST_EVENT_FIXTURE_H
#define HOST_TEST_EVENT_FIXTURE_H

#include "dispatch.h"
#include "fixture.h"

/* What the fixture's records decode: {"name":"bolt"}. */
typedef struct event_item {
    lamina_presence has;
    lamina_str name;
} event_item;

#define EVENT_SEEN_CAP 16u

/* What the handlers do next, and what they saw. The texts of a view live until the next event. */
typedef struct event_script {
    /* NULL: LAMINA_OK. Called with the view of its kind and, where there is one, the answer. */
    lamina_status (*act)(lamina_context *context, const void *view, void *answer);
    size_t fail_call; /* this call fails with LAMINA_E_CONFLICT, from 1; 0: none */
    size_t calls;
    lamina_str names[EVENT_SEEN_CAP]; /* of the items, copied to lasting memory */
} event_script;

typedef struct event_fixture {
    host_service service;
    lamina_arena *lasting;
    lamina_context context;
    host_dispatch dispatch;
    lamina_refusal failure;
    event_script script;
    lamina_event_handler handlers[8]; /* one of each kind; a test may change them before a run */
    lamina_plugin plugin;
} event_fixture;

extern event_fixture event_f;

void event_fixture_open(void);
void event_fixture_close(void);

/* Looks the handlers up again: after a change of event_f.handlers. operation is "" for all. */
void event_fixture_serve(const char *operation);

/* Runs one event; LAMINA_OK means that there is an answer. */
lamina_status event_fixture_run(lamina_str event);
lamina_status event_fixture_run_file(const char *name);

/* A sample with one text of it replaced, every time that it stands there. */
lamina_str event_fixture_changed(const char *name, const char *from, const char *to);

/* For scripts, which look at many members. */
void event_expect_text(lamina_str seen, const char *expected);
void event_expect_number(int64_t seen, int64_t expected);

/* The answer, byte for byte. */
void event_fixture_expect_answer(const char *json);
/* The invocation failed with that type, and the message has those words. */
void event_fixture_expect_failure(const char *type, const char *words);

#endif
