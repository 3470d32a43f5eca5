/*
 * failure.h - what a handler's failure is called: for the log, and for who has no HTTP to be
 * answered in.
 */
#ifndef HOST_FAILURE_H
#define HOST_FAILURE_H

#include "lamina/check.h"
#include "lamina/context.h"
#include "lamina/problem.h"

/* The problem's code: what was set with that status, or else the status's own. */
lamina_str host__failure_code(const lamina_problem *problem, lamina_status status);

/* One ERROR line: message, then problem, failure, detail and causes. extra may be NULL. */
void host__failure_log(const lamina_context *context, lamina_str message,
                       const lamina_problem *problem, lamina_status status,
                       const lamina_log_field *extra);

/*
 * As an invocation's failure: type is "Function." and the code in camel case, the message what a
 * client might read, with every violation. Both are in the arena.
 */
lamina_refusal host__failure_describe(lamina_arena *arena, const lamina_problem *problem,
                                      lamina_status status);

#endif
