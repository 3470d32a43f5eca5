/*
 * offered_host.h - the host of this SDK's version, as far as checking a plugin needs it.
 */
#ifndef CLI_OFFERED_HOST_H
#define CLI_OFFERED_HOST_H

#include "lamina/host.h"

/* Knows which tables are served. */
const lamina_host *cli__offered_host(void);

#endif
