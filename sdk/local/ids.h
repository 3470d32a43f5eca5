/*
 * ids.h - the ids that AWS gives to a request on its way.
 */
#ifndef LOCAL_IDS_H
#define LOCAL_IDS_H

#include "lamina/abi.h"

typedef struct local_ids {
    char request[37];    /* API Gateway's: UUID */
    char extended[17];   /* API Gateway's: base64, in the header x-amz-apigw-id */
    char invocation[37]; /* Lambda's: UUID */
    char trace[80];      /* X-Ray's: "Root=1-<time>-<random>;Parent=<random>;Sampled=0" */
} local_ids;

/* LAMINA_E_INTERNAL when the system has no random bytes. */
lamina_status local__ids_make(local_ids *ids, int64_t now_ms);

/* Another invocation for the same request: each function that is asked about it has its own id.
   LAMINA_E_INTERNAL as above. */
lamina_status local__ids_renew_invocation(local_ids *ids);

#endif
