/*
 * recorder.c - a list of records, the newest first; the oldest makes room.
 */
#include "recorder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

typedef struct record {
    TAILQ_ENTRY(record) link;
    uint64_t sequence;
    char id[sizeof(((local_invocation *)0)->id)];
    char module[64];
    char label[sizeof(((local_invocation *)0)->label)];
    const char *state;    /* static: "waiting", "running", "answered", "failed", "timedOut" */
    int64_t submitted_us; /* microseconds since 1970; 0: not yet */
    int64_t started_us;
    int64_t ended_us;
    int64_t status; /* of HTTP; 0: none yet */
    int process;
    bool is_cold;
    lamina_text event;
    lamina_text result;
    lamina_text lines; /* one after the other, each with its '\n' */
    bool is_cut;       /* a text was longer than is kept */
} record;

struct local_recorder {
    TAILQ_HEAD(local_records, record) records;
    size_t count;
    uint64_t sequence;
    local_record_fn on_change;
    void *arg;
};

/* ---- records ---- */

static int64_t now_us(void)
{
    struct timeval now;
    gettimeofday(&now, NULL);
    return (int64_t)now.tv_sec * 1000000 + now.tv_usec;
}

static void free_record(record *one)
{
    lamina_text_clear(&one->event);
    lamina_text_clear(&one->result);
    lamina_text_clear(&one->lines);
    free(one);
}

local_recorder *local__recorder_new(void)
{
    local_recorder *recorder = calloc(1, sizeof(*recorder));
    if (recorder)
        TAILQ_INIT(&recorder->records);
    return recorder;
}

static void drop_oldest(local_recorder *recorder)
{
    record *oldest = TAILQ_LAST(&recorder->records, local_records);
    TAILQ_REMOVE(&recorder->records, oldest, link);
    recorder->count--;
    free_record(oldest);
}

void local__recorder_free(local_recorder *recorder)
{
    while (recorder && recorder->count > 0)
        drop_oldest(recorder);
    free(recorder);
}

void local__recorder_listen(local_recorder *recorder, local_record_fn on_change, void *arg)
{
    if (!recorder)
        return;
    recorder->on_change = on_change;
    recorder->arg = arg;
}

static record *find(const local_recorder *recorder, lamina_str id)
{
    record *one;
    TAILQ_FOREACH(one, &recorder->records, link)
    if (lamina_str_is(id, one->id))
        return one;
    return NULL;
}

static void tell(const local_recorder *recorder, const record *one)
{
    if (recorder->on_change)
        recorder->on_change(recorder->arg, lamina_str_from(one->id));
}

/* As much of it as is kept. */
static void keep(record *one, lamina_text *text, lamina_str more)
{
    const size_t room = LOCAL_RECORD_TEXT_CAP - text->len;
    one->is_cut |= more.len > room;
    lamina_text_add(text, (lamina_str){more.ptr, more.len > room ? room : more.len});
}

/* ---- what happened ---- */

void local__recorder_submitted(local_recorder *recorder, const char *module,
                               const local_invocation *invocation)
{
    record *one = recorder ? calloc(1, sizeof(*one)) : NULL;
    if (!one)
        return;
    if (recorder->count == LOCAL_RECORD_CAP)
        drop_oldest(recorder);
    lamina_text_init(&one->event, LOCAL_RECORD_TEXT_CAP);
    lamina_text_init(&one->result, LOCAL_RECORD_TEXT_CAP);
    lamina_text_init(&one->lines, LOCAL_RECORD_TEXT_CAP);
    snprintf(one->id, sizeof(one->id), "%s", invocation->id);
    snprintf(one->module, sizeof(one->module), "%s", module);
    snprintf(one->label, sizeof(one->label), "%s", invocation->label);
    one->sequence = ++recorder->sequence;
    one->state = "waiting";
    one->submitted_us = now_us();
    keep(one, &one->event, lamina_text_view(&invocation->event));
    TAILQ_INSERT_HEAD(&recorder->records, one, link);
    recorder->count++;
    tell(recorder, one);
}

void local__recorder_started(local_recorder *recorder, const char *id, int process, bool is_cold)
{
    record *one = recorder ? find(recorder, lamina_str_from(id)) : NULL;
    if (!one)
        return;
    one->state = "running";
    one->started_us = now_us();
    one->process = process;
    one->is_cold = is_cold;
    tell(recorder, one);
}

