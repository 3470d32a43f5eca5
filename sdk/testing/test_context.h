/*
 * test_context.h - an invocation without a host, for tests of plugins and of the domain library.
 *
 * Clock and random numbers are fixed until the test changes them, log lines are kept in memory, and
 * the arena and the error object are real ones of liblamina.
 *
 *     test_context *test = test_context_new();
 *     lamina_context *context = test_context_get(test);
 *     ...
 *     test_context_free(test);
 *
 * The host's function tables carry no self pointer, so one test_context lives at a time in a process.
 * Criterion runs every test in a process of its own; a test that wants a second one frees the first.
 */
#ifndef TEST_CONTEXT_H
#define TEST_CONTEXT_H

#include "lamina/context.h"
#include "lamina/problem.h"

/* The time at which every test begins: 2026-01-31T12:00:00Z. */
#define TEST_CONTEXT_START_US INT64_C(1769860800000000)
/* What is left of the invocation then. */
#define TEST_CONTEXT_REMAINING_MS 30000
#define TEST_CONTEXT_REQUEST_ID "8476a536-e9f4-11e8-9739-2dfe598c3fcd"

typedef struct test_context test_context;

/* Aborts when out of memory, or when another one lives. */
test_context *test_context_new(void);
void test_context_free(test_context *test);
/* Borrowed; its members may be changed (flags, request_id, ...). */
lamina_context *test_context_get(test_context *test);

/* Takes everything back as between two invocations: arena, error object, log. Clock, deadline and
   random numbers go on. */
void test_context_reset(test_context *test);

/* Both clocks stand still at realtime_us (microseconds since 1970) until told again. The deadline
   stays where it is. */
void test_context_set_clock_us(test_context *test, int64_t realtime_us);
/* Moves both clocks on. */
void test_context_advance_us(test_context *test, int64_t us);
/* From now on the system's clocks count, as tests that wait for a real server need; the deadline is
   moved so that TEST_CONTEXT_REMAINING_MS are left. */
void test_context_use_system_clock(test_context *test);
/* Moves the deadline: that long from now by the test's clock. INT64_MAX: there is none. */
void test_context_set_remaining_ms(test_context *test, int64_t remaining_ms);

/* Starts the random numbers over, from that seed; without it the seed is 1. */
void test_context_seed_random(test_context *test, uint64_t seed);
/* From a seed that no other process and no other run has: a database server remembers the tokens of
   transactions beyond the test that made them up. */
void test_context_seed_random_anew(test_context *test);
/* From now on every random byte is this one, for tests that need an exact value. */
void test_context_fix_random(test_context *test, uint8_t byte);

/* What was logged: one line each, "<level> <message> <name>=<value> ...". Borrowed until the next line. */
lamina_str test_context_log(const test_context *test);
/* What stands on the error object. Borrowed from the arena. */
lamina_problem test_context_problem(const test_context *test);
/* All causes for the log, one a line. Borrowed from the arena. */
lamina_str test_context_causes(const test_context *test);

#endif
