/*
 * partner_requests.h - the whole module in this process, by the host's own router, guard and codecs, on
 * tables in DynamoDB Local.
 */
#ifndef PARTNER_TEST_PARTNER_REQUESTS_H
#define PARTNER_TEST_PARTNER_REQUESTS_H

#include "lamina/testing.h"

/* One test's own; set by partner_requests_begin(). Asked by staff with both scopes, until told otherwise. */
extern lamina_test *api;

/* For a TestSuite's .init and .fini. */
void partner_requests_begin(void);
void partner_requests_end(void);

/* Formatted, and kept until the end of the test. */
const char *partner_requests_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Asked by staff again; or by a caller who is bound to that partner. */
void partner_requests_be_staff(void);
void partner_requests_be_bound(const char *partner_id);

/* Creates a partner and fails the test if that fails; its path, "/partners/<id>". */
const char *partner_requests_create(const char *name, const char *email);
/* The path with more behind it. */
const char *partner_requests_path(const char *path, const char *more);
/* The id of such a path. */
const char *partner_requests_id(const char *path);

/* How many items the page has that was answered last. */
size_t partner_requests_items(void);

#endif
