/*
 * mappers.h - DTOs into models and back. Results point into the invocation's arena and borrow the
 * texts of what they were made from. All answer LAMINA_E_LIMIT when the arena is full.
 */
#ifndef PARTNER_MAPPERS_H
#define PARTNER_MAPPERS_H

#include "domain/repositories/partner_contact_repository.h"
#include "domain/repositories/partner_repository.h"
#include "lamina/context.h"

#include "dtos.h"
#include "dtos_contacts.h"

lamina_status partner_from_create(lamina_context *context, const partner_input *input,
                                  partner **item);
lamina_status partner_from_patch(lamina_context *context, const partner_input *input,
                                 partner **changes);

lamina_status partner_to_dto(lamina_context *context, const partner *item, const partner_dto **dto);

/* record is the one that input was read by. */
lamina_status contact_from_input(lamina_context *context, const lamina_record *record,
                                 const contact_input *input, partner_contact **item);

lamina_status contact_to_dto(lamina_context *context, const partner_contact *item,
                             const contact_dto **dto);

#endif
