/*
 * lamina/host.h - what the host offers to plugins and to the domain: small const tables of
 * functions, asked for by id.
 *
 *     const lamina_clock_1 *clock = context->host->table(context->host, LAMINA_CLOCK_1);
 *
 * A table is frozen under its id; a change is a new id, and the old one is served for the life of
 * the major. NULL means that this host does not have it. What a plugin cannot live without it lists
 * in its needs (lamina/plugin.h). Most code uses the wrappers in lamina/context.h and lamina/log.h.
 */
#ifndef LAMINA_HOST_H
#define LAMINA_HOST_H

#include "lamina/abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The host, as plugins see it. Borrowed, lives as long as the process. Frozen. Since 1.0. */
typedef struct lamina_host lamina_host;
struct lamina_host {
    uint32_t abi_major;
    uint32_t abi_minor;
    const char *version; /* of the layer, "1.0.0"; for messages only, never for decisions */
    /* The table of that id, or NULL. Borrowed, lives as long as the process. [any-thread] */
    const void *(*table)(const lamina_host *host, const char *id);
};

struct lamina_context;

/* ---- lamina.log/1: one JSON line a record, with the request id. Since 1.0. ---- */
#define LAMINA_LOG_1 "lamina.log/1"

/* Levels, in Lambda's words. Other values are rounded down. */
#define LAMINA_LOG_TRACE 0
#define LAMINA_LOG_DEBUG 10
#define LAMINA_LOG_INFO 20
#define LAMINA_LOG_WARN 30
#define LAMINA_LOG_ERROR 40
#define LAMINA_LOG_FATAL 50

/* Kinds of a log field's value. */
#define LAMINA_LOG_TEXT                                                                            \
    0u /* text, written as a JSON string; bytes that are no UTF-8 are replaced */
#define LAMINA_LOG_NUMBER 1u /* number */
#define LAMINA_LOG_JSON 2u   /* text that already is valid JSON */

/* One more member of a log line. Borrowed during the call. Frozen. */
typedef struct lamina_log_field {
    const char *name;
    lamina_str text;
    int64_t number;
    uint32_t kind; /* LAMINA_LOG_TEXT, ... */
    uint32_t reserved;
} lamina_log_field;

typedef struct lamina_log_1 {
    /* Would a line of this level be written? Ask before costly preparation. [any-thread] */
    bool (*enabled)(int32_t level);
    /* Writes one line with one write(2). context may be NULL outside of an invocation. [any-thread] */
    void (*write)(const struct lamina_context *context, int32_t level, lamina_str message,
                  const lamina_log_field *fields, size_t field_count);
} lamina_log_1;

/* ---- lamina.clock/1: time, which tests may fix. Since 1.0. ---- */
#define LAMINA_CLOCK_1 "lamina.clock/1"

typedef struct lamina_clock_1 {
    int64_t (*realtime_us)(void);  /* microseconds since 1970-01-01T00:00:00Z. [any-thread] */
    int64_t (*monotonic_us)(void); /* microseconds since some start; for durations. [any-thread] */
} lamina_clock_1;

/* ---- lamina.random/1: cryptographic random bytes, which tests may fix. Since 1.0. ---- */
#define LAMINA_RANDOM_1 "lamina.random/1"

typedef struct lamina_random_1 {
    /* Fills out with len bytes. LAMINA_E_INTERNAL when the system has none to give. [any-thread] */
    lamina_status (*fill)(void *out, size_t len);
} lamina_random_1;

/* ---- lamina.metrics/1: business figures, as metrics of CloudWatch. Since 1.0. ---- */
#define LAMINA_METRICS_1 "lamina.metrics/1"

/* Units, as CloudWatch knows them; of a value that has none: NONE. Others are refused. */
#define LAMINA_UNIT_NONE 0u
#define LAMINA_UNIT_COUNT 1u
#define LAMINA_UNIT_PERCENT 2u
#define LAMINA_UNIT_SECONDS 3u
#define LAMINA_UNIT_MILLISECONDS 4u
#define LAMINA_UNIT_MICROSECONDS 5u
#define LAMINA_UNIT_BYTES 6u
#define LAMINA_UNIT_KILOBYTES 7u
#define LAMINA_UNIT_MEGABYTES 8u
#define LAMINA_UNIT_BYTES_PER_SECOND 9u
#define LAMINA_UNIT_COUNT_PER_SECOND 10u

/* One sample. Borrowed during the call. Frozen. */
typedef struct lamina_metric {
    const char *name;      /* 1 to 255 bytes of UTF-8, "TransactionsPosted" */
    double value;          /* finite */
    uint32_t unit;         /* LAMINA_UNIT_* */
    uint32_t resolution_s; /* seconds: 60, or 1 for a high-resolution metric; 0: 60 */
} lamina_metric;

typedef struct lamina_metrics_1 {
    /* Writes 1 to 100 samples, no two of one name, that share their dimensions: up to 28, beside the module,
       which the host adds. Failures: see lamina/metrics.h. context may be NULL. [any-thread] */
    lamina_status (*write)(const struct lamina_context *context, const lamina_metric *metrics,
                           size_t metric_count, const lamina_param *dimensions,
                           size_t dimension_count);
} lamina_metrics_1;

/* ---- lamina.trace/1: parts of an invocation, as subsegments of X-Ray. Since 1.0. ---- */
#define LAMINA_TRACE_1 "lamina.trace/1"

/* How a part ended, beside well. */
#define LAMINA_TRACE_ERROR 0x1u    /* a fault of whoever asked */
#define LAMINA_TRACE_FAULT 0x2u    /* a fault of whoever was asked */
#define LAMINA_TRACE_THROTTLE 0x4u /* asked too often; an error too */

/* One part of an invocation that is over. Borrowed during the call. Grows at the end. */
typedef struct lamina_subsegment {
    uint32_t size;  /* sizeof(lamina_subsegment) */
    uint32_t flags; /* LAMINA_TRACE_* */
    lamina_str name;
    int64_t start_us; /* microseconds since 1970 */
    int64_t end_us;
    const lamina_param *annotations; /* searched by; names of letters, digits and '_' */
    size_t annotation_count;
    lamina_str
        aws_operation; /* of a call to AWS: "GetItem"; empty: no such call, and none of the next two */
    lamina_str aws_table; /* of DynamoDB; may be empty */
    lamina_str aws_request_id;
    uint32_t retries;
    int32_t http_status; /* of the answer; 0: there was none, or it was no request */
} lamina_subsegment;

typedef struct lamina_trace_1 {
    /* Is this invocation traced? Ask before costly preparation. [any-thread] */
    bool (*is_sampled)(const struct lamina_context *context);
    /* Hands the part to the tracing daemon, without waiting; nothing happens in an invocation that is not traced.
       [any-thread] */
    void (*write)(const struct lamina_context *context, const lamina_subsegment *part);
} lamina_trace_1;

/*
 * Reserved ids, served by no host of 1.0: lamina.stream/1 (streaming answers), lamina.snapshot/1.
 */

#ifdef __cplusplus
}
#endif
#endif