/* "function_request_id":"8476a536-...": a line can be read after its process went on to the next event. */
static lamina_str id_in(lamina_str line)
{
    static const char name[] = "\"function_request_id\":\"";
    const size_t len = sizeof(name) - 1;
    for (size_t i = 0; i + len < line.len; i++) {
        if (line.ptr[i] != '"' || memcmp(line.ptr + i, name, len) != 0)
            continue;
        lamina_str rest = {line.ptr + i + len, line.len - i - len};
        lamina_str id;
        lamina_str_cut(&rest, '"', &id);
        return id;
    }
    return (lamina_str){0};
}

void local__recorder_line(local_recorder *recorder, const char *id, lamina_str line)
{
    if (!recorder)
        return;
    record *one = find(recorder, id_in(line));
    if (!one && id)
        one = find(recorder, lamina_str_from(id));
    if (!one || one->lines.len + line.len + 1 > LOCAL_RECORD_TEXT_CAP) {
        if (one)
            one->is_cut = true;
        return;
    }
    lamina_text_add(&one->lines, line);
    lamina_text_add_char(&one->lines, '\n');
    tell(recorder, one);
}

void local__recorder_ended(local_recorder *recorder, const char *id, local_outcome outcome,
                           lamina_str body)
{
    static const char *const states[] = {[LOCAL_OUTCOME_ANSWERED] = "answered",
                                         [LOCAL_OUTCOME_FAILED] = "failed",
                                         [LOCAL_OUTCOME_TIMED_OUT] = "timedOut"};
    record *one = recorder ? find(recorder, lamina_str_from(id)) : NULL;
    if (!one || one->ended_us)
        return;
    one->state = states[outcome];
    one->ended_us = now_us();
    keep(one, &one->result, body);
    tell(recorder, one);
}

void local__recorder_status(local_recorder *recorder, const char *id, int64_t status)
{
    record *one = recorder ? find(recorder, lamina_str_from(id)) : NULL;
    if (!one)
        return;
    one->status = status;
    tell(recorder, one);
}

/* ---- what there is ---- */

static void write_head(const record *one, lamina_json_writer *writer)
{
    lamina_json_write_member_string(writer, "id", lamina_str_from(one->id));
    lamina_json_write_member_int64(writer, "sequence", (int64_t)one->sequence);
    lamina_json_write_member_string(writer, "module", lamina_str_from(one->module));
    lamina_json_write_member_string(writer, "label", lamina_str_from(one->label));
    lamina_json_write_member_string(writer, "state", lamina_str_from(one->state));
    lamina_json_write_member_int64(writer, "submittedUs", one->submitted_us);
    lamina_json_write_member_int64(writer, "startedUs", one->started_us);
    lamina_json_write_member_int64(writer, "endedUs", one->ended_us);
    lamina_json_write_member_int64(writer, "status", one->status);
    lamina_json_write_member_int64(writer, "process", one->process);
    lamina_json_write_name(writer, LAMINA_STR("cold"));
    lamina_json_write_boolean(writer, one->is_cold);
}

void local__recorder_write_list(const local_recorder *recorder, lamina_json_writer *writer)
{
    lamina_json_write_array(writer);
    const record *one;
    if (recorder)
        TAILQ_FOREACH(one, &recorder->records, link)
        {
            lamina_json_write_object(writer);
            write_head(one, writer);
            lamina_json_write_object_end(writer);
        }
    lamina_json_write_array_end(writer);
}

static void write_lines(const record *one, lamina_json_writer *writer)
{
    lamina_str rest = lamina_text_view(&one->lines);
    lamina_json_write_name(writer, LAMINA_STR("lines"));
    lamina_json_write_array(writer);
    while (rest.len > 0) {
        lamina_str line;
        lamina_str_cut(&rest, '\n', &line);
        lamina_json_write_string(writer, line);
    }
    lamina_json_write_array_end(writer);
}

bool local__recorder_write_one(const local_recorder *recorder, lamina_str id,
                               lamina_json_writer *writer)
{
    const record *one = recorder ? find(recorder, id) : NULL;
    if (!one)
        return false;
    lamina_json_write_object(writer);
    write_head(one, writer);
    lamina_json_write_name(writer, LAMINA_STR("cut"));
    lamina_json_write_boolean(writer, one->is_cut);
    lamina_json_write_member_string(writer, "event", lamina_text_view(&one->event));
    lamina_json_write_member_string(writer, "result", lamina_text_view(&one->result));
    write_lines(one, writer);
    lamina_json_write_object_end(writer);
    return true;
}
