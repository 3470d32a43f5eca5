/* ledger.h - keeping the invocation's ledger. */
#ifndef MAPPER_LEDGER_H
#define MAPPER_LEDGER_H

#include "mapper/request.h"

/* Asks the service what the request costs, if the operation can tell: the last member of the body. */
void mapper__ledger_ask(mapper__request *request, const char *operation);

/* Enters a request that was sent; answer is NULL unless it succeeded. */
void mapper__ledger_enter(const mapper__request *request, const char *operation,
                          lamina_status status, const dynamodb_figures *figures,
                          const lamina_json *answer);

#endif
