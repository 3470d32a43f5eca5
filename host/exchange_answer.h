/*
 * exchange_answer.h - the end of an exchange: from the handler's response, or from a failure, to the
 * bytes that are posted.
 */
#ifndef HOST_EXCHANGE_ANSWER_H
#define HOST_EXCHANGE_ANSWER_H

#include "exchange.h"

/* Checks the handler's response and turns it into x->answer. A response that cannot be sent is
   LAMINA_E_INTERNAL with the cause on the error object. [invoke] */
lamina_status host__exchange_encode(host_exchange *x);

/* Writes x->answer. One that is over the limit is LAMINA_E_INTERNAL, "response-too-large". [invoke] */
lamina_status host__exchange_write(host_exchange *x);

/* Writes 204 with Allow, for OPTIONS. [invoke] */
lamina_status host__exchange_write_options(host_exchange *x);

/* Writes the problem of a failure. LAMINA_E_INTERNAL and x->fault when even that fails. [invoke] */
lamina_status host__exchange_write_problem(host_exchange *x, lamina_status status);

#endif
