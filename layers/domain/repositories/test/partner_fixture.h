/*
 * partner_fixture.h - a table of partners for one test, and partners to put into it.
 */
#ifndef REPOSITORIES_TEST_PARTNER_FIXTURE_H
#define REPOSITORIES_TEST_PARTNER_FIXTURE_H

#include "domain/models/partner_contact.h"
#include "domain/repositories/partner_repository.h"
#include "lamina/etag.h"
#include "test_context.h"

/* One test's own; set by partner_fixture_begin(). */
extern test_context *test;
extern lamina_context *context;

/* For a TestSuite's .init and .fini. */
void partner_fixture_begin(void);
void partner_fixture_end(void);

/* A partner that only needs to be created. */
partner *partner_fixture_new(const char *email);
/* The same in another invocation's arena. */
partner *partner_fixture_new_in(lamina_context *own, const char *email);
/* One that is stored. */
partner *partner_fixture_stored(const char *email);
/* Changes to write to that partner, none marked yet. */
partner *partner_fixture_changes(const partner *stored);
void partner_fixture_set_email(partner *changes, const char *email);

/* What a caller expects who accepts that one version. Borrowed from the arena. */
const lamina_conditions *partner_fixture_at(int64_t version);
/* A page of all partners. */
lamina_status partner_fixture_list(uint32_t limit, lamina_str cursor, partner_list *out);

/* What a client would be shown: for comparing two partners with all that they hold. */
lamina_str partner_fixture_json(const partner *item);

bool partner_fixture_is_same(const partner *a, const partner *b);
/* As the repository reads it; fails the test when there is none. */
partner *partner_fixture_get(lamina_str partner_id);
/* An id that no partner has. */
#define PARTNER_FIXTURE_UNKNOWN_ID "01ARZ3NDEKTSV4RRFFQ69G5FAV"

/* Is the address free? Finds out by taking it. */
bool partner_fixture_is_free(const char *email);

/* Did the last call fail with this status and this code? Clears both. */
bool partner_fixture_failed(lamina_status status, lamina_status wanted, const char *code);

#endif
