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

#ifdef __cplusplus
}
#endif
#endif
