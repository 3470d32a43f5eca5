/*
 * identity.h - who is asking, as the authorizer in front of the function says.
 */
#ifndef HOST_IDENTITY_H
#define HOST_IDENTITY_H

#include "event.h"
#include "lamina/text.h"

/* Borrowed from the event's arena; all empty when there is no authorizer. */
typedef struct host_identity {
    bool known; /* an authorizer let the request through */
    lamina_str principal_id;
    lamina_str tenant;
    lamina_str scopes; /* space-separated */
} host_identity;

/* Reads requestContext.authorizer in the forms of Lambda, Cognito, JWT and IAM authorizers.
   LAMINA_E_LIMIT when the arena is full. */
lamina_status host__identity_read(lamina_arena *arena, const lamina_json *authorizer,
                                  host_identity *identity);

/* Is scope one of those space-separated scopes, whole? */
bool host__identity_has_scope(lamina_str scopes, const char *scope);

#endif
