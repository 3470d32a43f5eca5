/*
 * services.h - what the authz module does, whoever asks: an HTTP handler, the authorizer, an operator.
 *
 * Results point into the invocation's arena. Failures that a client may be told of are set on the error object; beside
 * the codes of the repositories (domain/repositories/) these are "invalid-credentials", "too-many-attempts",
 * "invalid-grant" and "staff-only".
 *
 * source is the client's address on the network, as the event names it.
 */
#ifndef AUTHZ_SERVICES_H
#define AUTHZ_SERVICES_H

#include "domain/page.h"
#include "lamina/context.h"
#include "lamina/etag.h"

#include "dtos.h"

/* ---- services_accounts.c: what users do about themselves ---- */

/* The same answer, after the same work, for an address that is taken: its owner is told by e-mail. */
lamina_status authz_service_register(lamina_context *context, const registration *input,
                                     lamina_str source);
lamina_status authz_service_verify(lamina_context *context, const code_input *input,
                                   lamina_str source);
/* The same answer, after the same work, for an address that nobody has. */
lamina_status authz_service_request_reset(lamina_context *context, const registration *input,
                                          lamina_str source);
lamina_status authz_service_reset_password(lamina_context *context, const code_input *input,
                                           lamina_str source);
/* Of the caller, whose sessions all end. */
lamina_status authz_service_change_password(lamina_context *context, const password_change *input,
                                            lamina_str source);

/* ---- services_tokens.c ---- */

lamina_status authz_service_token(lamina_context *context, const token_request *input,
                                  lamina_str source, const token_answer **answer);
/* Ends the session of a refresh token; nothing happens for any other text. */
lamina_status authz_service_log_out(lamina_context *context, const token_input *input);
lamina_status authz_service_introspect(lamina_context *context, const token_input *input,
                                       const introspection **answer);
lamina_status authz_service_keys(lamina_context *context, const jwk_set **keys);

/* Who sent these credentials ("Bearer <token>"). LAMINA_E_UNAUTHENTICATED, with nothing set on the error object. */
typedef struct authz_caller {
    lamina_str subject;
    lamina_str tenant; /* empty: bound to none */
    lamina_str scopes; /* separated by spaces */
} authz_caller;
lamina_status authz_service_caller(lamina_context *context, lamina_str credentials,
                                   authz_caller *caller);

/* ---- services_users.c, services_roles.c, services_clients.c, services_keys.c: for administrators, who are staff ---- */

lamina_status authz_service_list_users(lamina_context *context, const domain_page_query *query,
                                       const domain_page_answer **page);
lamina_status authz_service_get_user(lamina_context *context, lamina_str user_id,
                                     const user_dto **found);
lamina_status authz_service_patch_user(lamina_context *context, lamina_str user_id,
                                       const lamina_conditions *expected, const user_patch *input,
                                       const user_dto **patched);
/* Of domain/models/audit_entry.h. */
struct audit_page;
lamina_status authz_service_user_audit(lamina_context *context, lamina_str user_id,
                                       const domain_page_query *query,
                                       const struct audit_page **page);
lamina_status authz_service_list_notifications(lamina_context *context,
                                               const domain_page_query *query,
                                               const domain_page_answer **page);
lamina_status authz_service_delete_notification(lamina_context *context,
                                                lamina_str notification_id);
/* For operators, by a direct invocation. */
lamina_status authz_service_create_administrator(lamina_context *context,
                                                 const administrator_input *input,
                                                 const administrator_dto **created);

lamina_status authz_service_list_roles(lamina_context *context, const domain_page_query *query,
                                       const domain_page_answer **page);
lamina_status authz_service_get_role(lamina_context *context, lamina_str role_id,
                                     const role_dto **found);
lamina_status authz_service_create_role(lamina_context *context, const role_input *input,
                                        const role_dto **created);
lamina_status authz_service_replace_role(lamina_context *context, lamina_str role_id,
                                         const lamina_conditions *expected, const role_input *input,
                                         const role_dto **replaced);
lamina_status authz_service_delete_role(lamina_context *context, lamina_str role_id,
                                        const lamina_conditions *expected);

lamina_status authz_service_list_clients(lamina_context *context, const domain_page_query *query,
                                         const domain_page_answer **page);
lamina_status authz_service_get_client(lamina_context *context, lamina_str client_id,
                                       const client_dto **found);
lamina_status authz_service_create_client(lamina_context *context, const client_input *input,
                                          const client_dto **created);
lamina_status authz_service_patch_client(lamina_context *context, lamina_str client_id,
                                         const lamina_conditions *expected,
                                         const client_input *input, const client_dto **patched);

lamina_status authz_service_list_signing_keys(lamina_context *context,
                                              const domain_page_answer **page);
lamina_status authz_service_remove_signing_key(lamina_context *context, lamina_str kid);
/* Also by an operator and a schedule: then nobody is bound to a tenant. */
lamina_status authz_service_rotate_signing_keys(lamina_context *context);

#endif
