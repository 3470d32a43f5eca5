/*
 * mappers.h - DTOs into models and back. Results point into the invocation's arena and borrow the
 * texts of what they were made from. All answer LAMINA_E_LIMIT when the arena is full.
 */
#ifndef CONTRACT_MAPPERS_H
#define CONTRACT_MAPPERS_H

#include "domain/repositories/contract_repository.h"
#include "lamina/context.h"

#include "dtos.h"

lamina_status contract_from_create(lamina_context *context, const contract_input *input,
                                   contract **item);
lamina_status contract_from_patch(lamina_context *context, const contract_input *input,
                                  contract **changes);
lamina_status amendment_from_input(lamina_context *context, const amendment_input *input,
                                   contract_amendment **changes);

lamina_status contract_to_dto(lamina_context *context, const contract *item,
                              const contract_dto **dto);
lamina_status amendment_to_dto(lamina_context *context, const contract_amendment *version,
                               const amendment_dto **dto);

#endif
