/*
 * stages.h - a transport that notes how much CPU time was used when a request comes to it and when its
 * answer leaves it, and keeps the last request so that it can be sent again as it is.
 */
#ifndef BENCH_STAGES_H
#define BENCH_STAGES_H

#include "domain/dynamodb.h"

/* Microseconds of CPU time, user and system, of one operation. */
typedef struct stages {
    double encode; /* from the verb's begin to the client: checks and JSON */
    double sign;   /* headers, hashes, signature */
    double http;   /* libcurl and the kernel */
    double decode; /* from the answer's bytes to the structs */
} stages;

/* Microseconds that this process has used so far. */
double cpu_us(void);

/* Makes the process's client one that goes over the noting transport. */
void stages_open(lamina_context *context);
void stages_close(void);

/* Is each request kept? Yes at first; it costs a copy. */
void stages_keep(bool yes);

/* Between these two, marks are made, and added to *sum for each operation. Without, they cost nothing. */
void stages_begin(void);
void stages_end(stages *sum);

/* Sends the last request once more, and reads its answer unparsed. Dies when it is no 200. */
void stages_send_prepared(void);

#endif
