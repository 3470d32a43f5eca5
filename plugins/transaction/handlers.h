/*
 * handlers.h - the operations of the transaction module, as the host calls them.
 */
#ifndef TRANSACTION_HANDLERS_H
#define TRANSACTION_HANDLERS_H

#include "lamina/http.h"

lamina_status post_transaction(lamina_context *context, const lamina_request *request,
                               lamina_response *response);
lamina_status list_transactions(lamina_context *context, const lamina_request *request,
                                lamina_response *response);
lamina_status get_statement(lamina_context *context, const lamina_request *request,
                            lamina_response *response);
lamina_status get_transaction(lamina_context *context, const lamina_request *request,
                              lamina_response *response);
lamina_status reverse_transaction(lamina_context *context, const lamina_request *request,
                                  lamina_response *response);

#endif
