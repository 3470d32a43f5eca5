/*
 * status_phrase.h - "200 OK": the statusDescription that a load balancer wants.
 */
#ifndef HOST_STATUS_PHRASE_H
#define HOST_STATUS_PHRASE_H

#include "lamina/abi.h"

/* The code with its reason phrase (RFC 9110 section 15); empty for a code that is not registered.
   Static text. */
lamina_str host__status_phrase(int32_t status);

#endif
