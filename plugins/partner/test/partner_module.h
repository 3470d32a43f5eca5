/*
 * partner_module.h - what tests of the module's upper files share: an invocation, and a table of
 * partners in DynamoDB Local.
 */
#ifndef PARTNER_TEST_PARTNER_MODULE_H
#define PARTNER_TEST_PARTNER_MODULE_H

#include "dtos.h"
#include "test_context.h"

/* One test's own; set by partner_module_begin(). */
extern test_context *test;
extern lamina_context *context;

/* For a TestSuite's .init and .fini. */
void partner_module_begin(void);
void partner_module_end(void);

/* The body of a POST with all that is required. */
partner_input partner_module_input(const char *email);

/* Did the last call fail with this status and this code? Clears both. */
bool partner_module_failed(lamina_status status, lamina_status wanted, const char *code);

#endif
