/*
 * dynamodb_local.h - a DynamoDB Local for the tests of one program.
 *
 *     TestSuite(repository, .init = dynamodb_local_use);
 *
 * A program that calls anything of this file gets a server of its own: it is started before the first
 * test and killed behind the last one (or with the program). Where LAMINA_TEST_DYNAMODB names the URL
 * of one that runs already, that one is used and left alone; so tests give their tables names that
 * nobody else uses.
 */
#ifndef DYNAMODB_LOCAL_H
#define DYNAMODB_LOCAL_H

#include <stddef.h>

/* "http://127.0.0.1:40123". Aborts, with the reason, when there is no server. */
const char *dynamodb_local_url(void);

/* Points the environment at it, as a function's would be: endpoint, region, credentials. */
void dynamodb_local_use(void);

/* A name for a table that no other test and no other run uses: "t-4f21b3a08c-<name>". */
#define DYNAMODB_LOCAL_TABLE_CAP 128u
void dynamodb_local_table_name(char out[DYNAMODB_LOCAL_TABLE_CAP], const char *name);

#endif
