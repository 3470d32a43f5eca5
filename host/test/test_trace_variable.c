/*
 * test_trace_variable.c - _X_AMZN_TRACE_ID follows the invocations.
 */
#include <stdlib.h>

#include "fixture.h"
#include "trace_variable.h"

static lamina_str value(void)
{
    return lamina_str_from(getenv("_X_AMZN_TRACE_ID"));
}

Test(trace_variable, is_set_changed_and_removed)
{
    host__trace_variable_set(LAMINA_STR("Root=1-a;Sampled=1"));
    fixture_expect(value(), "Root=1-a;Sampled=1");
    host__trace_variable_set(LAMINA_STR("Root=2"));
    fixture_expect(value(), "Root=2");
    host__trace_variable_set(LAMINA_STR(""));
    cr_expect_null(getenv("_X_AMZN_TRACE_ID"));
    host__trace_variable_set(LAMINA_STR("Root=3"));
    fixture_expect(value(), "Root=3");
}

Test(trace_variable, is_removed_when_it_is_absurdly_long)
{
    static char text[4096];
    memset(text, 'x', sizeof(text));
    host__trace_variable_set(LAMINA_STR("Root=1"));
    host__trace_variable_set((lamina_str){text, sizeof(text)});
    cr_expect_null(getenv("_X_AMZN_TRACE_ID"));
}
