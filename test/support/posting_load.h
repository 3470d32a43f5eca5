/*
 * posting_load.h - many clients that post to one contract at once: debits and credits, some of them sent twice, some
 * undone, and some that all clients send under one key.
 */
#ifndef POSTING_LOAD_H
#define POSTING_LOAD_H

#include <time.h>

#include "posting_stage.h"

typedef struct posting_load posting_load;

/* What they did. */
typedef struct posting_result {
    int64_t posted; /* entries */
    int64_t again;  /* answers that were given before */
    int64_t sum;
} posting_result;

/* Starts so many clients (at most 64), each with a connection of its own; each posts that many times, or, with 0,
   until that time. */
posting_load *posting_load_start(const posting_stage *stage, int connections, int turns,
                                 time_t ends_at);
/* Waits for all, asserts that every answer was as it must be and that the account is what they were told; frees the
   load. */
posting_result posting_load_finish(posting_load *load);

#endif
