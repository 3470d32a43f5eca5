/*
 * authz_module.h - what tests of the module share: an invocation, its tables in DynamoDB Local, and users
 * to log in as.
 */
#ifndef AUTHZ_TEST_AUTHZ_MODULE_H
#define AUTHZ_TEST_AUTHZ_MODULE_H

#include "dtos.h"
#include "test_context.h"

#define SOURCE LAMINA_STR("203.0.113.7")
#define PASSWORD "correct horse battery"
#define TENANT_A "01ARZ3NDEKTSV4RRFFQ69G5FAV"
#define TENANT_B "01ARZ3NDEKTSV4RRFFQ69G5FAW"

/* One test's own; set by authz_module_begin(). */
extern test_context *test;
extern lamina_context *context;

/* For a TestSuite's .init and .fini. */
void authz_module_begin(void);
void authz_module_end(void);

/* Did the last call fail with this status and this code? Clears both. */
bool authz_module_failed(lamina_status status, lamina_status wanted, const char *code);

/* An active user with PASSWORD and that role ("clerk", "clerk@<tenant>", NULL: none); the id. */
lamina_str authz_module_user(const char *email, const char *grant);

token_request authz_module_password_grant(const char *email, const char *password);
token_request authz_module_refresh_grant(lamina_str refresh_token);
/* Logs in, which must succeed. */
const token_answer *authz_module_log_in(const char *email);
/* The status of a request for a token. */
lamina_status authz_module_try(const token_request *input);

/* Moves the clock on, and the deadline with it. */
void authz_module_wait(int64_t seconds);

#endif
