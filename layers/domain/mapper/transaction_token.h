/* transaction_token.h - the name under which the service recognises a transaction that is sent again. */
#ifndef MAPPER_TRANSACTION_TOKEN_H
#define MAPPER_TRANSACTION_TOKEN_H

#include "lamina/context.h"

#define MAPPER__TOKEN_LEN 32u /* the service takes 36 */

/* Of a transaction with that content, the next one of the invocation. */
lamina_status mapper__transaction_token(const lamina_context *context, lamina_str content,
                                        char token[MAPPER__TOKEN_LEN + 1]);
/* One has succeeded: the next one is another, be its content the same. */
void mapper__transaction_done(const lamina_context *context);

#endif
