/*
 * handlers.h - the operations of the partner module, as the host calls them.
 */
#ifndef PARTNER_HANDLERS_H
#define PARTNER_HANDLERS_H

#include "lamina/http.h"

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

#endif
