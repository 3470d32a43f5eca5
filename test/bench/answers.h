/* answers.h - the Runtime API's answers, made once, so that serving one is a single send. */
#ifndef BENCH_ANSWERS_H
#define BENCH_ANSWERS_H

#include "options.h"

#include <stdint.h>

#define BENCH_ID_LEN 36

typedef struct bench_bytes {
    const char *ptr;
    size_t len;
} bench_bytes;

extern const bench_bytes bench_answer_not_found;
extern const bench_bytes bench_answer_continue;

/* Builds the /next answer around the event. */
void bench_answers_init(const bench_options *options, bench_bytes event);

/* The /next answer with a request id and a deadline of its own. Valid until the next call. */
bench_bytes bench_answer_next(const bench_options *options, uint64_t sequence);

/* The request id in the last of those, BENCH_ID_LEN bytes. */
const char *bench_answer_id(void);

/* 202, for a result or an error. */
bench_bytes bench_answer_accepted(void);

#endif
