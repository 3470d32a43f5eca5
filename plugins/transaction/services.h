/*
 * services.h - what the transaction module does, whoever asks: an HTTP handler today, an event tomorrow.
 *
 * Results point into the invocation's arena. Failures that a client may be told of are set on the
 * error object; their codes are those of domain/repositories/transaction_repository.h.
 */
#ifndef TRANSACTION_SERVICES_H
#define TRANSACTION_SERVICES_H

#include "lamina/context.h"

#include "dtos.h"

/* A transaction that was posted, by this request or by the same one before. */
typedef struct posted_dto {
    const transaction_dto *transaction;
    bool replayed;
} posted_dto;

/* Each happens once under its key. */
lamina_status transaction_service_post(lamina_context *context, lamina_str key,
                                       const transaction_input *input, posted_dto *posted);
lamina_status transaction_service_reverse(lamina_context *context, lamina_str transaction_id,
                                          lamina_str key, const transaction_input *input,
                                          posted_dto *posted);

lamina_status transaction_service_get(lamina_context *context, lamina_str transaction_id,
                                      const transaction_dto **found);

lamina_status transaction_service_list(lamina_context *context,
                                       const transaction_range_query *query,
                                       const domain_page_answer **page);

lamina_status transaction_service_statement(lamina_context *context,
                                            const transaction_range_query *query,
                                            const statement_dto **statement);

#endif
