/*
 * lamina/testing.h - a module's operations, called in the test's own process.
 *
 *     Test(invoices, gives_every_invoice_an_id)
 *     {
 *         lamina_test *t = lamina_test_new(NULL);
 *         lamina_test_as(t, "ada", NULL, "invoice:write");
 *         lamina_test_send(t, "POST", "/invoices", "{\"title\":\"Paper\",\"quantity\":2}");
 *         cr_assert(lamina_test_status_is(t, 201));
 *         cr_assert(lamina_test_says(t, "/title", "Paper"));
 *         lamina_test_free(t);
 *     }
 *
 * Real are the host's router, guard, decoding, encoding and problems: the objects of bootstrap itself.
 * Fixed are time, chance and ids, until the test changes them; log lines stay in memory. Works with any
 * test framework: checks return whether it is so, and say on stderr what was expected and found when
 * it is not. Misuse, and a plugin that the host would refuse, abort with the reason.
 *
 * Link the module's objects and `pkg-config --libs lamina-testing`. One lamina_test lives at a time in a
 * process. All of this is for one thread. Not part of the ABI: tests are built with the SDK they run on.
 * All since 1.0.
 */
#ifndef LAMINA_TESTING_H
#define LAMINA_TESTING_H

#include "lamina/abi.h"
#include "lamina/context.h"
#include "lamina/json.h"
#include "lamina/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A test's host, and the module in it. Since 1.0. */
typedef struct lamina_test lamina_test;

/* The time at which every test begins: 2026-01-31T12:00:00Z. */
#define LAMINA_TEST_START_US INT64_C(1769860800000000)
/* What an invocation has left then, in milliseconds. */
#define LAMINA_TEST_REMAINING_MS 30000

/* Zero means the default that stands behind each. Grows at the end. Since 1.0. */
typedef struct lamina_test_options {
    uint64_t size;               /* sizeof(lamina_test_options) */
    const lamina_plugin *plugin; /* lamina_plugin_entry, linked into this program */
    const char *operation;       /* serve it alone, as _HANDLER=module.operation does; all */
    uint64_t seed;               /* of the random numbers; 1 */
} lamina_test_options;

/* Checks the plugin as the host does and runs its init(). options may be NULL. Never NULL. Since 1.0. */
lamina_test *lamina_test_new(const lamina_test_options *options);
/* Runs the plugin's shutdown() and frees everything that the test was handed. NULL does nothing. */
void lamina_test_free(lamina_test *test);

/* ---- who asks, when, and with what luck: for all that is sent from now on. Since 1.0 ---- */

/* As an authorizer would say it: subject, the tenant whose data alone may be reached (NULL: any), scopes
   separated by spaces. Until then, and with a NULL subject, nobody is known. */
void lamina_test_as(lamina_test *test, const char *subject, const char *tenant, const char *scopes);
/* Both clocks stand still at that time, in microseconds since 1970. */
void lamina_test_set_time_us(lamina_test *test, int64_t realtime_us);
/* Moves them on. */
void lamina_test_advance_us(lamina_test *test, int64_t us);
/* From now on the system's clocks count: for tests that wait for a real server. */
void lamina_test_use_system_clock(lamina_test *test);
/* What each invocation has left when it begins; INT64_MAX: there is no deadline. */
void lamina_test_set_remaining_ms(lamina_test *test, int64_t remaining_ms);
/* Starts the random numbers over. */
void lamina_test_seed(lamina_test *test, uint64_t seed);

/* ---- the database and its faults. Since 1.0 ---- */

/*
 * Gives the test a DynamoDB of its own: a name space in the DynamoDB Local at LAMINA_TEST_DYNAMODB (as
 * `lamina database -- COMMAND` sets it) that no other test sees, so that tests run in parallel. setup, a
 * command whose words are split at spaces, runs in it once: "domain-tables create"; NULL: none.
 */
void lamina_test_database(lamina_test *test, const char *setup);

