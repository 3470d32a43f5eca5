/*
 * request_log.h - what the log says of each request.
 */
#ifndef HOST_REQUEST_LOG_H
#define HOST_REQUEST_LOG_H

#include "exchange.h"

/* One INFO line "request", unless LAMINA_ACCESS_LOG is off, and for a 5xx problem one ERROR line with
   what the client was not told. [invoke] */
void host__request_log(const host_exchange *x, int64_t duration_us);

#endif
