/*
 * check_report.h - what `lamina check` prints.
 */
#ifndef CLI_CHECK_REPORT_H
#define CLI_CHECK_REPORT_H

#include "fit.h"

/* For people: a line a finding, then needs and routes. */
void cli__check_print(const cli_fit *fit, bool fits);
/* For programs: one object of the array. */
void cli__check_write(const cli_fit *fit, bool fits, lamina_json_writer *writer);

#endif
