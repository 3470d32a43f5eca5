/* cancellation.h - what the reasons of a cancelled transaction mean, and waiting for others to be done. */
#ifndef MAPPER_CANCELLATION_H
#define MAPPER_CANCELLATION_H

#include "domain/dynamodb.h"

/* The CancellationReasons of that failure; NULL when it is no cancelled transaction. */
const lamina_json *mapper__cancellation_reasons(const dynamodb_error *error);
/* What a code comes to that is neither None nor ConditionalCheckFailed. */
lamina_status mapper__cancellation_status(lamina_str code);
/*
 * Is the transaction worth another round of the client's tries? True after a pause when nothing but other
 * writers was in its way, fewer rounds than the cap were made (*round counts them; begin with 0), and there
 * is time.
 */
bool mapper__cancellation_wait(lamina_context *context, const dynamodb_error *error,
                               uint32_t *round);

#endif