/*
 * What the next count requests to the database meet; those behind them nothing:
 *
 *     "cut-before"    closed before the database sees the request
 *     "cut-after"     carried out; closed before a byte of the answer
 *     "cut-halfway"   carried out; closed within the answer
 *     "delay"         carried out; the answer comes after 5 s
 *     "garble"        carried out; a bit of the answer is another
 *     "page-502"      carried out; a proxy's page with HTTP 502
 *     "page-503"      not carried out; a proxy's page with HTTP 503
 */
void lamina_test_fault(lamina_test *test, const char *fault, size_t count);

/* ---- calling. Each call takes back what the call before gave. Since 1.0 ---- */

/* A header for the next lamina_test_send() alone. */
void lamina_test_header(lamina_test *test, const char *name, const char *value);
/* One request: target is a path with or without a query, percent-encoded; body is JSON text, or NULL for
   none. With a body goes Content-Type: application/json, unless lamina_test_header() gave another. */
void lamina_test_send(lamina_test *test, const char *method, const char *target, const char *body);
/* One event as Lambda would deliver it: HTTP of any source, or any other that the plugin has a handler
   for. The answer of one that is not HTTP is what lamina_test_json() and the pointers read. */
void lamina_test_send_event(lamina_test *test, const char *event_json);
/* An invocation to call services and repositories with, outside of any request. Borrowed until the next
   call; its error object is empty. */
lamina_context *lamina_test_context(lamina_test *test);

/* ---- what came back: borrowed until the next call. Since 1.0 ---- */

int32_t lamina_test_status(const lamina_test *test);
lamina_str lamina_test_body(const lamina_test *test);
/* The body read as JSON; NULL when it is none. */
const lamina_json *lamina_test_json(const lamina_test *test);
/* The value at a JSON pointer (RFC 6901) into the body: a string's text, a number's digits, true, false,
   null, or for objects and arrays "{}" and "[]"; {NULL, 0} when there is nothing. */
lamina_str lamina_test_at(const lamina_test *test, const char *pointer);
/* The first header of that name; {NULL, 0} when there is none. */
lamina_str lamina_test_answer_header(const lamina_test *test, const char *name);
/* What was logged, one line each: "<level> <message> <name>=<value> ...", the invocation's own line among
   them. Metrics (lamina/metrics.h) are lines too: "metric <name>=<value> <dimension>=<value> ...". */
lamina_str lamina_test_log(const lamina_test *test);
/* Of an event other than HTTP: the type that the invocation failed with ("Function.UserExists"); empty
   when it did not. */
lamina_str lamina_test_failure(const lamina_test *test);
/* JSON text of a value that was added to the invocation's line, such as "dynamodb", the ledger of what
   the database was asked; {NULL, 0} when there is none. */
lamina_str lamina_test_note(const lamina_test *test, const char *name);
/* Bytes of the invocation's arena that were used. */
size_t lamina_test_arena_used(const lamina_test *test);

/* ---- checks: true, or false with a line on stderr that says what was found. Since 1.0 ---- */

bool lamina_test_status_is(const lamina_test *test, int32_t status);
bool lamina_test_says(const lamina_test *test, const char *pointer, const char *text);
bool lamina_test_lacks(const lamina_test *test, const char *pointer);
bool lamina_test_header_is(const lamina_test *test, const char *name, const char *value);
/* A problem+json of that status and code ("not-found"). */
bool lamina_test_problem_is(const lamina_test *test, int32_t status, const char *code);
/* A problem with a violation at that JSON pointer, or of that query parameter, and of that code. */
bool lamina_test_violates(const lamina_test *test, const char *place, const char *code);
/* The invocation of an event other than HTTP failed with that type, and its message has those words. */
bool lamina_test_failure_is(const lamina_test *test, const char *type, const char *words);
/* A log line holds that text. */
bool lamina_test_logged(const lamina_test *test, const char *text);

#ifdef __cplusplus
}
#endif
#endif
