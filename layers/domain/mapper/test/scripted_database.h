/*
 * scripted_database.h - a database that answers from a script, and keeps what it was asked. The client
 * in between is the real one.
 */
#ifndef SCRIPTED_DATABASE_H
#define SCRIPTED_DATABASE_H

#include "domain/mapper.h"
#include "test_context.h"

/* Fixes the environment, makes the process's client one of this database's, and a context with it. */
void scripted_database_open(void);
void scripted_database_close(void);

lamina_context *scripted_context(void);
test_context *scripted_test(void);

/* The next answer not yet queued. body NULL: no answer comes, though the request was sent. */
void scripted_answer(int32_t http_status, const char *body);
/* An error of that type, with members ("\"Item\":{}") beside type and message; may be NULL. */
void scripted_error(const char *type, const char *members);

/* Requests sent so far. */
size_t scripted_request_count(void);
/* Fails the test unless request i is that operation with exactly that body. */
void scripted_expect(size_t i, const char *operation, const char *body);
/* The body of request i. */
lamina_str scripted_body(size_t i);

/* Fails the test, with the causes, unless both are equal. */
void scripted_expect_status(lamina_status status, lamina_status expected);
void scripted_expect_text(lamina_str got, const char *expected);

#endif
