/*
 * source.h - where values come from: each kind by a service of its own, or all of them from a file.
 */
#ifndef PARAMETERS_SOURCE_H
#define PARAMETERS_SOURCE_H

#include "lamina/context.h"

/* Kinds of values. */
#define PARAMETERS__PARAMETER 0u
#define PARAMETERS__SECRET 1u
#define PARAMETERS__KIND_COUNT 2u

/* Asks a service; *value is in the arena. Statuses as domain/parameters.h has them. */
lamina_status parameters__ask(lamina_context *context, uint32_t kind, lamina_str name,
                              lamina_str *value);
/* Closes the clients. */
void parameters__close(void);

/* Reads LAMINA_PARAMETERS_FILE; LAMINA_E_UNSUPPORTED when that is not set. */
lamina_status parameters__read_file(lamina_context *context, uint32_t kind, lamina_str name,
                                    lamina_str *value);

#endif
