/*
 * trace_variable.c - _X_AMZN_TRACE_ID.
 *
 * Not with setenv(): glibc never frees a value that it copied, so a process that serves a million
 * invocations would keep a million trace ids. putenv() takes the buffer itself, and each invocation
 * overwrites it.
 */
#define _GNU_SOURCE
#include "trace_variable.h"

#include <stdlib.h>
#include <string.h>

#define NAME "_X_AMZN_TRACE_ID"
#define TRACE_ID_CAP 2048u

void host__trace_variable_set(lamina_str trace_id)
{
    static char variable[sizeof(NAME "=") + TRACE_ID_CAP] = NAME "=";
    static bool is_set;
    if (trace_id.len == 0 || trace_id.len > TRACE_ID_CAP) {
        (void)unsetenv(NAME);
        is_set = false;
        return;
    }
    char *value = variable + sizeof(NAME "=") - 1;
    memcpy(value, trace_id.ptr, trace_id.len);
    value[trace_id.len] = '\0';
    if (!is_set)
        is_set = putenv(variable) == 0;
}
