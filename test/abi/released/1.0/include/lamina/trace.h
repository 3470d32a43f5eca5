/*
 * lamina/trace.h - where an invocation's time goes, as subsegments of AWS X-Ray.
 *
 *     lamina_span rates = lamina_span_begin(context, "rates");
 *     status = ask_for_rates(context, &table);
 *     lamina_span_end(context, &rates, status);
 *
 * Each part that ended is one UDP datagram to the daemon beside the function (AWS_XRAY_DAEMON_ADDRESS), sent without
 * waiting; a lost one is lost. Nothing is sent, and nearly nothing is spent, unless X-Ray chose the invocation
 * (Sampled=1 in its trace id). The domain's calls to DynamoDB are parts by themselves. The function needs
 * Tracing: Active. Sources: AWS X-Ray Developer Guide, "Segment documents" and "Sending trace data".
 */
#ifndef LAMINA_TRACE_H
#define LAMINA_TRACE_H

#include "lamina/abi.h"
#include "lamina/context.h"
#include "lamina/host.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Is this invocation traced? False where the host has no tracing. [any-thread] Since 1.0. */
bool lamina_trace_is_on(const lamina_context *context);

/* Hands over a part that is over. Characters of its name that X-Ray does not take become '_'; annotations with a
   name or a value that it does not take are left out, and those behind the 50th. Parts lie side by side below
   the function's segment. [any-thread] Since 1.0. */
void lamina_trace_write(const lamina_context *context, const lamina_subsegment *part);

/* A part that has begun. On the caller's stack; frozen. Since 1.0. */
typedef struct lamina_span {
    const char *name; /* static */
    int64_t start_us;
} lamina_span;

/* [invoke] Since 1.0. */
lamina_span lamina_span_begin(const lamina_context *context, const char *name);
/* status: how it ended. One of the client's fault (HTTP 4xx) is an error, any other failure a fault; LAMINA_E_THROTTLED and
   LAMINA_E_TOO_MANY are throttled. [invoke] Since 1.0. */
void lamina_span_end(const lamina_context *context, const lamina_span *span, lamina_status status);
/* The flags of a part that ended so. [any-thread] Since 1.0. */
uint32_t lamina_trace_flags(lamina_status status);

/* For hosts: the table behind LAMINA_TRACE_1. Since 1.0. */
const lamina_trace_1 *lamina_trace_table(void);

#ifdef __cplusplus
}
#endif
#endif
