/*
 * invoke_report.h - what came of an invocation, for people and for programs.
 */
#ifndef CLI_INVOKE_REPORT_H
#define CLI_INVOKE_REPORT_H

#include "invocation.h"

/* Prints it. CLI_DONE, or CLI_FAILED when the invocation failed or was answered with 400 or above. */
int cli__invoke_print(lamina_arena *arena, const cli_invocation_end *end, bool as_json);

#endif
