/*
 * tables.h - the host as plugins see it: its ABI, its version, its tables.
 */
#ifndef HOST_TABLES_H
#define HOST_TABLES_H

#include "lamina/host.h"

/* Of the layer; for messages only. */
#define HOST_VERSION "1.0.0"

/* Lives as long as the process. */
const lamina_host *host__tables(void);

#endif
