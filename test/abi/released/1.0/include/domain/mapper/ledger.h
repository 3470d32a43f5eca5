/*
 * domain/mapper/ledger.h - what an invocation asked of the database, and what it cost.
 *
 * The mapper keeps it for every invocation; nobody needs to switch it on. The host writes it into the
 * invocation's own log line:
 *
 *     "dynamodb":{"calls":2,"attempts":3,"failures":0,"read_units":0.5,"write_units":1,
 *      "bytes_out":431,"bytes_in":180,"duration_us":9120,"by":[
 *      {"model":"partner","operation":"GetItem","calls":1,"attempts":1, ...}, ...]}
 *
 * and a test asks for it, to hold a service to what it may cost:
 *
 *     mapper_ledger ledger = {.size = sizeof ledger};
 *     mapper_ledger_read(context, &ledger);
 *     cr_assert_eq(ledger.total.calls, 2);
 *
 * Units are those that the service reports (ReturnConsumedCapacity, sent with every operation that
 * knows it unless the variable LAMINA_LEDGER is "off"; then they are 0). It reports none for a request
 * that failed, though a condition that does not hold is paid for.
 *
 * With LAMINA_LEDGER=each the line also has each request, up to 100, as "each":[{"model", "operation",
 * "started_us" (since 1970, by the host's clock), "status", and the figures}]: for a timeline.
 */
#ifndef DOMAIN_MAPPER_LEDGER_H
#define DOMAIN_MAPPER_LEDGER_H

#include "lamina/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/* All requests of one operation for one model. Grows at the end. Since 1.0. */
typedef struct mapper_ledger_row {
    const char *model;     /* its name, static; "" for a request about several models, or of none */
    const char *operation; /* "GetItem", static */
    uint64_t calls;
    uint64_t attempts; /* tries: those of a call that was sent again among them */
    uint64_t failures; /* calls that did not end with LAMINA_OK */
    double read_units;
    double write_units;
    uint64_t bytes_out; /* of JSON, without headers */
    uint64_t bytes_in;
    int64_t duration_us; /* pauses between tries included */
} mapper_ledger_row;

/* Further combinations of model and operation share a last row, both of whose names are "". */
#define MAPPER_LEDGER_ROW_CAP 24u

/* Borrowed from the invocation; grows with it. Grows at the end. Since 1.0. */
typedef struct mapper_ledger {
    uint32_t size;     /* the caller's sizeof(mapper_ledger), set before the call */
    uint32_t row_size; /* sizeof(mapper_ledger_row) of the library */
    const mapper_ledger_row *rows;
    size_t row_count;
    mapper_ledger_row total; /* its names are "" */
} mapper_ledger;

/* The invocation's ledger so far: empty when nothing was sent yet, or when the host keeps no notes
   (lamina/log.h). LAMINA_E_ARGUMENT when ledger->size was not set. [invoke] Since 1.0. */
lamina_status mapper_ledger_read(const lamina_context *context, mapper_ledger *ledger);

#ifdef __cplusplus
}
#endif
#endif
