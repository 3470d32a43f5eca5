/* backoff.h - the pauses between requests that ask again for what the service left undone. */
#ifndef MAPPER_BACKOFF_H
#define MAPPER_BACKOFF_H

#include "lamina/context.h"

/* Zero it before the first request. */
typedef struct mapper__backoff {
    uint32_t stalled; /* requests in a row that brought nothing */
} mapper__backoff;

/* After a request that left something undone. LAMINA_OK after the pause; LAMINA_E_THROTTLED when too many
   in a row brought nothing; LAMINA_E_TIMEOUT when there is no time for another one. */
lamina_status mapper__backoff_wait(mapper__backoff *backoff, lamina_context *context,
                                   bool brought_something);

#endif
