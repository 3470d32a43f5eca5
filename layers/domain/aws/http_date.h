/* http_date.h - the service's clock, as its answers tell it. */
#ifndef AWS_HTTP_DATE_H
#define AWS_HTTP_DATE_H

#include "lamina/abi.h"

/* "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7, the form that senders must use) to
   microseconds since 1970. LAMINA_E_SYNTAX. */
lamina_status aws__http_date_read(lamina_str text, int64_t *time_us);

#endif
