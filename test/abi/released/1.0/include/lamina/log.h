/*
 * lamina/log.h - structured log lines.
 *
 * One JSON object a line, written with a single write(2) so that lines never mix:
 *   {"level":"INFO","timestamp":"2026-01-31T12:00:00.123Z","service":"partner",
 *    "function_request_id":"...","xray_trace_id":"1-...","cold_start":true,
 *    "operation":"get_partner","message":"...", fields...}
 * What is not known (no context, no trace, a warm start) is left out. What a line is found by comes
 * before the message, which may be long enough to be cut.
 * Keys and levels are those that Lambda's JSON log format and the Powertools convention use (AWS
 * Lambda Developer Guide, "Advanced logging controls"; RFC 3339 timestamps).
 * All since 1.0.
 */
#ifndef LAMINA_LOG_H
#define LAMINA_LOG_H

#include "lamina/abi.h"
#include "lamina/context.h"
#include "lamina/host.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Through the host's lamina.log/1; nothing happens when the host has none. Without a context, or
   one without a host, liblamina's own writer is taken. [any-thread] Since 1.0. */
void lamina_log(const lamina_context *context, int32_t level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void lamina_log_with(const lamina_context *context, int32_t level, lamina_str message,
                     const lamina_log_field *fields, size_t field_count);

/* Field makers. name is static text. */
lamina_log_field lamina_log_text(const char *name, lamina_str text);
lamina_log_field lamina_log_number(const char *name, int64_t number);

/* ---- fields on the invocation's own line ---- */

/* The names, and the bytes of names and values, that one invocation can add. Since 1.0. */
#define LAMINA_NOTE_CAP 16u
#define LAMINA_NOTE_BYTES_CAP (16u << 10)

/*
 * Adds a field to the line "request" that the host writes behind each invocation, so that what is
 * known below stands where operators look. The name is static text, the value is copied; a later
 * value takes the place of an earlier one of the same name. For example:
 *
 *     lamina_log_annotate(context, lamina_log_text("basket", basket_id));
 *
 * LAMINA_E_LIMIT over a cap, LAMINA_E_ARGUMENT for a name that the line itself has ("level",
 * "message", "status", ...), LAMINA_E_UNSUPPORTED where there is no such line: context is NULL, or
 * init() is running. Most callers need not look. [invoke] Since 1.0.
 */
lamina_status lamina_log_annotate(lamina_context *context, lamina_log_field field);

/* The value as JSON, made when the line is written; the view stays good until then. {NULL, 0}: the
   field is left out. Since 1.0. */
typedef lamina_str (*lamina_note_fn)(void *self);

/* The same for a value that grows until the end: write is called once, with self, which lives as long as
   the invocation. [invoke] Since 1.0. */
lamina_status lamina_log_annotate_late(lamina_context *context, const char *name,
                                       lamina_note_fn write, void *self);
/* self of the late field of that name and function; NULL when this invocation has none. Since 1.0. */
void *lamina_log_annotated(const lamina_context *context, const char *name, lamina_note_fn write);

/* For hosts: what context->notes points to, from the invocation's arena; NULL when that is full. And
   the fields in the order of their names' first use, at most cap of them; their number. Since 1.0. */
lamina_notes *lamina_notes_new(lamina_arena *arena);
size_t lamina_notes_read(const lamina_notes *notes, lamina_log_field *fields, size_t cap);

/* ---- for hosts and tools: the writer behind the table ---- */

/* Where lines go and which. fd 2 and INFO before the first call. service is borrowed and must live on.
   [init] Since 1.0. */
typedef struct lamina_log_options {
    uint32_t size; /* sizeof(lamina_log_options) */
    int32_t fd;
    int32_t level;
    uint32_t reserved;
    const char *service;
    int64_t (*realtime_us)(void); /* NULL: the system's clock */
} lamina_log_options;
void lamina_log_configure(const lamina_log_options *options);

/* TRACE, DEBUG, INFO, WARN, ERROR, FATAL in any case; LAMINA_E_SYNTAX for anything else. Since 1.0. */
lamina_status lamina_log_level_from(lamina_str name, int32_t *level);

/* The table that a host serves under LAMINA_LOG_1. Lines are cut at 256 KiB, with "truncated":true. Since 1.0. */
const lamina_log_1 *lamina_log_table(void);
/* The system's clock and random numbers, for LAMINA_CLOCK_1 and LAMINA_RANDOM_1. Since 1.0. */
const lamina_clock_1 *lamina_clock_table(void);
const lamina_random_1 *lamina_random_table(void);

#ifdef __cplusplus
}
#endif
#endif
