/*
 * module.h - the inside of a lamina_test.
 */
#ifndef TESTING_MODULE_H
#define TESTING_MODULE_H

#include "exchange.h"
#include "fault_proxy.h"
#include "lamina/testing.h"
#include "test_context.h"

enum { TESTING_HEADER_CAP = 32 };

struct lamina_test {
    test_context *clock_and_log; /* the host's tables, fixed */
    lamina_arena *lasting;       /* lives as long as the test */
    host_service service;
    host_exchange exchange;
    lamina_refusal failure;    /* of an event other than HTTP; type NULL: there is none */
    const lamina_json *answer; /* what would be posted to the Runtime API */
    const lamina_json *body;
    const char *subject;
    const char *tenant;
    const char *scopes;
    int64_t remaining_ms;
    lamina_param headers[TESTING_HEADER_CAP]; /* of the next request */
    size_t header_count;
    fault_proxy *proxy; /* NULL: no database was asked for */
};

/* Says why on stderr and aborts: the test cannot go on. */
_Noreturn void testing__die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Makes the next invocation's context: everything of the one before is taken back. */
lamina_context *testing__begin(lamina_test *test);

/* Ends what lamina_test_database() began. */
void testing__database_end(lamina_test *test);

#endif
