/*
 * dynamodb_interference.h - DynamoDB Local behind a network that interferes: for what the real service
 * answers only when two writers meet at the right moment, or when an answer is lost on its way back.
 */
#ifndef DYNAMODB_INTERFERENCE_H
#define DYNAMODB_INTERFERENCE_H

#include "lamina/context.h"

/* From now on the process's client sends through it; ends with the client. */
void interference_begin(lamina_context *context);
void interference_end(void);

/* The next count transactions are carried out, but no answer comes back. */
void interference_lose_answers(size_t count);
/* The next count transactions do not reach the database: that error of the service's comes back,
   JSON without braces ("\"__type\":..."). Borrowed until then. */
void interference_answer(size_t count, const char *error);

/* Before the next transaction is sent, when all that led to it was read, that is called once. A request is
   under way: another process may write meanwhile, this one may not. */
void interference_before_next(void (*act)(void *state), void *state);

/* How many transactions were sent. */
size_t interference_transactions(void);

#endif
