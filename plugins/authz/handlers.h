/*
 * handlers.h - the operations of the authz module, as the host calls them. handlers_accounts.c serves users and
 * tokens, handlers_administration.c administrators, events.c what is no HTTP.
 */
#ifndef AUTHZ_HANDLERS_H
#define AUTHZ_HANDLERS_H

#include "lamina/event.h"
#include "lamina/http.h"

#define AUTHZ_HANDLER(name)                                                                        \
    lamina_status name(lamina_context *context, const lamina_request *request,                     \
                       lamina_response *response)

AUTHZ_HANDLER(register_user);
AUTHZ_HANDLER(verify_email);
AUTHZ_HANDLER(request_password_reset);
AUTHZ_HANDLER(reset_password);
AUTHZ_HANDLER(change_password);
AUTHZ_HANDLER(get_token);
AUTHZ_HANDLER(log_out);
AUTHZ_HANDLER(introspect_token);
AUTHZ_HANDLER(get_keys);

AUTHZ_HANDLER(list_users);
AUTHZ_HANDLER(get_user);
AUTHZ_HANDLER(patch_user);
AUTHZ_HANDLER(get_user_audit);
AUTHZ_HANDLER(list_notifications);
AUTHZ_HANDLER(delete_notification);
AUTHZ_HANDLER(list_roles);
AUTHZ_HANDLER(get_role);
AUTHZ_HANDLER(create_role);
AUTHZ_HANDLER(replace_role);
AUTHZ_HANDLER(delete_role);
AUTHZ_HANDLER(list_clients);
AUTHZ_HANDLER(get_client);
AUTHZ_HANDLER(create_client);
AUTHZ_HANDLER(patch_client);
AUTHZ_HANDLER(list_signing_keys);
AUTHZ_HANDLER(remove_signing_key);
AUTHZ_HANDLER(rotate_signing_keys);

lamina_status authorize(lamina_context *context, const lamina_authorizer_event *event,
                        lamina_authorizer_decision *decision);
lamina_status create_administrator(lamina_context *context, const lamina_direct_event *event,
                                   lamina_direct_answer *answer);
lamina_status rotate_keys_now(lamina_context *context, const lamina_direct_event *event,
                              lamina_direct_answer *answer);
lamina_status rotate_keys_on_schedule(lamina_context *context, const lamina_bus_event *event);

#endif
