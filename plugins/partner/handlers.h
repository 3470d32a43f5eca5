/*
 * handlers.h - the operations of the partner module, as the host calls them.
 */
#ifndef PARTNER_HANDLERS_H
#define PARTNER_HANDLERS_H

#include "lamina/http.h"

/* ---- partners: handlers.c ---- */

lamina_status create_partner(lamina_context *context, const lamina_request *request,
                             lamina_response *response);
lamina_status get_partner(lamina_context *context, const lamina_request *request,
                          lamina_response *response);
lamina_status list_partners(lamina_context *context, const lamina_request *request,
                            lamina_response *response);
lamina_status patch_partner(lamina_context *context, const lamina_request *request,
                            lamina_response *response);
lamina_status delete_partner(lamina_context *context, const lamina_request *request,
                             lamina_response *response);
lamina_status activate_partner(lamina_context *context, const lamina_request *request,
                               lamina_response *response);
lamina_status suspend_partner(lamina_context *context, const lamina_request *request,
                              lamina_response *response);
lamina_status reactivate_partner(lamina_context *context, const lamina_request *request,
                                 lamina_response *response);
lamina_status list_partner_audit(lamina_context *context, const lamina_request *request,
                                 lamina_response *response);

/* ---- their contacts: handlers_contacts.c ---- */

lamina_status create_contact(lamina_context *context, const lamina_request *request,
                             lamina_response *response);
lamina_status get_contact(lamina_context *context, const lamina_request *request,
                          lamina_response *response);
lamina_status list_contacts(lamina_context *context, const lamina_request *request,
                            lamina_response *response);
lamina_status patch_contact(lamina_context *context, const lamina_request *request,
                            lamina_response *response);
lamina_status delete_contact(lamina_context *context, const lamina_request *request,
                             lamina_response *response);

#endif
