/*
 * services.h - what the @module@ module does, whoever asks: an HTTP handler today, an event tomorrow.
 */
#ifndef @NAME@_SERVICES_H
#define @NAME@_SERVICES_H

#include "lamina/context.h"

#include "dtos.h"

/* *created points into the invocation's arena. LAMINA_E_CONFLICT, with the problem
   "@module@-not-wanted", for the title "nothing": an example of a rule of your own. */
lamina_status @name@_service_create(lamina_context *context, const @name@_input *input,
                                      const @name@_dto **created);

#endif
