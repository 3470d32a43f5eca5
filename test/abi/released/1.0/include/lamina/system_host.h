/*
 * lamina/system_host.h - the host's tables over the system's own log, clock and random numbers: what
 * bootstrap serves, and what tools and programs use that call domain code outside of it.
 */
#ifndef LAMINA_SYSTEM_HOST_H
#define LAMINA_SYSTEM_HOST_H

#include "lamina/host.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Its version is LAMINA_VERSION. Lives as long as the process. [any-thread] Since 1.0. */
const lamina_host *lamina_system_host(void);

/* The ids of the tables that it serves, one for each index; NULL behind the last. For tools that say what
   a layer has. [any-thread] Since 1.0. */
const char *lamina_system_host_table_id(size_t index);

#ifdef __cplusplus
}
#endif
#endif
