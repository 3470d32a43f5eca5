/*
 * race.h - the same moment for several processes, each with an invocation and a connection of its own.
 */
#ifndef REPOSITORIES_TEST_RACE_H
#define REPOSITORIES_TEST_RACE_H

#include <stddef.h>

#include "lamina/context.h"
#include "test_context.h"

enum { RACE_CAP = 8 };

/* What one contender does; index is its place in results. The invocation of the test, its arena
   included, is gone by then. */
typedef lamina_status race_fn(lamina_context *context, size_t index);

/* Starts count processes (at most RACE_CAP), lets all go at once, and waits for what each
   returned. */
void race(test_context *test, size_t count, race_fn *run, lamina_status *results);

/* How many of the results are this one. */
size_t race_count(const lamina_status *results, size_t count, lamina_status wanted);

#endif
