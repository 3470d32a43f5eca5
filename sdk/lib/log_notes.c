/*
 * log_notes.c - what an invocation adds to its own log line: a few named values in its arena.
 */
#include <string.h>

#include "lamina/log.h"
#include "lamina/text.h"

typedef struct note {
    lamina_log_field field;
    size_t room;          /* bytes that the text's copy can hold */
    lamina_note_fn write; /* NULL: the field has its value */
    void *self;
    bool is_set;
} note;

struct lamina_notes {
    lamina_arena *arena;
    size_t count;
    size_t bytes;
    note items[LAMINA_NOTE_CAP];
};

/* Members that the line has of itself: a second one of the same name would hide either. */
static const char *const taken[] = {
    "level",      "timestamp", "service",        "function_request_id", "xray_trace_id",
    "cold_start", "operation", "message",        "truncated",           "method",
    "route",      "status",    "problem",        "duration_us",         "arena_bytes",
    "event_kind", "records",   "failed_records", "record_id",           "outcome",
    "verdict",    "errorType",
};

static bool is_taken(const char *name)
{
    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
        if (strcmp(name, taken[i]) == 0)
            return true;
    return false;
}

static lamina_notes *notes_of(const lamina_context *context)
{
    return context != NULL && LAMINA_HAS(context, notes) ? context->notes : NULL;
}

lamina_notes *lamina_notes_new(lamina_arena *arena)
{
    lamina_notes *notes = lamina_arena_alloc(arena, sizeof(*notes));
    if (notes != NULL)
        notes->arena = arena;
    return notes;
}

static note *find(lamina_notes *notes, const char *name)
{
    for (size_t i = 0; i < notes->count; i++)
        if (strcmp(notes->items[i].field.name, name) == 0)
            return &notes->items[i];
    return NULL;
}

/* The note of that name, a new one if need be. */
static lamina_status claim(const lamina_context *context, const char *name, note **out)
{
    lamina_notes *notes = notes_of(context);
    if (notes == NULL)
        return LAMINA_E_UNSUPPORTED;
    if (name == NULL || name[0] == '\0' || is_taken(name))
        return LAMINA_E_ARGUMENT;
    *out = find(notes, name);
    if (*out != NULL)
        return LAMINA_OK;
    const size_t len = strlen(name);
    if (notes->count == LAMINA_NOTE_CAP || len > LAMINA_NOTE_BYTES_CAP - notes->bytes)
        return LAMINA_E_LIMIT;
    notes->bytes += len;
    *out = &notes->items[notes->count++];
    (*out)->field.name = name;
    return LAMINA_OK;
}

/* Room for a value of that length. That of the value before is used again when it is large enough, so
   that a field that is set often does not fill the arena. */
static lamina_status make_room(lamina_notes *notes, note *kept, size_t len)
{
    if (len <= kept->room)
        return LAMINA_OK;
    if (len > LAMINA_NOTE_BYTES_CAP - notes->bytes)
        return LAMINA_E_LIMIT;
    char *copy = lamina_arena_alloc(notes->arena, len);
    if (copy == NULL)
        return LAMINA_E_LIMIT;
    notes->bytes += len;
    kept->room = len;
    kept->field.text.ptr = copy;
    return LAMINA_OK;
}

lamina_status lamina_log_annotate(lamina_context *context, lamina_log_field field)
{
    note *kept = NULL;
    lamina_status status = claim(context, field.name, &kept);
    if (status == LAMINA_OK && field.kind != LAMINA_LOG_NUMBER)
        status = make_room(context->notes, kept, field.text.len);
    if (status != LAMINA_OK)
        return status;
    if (field.kind != LAMINA_LOG_NUMBER && field.text.len > 0)
        memcpy((char *)kept->field.text.ptr, field.text.ptr, field.text.len);
    kept->field.text.len = field.text.len;
    kept->field.number = field.number;
    kept->field.kind = field.kind;
    kept->write = NULL;
    kept->is_set = true;
    return LAMINA_OK;
}

lamina_status lamina_log_annotate_late(lamina_context *context, const char *name,
                                       lamina_note_fn write, void *self)
{
    note *kept = NULL;
    const lamina_status status = write == NULL ? LAMINA_E_ARGUMENT : claim(context, name, &kept);
    if (status != LAMINA_OK)
        return status;
    kept->write = write;
    kept->self = self;
    kept->is_set = true;
    return LAMINA_OK;
}

void *lamina_log_annotated(const lamina_context *context, const char *name, lamina_note_fn write)
{
    lamina_notes *notes = notes_of(context);
    const note *kept = notes != NULL ? find(notes, name) : NULL;
    return kept != NULL && kept->write == write ? kept->self : NULL;
}

size_t lamina_notes_read(const lamina_notes *notes, lamina_log_field *fields, size_t cap)
{
    size_t count = 0;
    for (size_t i = 0; notes != NULL && i < notes->count && count < cap; i++) {
        const note *kept = &notes->items[i];
        lamina_log_field field = kept->field;
        if (!kept->is_set)
            continue; /* its value did not fit */
        if (kept->write != NULL)
            field = (lamina_log_field){
                .name = field.name, .text = kept->write(kept->self), .kind = LAMINA_LOG_JSON};
        if (field.kind == LAMINA_LOG_JSON && field.text.len == 0)
            continue;
        fields[count++] = field;
    }
    return count;
}
