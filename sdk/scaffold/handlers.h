/*
 * handlers.h - the operations of the @module@ module, as the host calls them.
 */
#ifndef @NAME@_HANDLERS_H
#define @NAME@_HANDLERS_H

#include "lamina/http.h"

lamina_status create_@name@(lamina_context *context, const lamina_request *request,
                              lamina_response *response);

#endif
