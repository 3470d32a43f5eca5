/*
 * account_tables.h - the tables of users, roles, clients, sessions, codes and signing keys for one test, in
 * DynamoDB Local, and a key for their encrypted fields.
 */
#ifndef ACCOUNT_TABLES_H
#define ACCOUNT_TABLES_H

#include "domain/models/notification.h"
#include "test_context.h"

/* A context that runs on the system's clock, with all of these tables, and passwords that cost little
   (LAMINA_SCRYPT_COST). */
test_context *account_tables_begin(void);
void account_tables_end(test_context *test);

/* What lies in the outbox, the oldest first; aborts unless there are just so many. */
notification *const *account_tables_outbox(lamina_context *context, size_t count);

#endif
