/*
 * posting_stage.h - a local stage with the partner, contract and transaction modules, and an active contract to
 * post to: the real bootstrap, the real plugins, DynamoDB Local.
 */
#ifndef POSTING_STAGE_H
#define POSTING_STAGE_H

#include "lamina/json.h"
#include "stage_process.h"

typedef struct posting_stage {
    stage_process *stage;
    lamina_http_client *client; /* of the thread that began it */
    lamina_arena *arena;        /* likewise */
    char contract_id[32];
} posting_stage;

/* Tables of its own, a partner, and a contract in EUR with a credit limit that is out of reach. */
void posting_stage_begin(posting_stage *self);
/* Ends everything, and asserts that it ended well. */
void posting_stage_end(posting_stage *self);

/* Sends by that client as staff who may do all; the answer is borrowed until the client's next call. body and
   once (the Idempotency-Key) may be NULL. */
lamina_http_answer posting_send(const posting_stage *self, lamina_http_client *client,
                                const char *method, const char *path, const char *body,
                                const char *once);

/* Reads the whole statement, page by page, and the contract, and asserts that they are one exact account: sequences
   from 1 without a gap, times that rise, each balance the sum so far. */
void posting_expect(const posting_stage *self, int64_t entry_count, int64_t balance);

#endif
