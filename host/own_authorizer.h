/*
 * own_authorizer.h - a plugin that authorizes the API's callers knows its own without API Gateway: by the same
 * handler, in the same process. For events that no authorizer has seen.
 */
#ifndef HOST_OWN_AUTHORIZER_H
#define HOST_OWN_AUTHORIZER_H

#include "event.h"
#include "identity.h"
#include "service.h"

/*
 * Asks the plugin's handler of the kind authorizer, if it has one and the request has an Authorization header, who that
 * is. *identity stays as it is when nobody is known. LAMINA_E_FORBIDDEN for who is kept out; any other status of the handler.
 */
lamina_status host__own_authorizer_ask(const host_service *service, lamina_context *context,
                                       const host_event *event, host_identity *identity);

#endif
