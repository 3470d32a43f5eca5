/*
 * mappers.h - DTOs of the API into models of the domain, and back.
 *
 * Results point into the invocation's arena and share what they point to with what they were made
 * from. LAMINA_E_LIMIT when the arena is full.
 */
#ifndef TRANSACTION_MAPPERS_H
#define TRANSACTION_MAPPERS_H

#include "domain/repositories/transaction_repository.h"

#include "dtos.h"

lamina_status transaction_from_post(lamina_context *context, const transaction_input *input,
                                    transaction **entry);
lamina_status transaction_from_reverse(lamina_context *context, lamina_str transaction_id,
                                       const transaction_input *input, transaction **entry);

lamina_status transaction_to_dto(lamina_context *context, const transaction *entry,
                                 const transaction_dto **dto);
/* query: what was asked for, which the statement says too. */
lamina_status statement_to_dto(lamina_context *context, const transaction_range_query *query,
                               const transaction_list *list, const statement_dto **dto);

#endif
