/*
 * contract_module.h - the module behind the host's own router, guard and codecs, with tables of its own in
 * DynamoDB Local. It is 2026-01-31.
 */
#ifndef CONTRACT_TEST_CONTRACT_MODULE_H
#define CONTRACT_TEST_CONTRACT_MODULE_H

#include "lamina/testing.h"

/* One test's own; set by contract_module_begin(). */
extern lamina_test *api;

/* For a TestSuite's .init and .fini. Whoever asks is staff, with both scopes, until told otherwise. */
void contract_module_begin(void);
void contract_module_end(void);

/* A new partner's id; the text lives as long as the test. */
const char *contract_module_partner(const char *email);

/* Text for a path or a body; valid for the test. */
const char *contract_module_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* From now on, whoever asks is bound to that partner; NULL: staff. */
void contract_module_be(const char *partner_id);

/* A path under a contract: at("ID", "/sign"). Valid for the test. */
const char *contract_module_at(const char *contract_id, const char *rest);

/* Creates a contract of the partner, EUR, limit 1000, for 2026; its id. */
const char *contract_module_create(const char *partner_id, const char *number);
/* The same, signed and activated. */
const char *contract_module_activate(const char *partner_id, const char *number);

/* The member of the last answer, kept for the test. */
const char *contract_module_kept(const char *pointer);

#endif
