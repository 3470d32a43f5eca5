/*
 * mappers.h - DTOs into models and back. Results point into the invocation's arena and borrow the
 * texts of what they were made from. All answer LAMINA_E_LIMIT when the arena is full.
 *
 * mappers_tokens.c has what is about tokens and keys, mappers_administration.c the rest.
 */
#ifndef AUTHZ_MAPPERS_H
#define AUTHZ_MAPPERS_H

#include "domain/repositories/notification_repository.h"
#include "domain/repositories/role_repository.h"
#include "domain/repositories/service_client_repository.h"
#include "domain/repositories/signing_key_repository.h"
#include "domain/repositories/user_repository.h"
#include "domain/token.h"
#include "lamina/context.h"

#include "dtos.h"

/* ---- tokens ---- */

/* refresh_token may be empty. */
lamina_status token_to_dto(lamina_context *context, const domain_token_claims *claims,
                           lamina_str access_token, lamina_str refresh_token,
                           const token_answer **dto);
/* claims NULL: not active, and nothing else is said. */
lamina_status introspection_to_dto(lamina_context *context, const domain_token_claims *claims,
                                   const introspection **dto);
lamina_status jwk_set_to_dto(lamina_context *context, const signing_key_list *list,
                             const jwk_set **dto);
lamina_status signing_key_list_to_dto(lamina_context *context, const signing_key_list *list,
                                      const domain_page_answer **dto);

/* ---- administration ---- */

lamina_status user_from_patch(lamina_context *context, const user_patch *input, user **changes);
lamina_status user_to_dto(lamina_context *context, const user *item, const user_dto **dto);
lamina_status user_list_to_dto(lamina_context *context, const user_list *list,
                               const domain_page_answer **dto);
lamina_status administrator_to_dto(lamina_context *context, const user *item, lamina_str password,
                                   const administrator_dto **dto);

lamina_status role_from_create(lamina_context *context, const role_input *input, role **item);
lamina_status role_from_replace(lamina_context *context, const role_input *input, role **item);
lamina_status role_to_dto(lamina_context *context, const role *item, const role_dto **dto);
lamina_status role_list_to_dto(lamina_context *context, const role_list *list,
                               const domain_page_answer **dto);

/* By create_client_record or patch_client_record. */
lamina_status client_from_input(lamina_context *context, const lamina_record *record,
                                const client_input *input, service_client **item);
lamina_status client_to_dto(lamina_context *context, const service_client *item,
                            const client_dto **dto);
/* With the secret. */
lamina_status new_client_to_dto(lamina_context *context, const service_client *item,
                                lamina_str secret, const client_dto **dto);
lamina_status client_list_to_dto(lamina_context *context, const service_client_list *list,
                                 const domain_page_answer **dto);

lamina_status notification_list_to_dto(lamina_context *context, const notification_list *list,
                                       const domain_page_answer **dto);

#endif
