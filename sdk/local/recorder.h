/*
 * recorder.h - the latest invocations with all that belongs to them, for the console: event, answer, log
 * lines, times. Bounded in number and in bytes; kept in memory alone.
 */
#ifndef LOCAL_RECORDER_H
#define LOCAL_RECORDER_H

#include <sys/queue.h>

#include "lamina/json.h"
#include "pool.h"

/* The invocations that are kept, and the bytes of each of their texts. */
#define LOCAL_RECORD_CAP 200u
#define LOCAL_RECORD_TEXT_CAP ((size_t)64 << 10)

typedef struct local_recorder local_recorder;

/* Something about an invocation is new. */
typedef void (*local_record_fn)(void *arg, lamina_str id);

local_recorder *local__recorder_new(void);
/* NULL is ignored, here and below: then nothing is recorded. */
void local__recorder_free(local_recorder *recorder);
/* One listener; NULL: none. */
void local__recorder_listen(local_recorder *recorder, local_record_fn on_change, void *arg);

/* ---- what happened, in this order. Ids of invocations that are not kept any more are ignored ---- */

void local__recorder_submitted(local_recorder *recorder, const char *module,
                               const local_invocation *invocation);
/* A process got it; is_cold: its first. */
void local__recorder_started(local_recorder *recorder, const char *id, int process, bool is_cold);
/* The process wrote a line. The line itself may name its invocation ("function_request_id"); id is what the
   process was working on, or NULL. */
void local__recorder_line(local_recorder *recorder, const char *id, lamina_str line);
void local__recorder_ended(local_recorder *recorder, const char *id, local_outcome outcome,
                           lamina_str body);
/* The HTTP status that its answer became. */
void local__recorder_status(local_recorder *recorder, const char *id, int64_t status);

/* ---- what there is ---- */

/* An array of {id, sequence, module, label, state, submittedUs, ...}, the newest first. */
void local__recorder_write_list(const local_recorder *recorder, lamina_json_writer *writer);
/* One with its event, result and lines; false when it is not kept. */
bool local__recorder_write_one(const local_recorder *recorder, lamina_str id,
                               lamina_json_writer *writer);

#endif
