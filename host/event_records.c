/*
 * event_records.c - an event that has a list of records: one call of the handler for each, and the
 * answer that says which failed.
 *
 * Sources: Lambda Developer Guide, "Handling errors for an SQS event source in Lambda" and
 * "Configuring partial batch response with DynamoDB and Lambda".
 */
#include "event_records.h"

#include "failure.h"
#include "lamina/log.h"

/* The line's own fields; those of the record's notes come behind them. */
#define OWN_FIELD_CAP 5u

/* What a failure means for the records behind it, and what Lambda is told. */
typedef enum record_order {
    RECORDS_APART,    /* a queue: the others are tried, each that failed is reported */
    RECORDS_IN_ORDER, /* a stream: nothing more is tried, the first that failed is reported */
    RECORDS_AT_ONCE,  /* nobody reads a report: the invocation fails, and all come again */
} record_order;

static const struct {
    uint32_t kind;
    record_fn serve;
    record_order order;
} kinds[] = {
    {LAMINA_EVENT_SQS, host__record_sqs, RECORDS_APART},
    {LAMINA_EVENT_DYNAMODB, host__record_stream, RECORDS_IN_ORDER},
    {LAMINA_EVENT_SNS, host__record_sns, RECORDS_AT_ONCE},
    {LAMINA_EVENT_S3, host__record_s3, RECORDS_AT_ONCE},
};

typedef struct batch {
    host_dispatch *d;
    record_fn serve;
    record_order order;
    bool is_fifo;
    lamina_json_writer writer;
} batch;

event_place host__record_inner(host_record *record, event_place place, const char *name,
                               const char *prefix, event_field_need need)
{
    return (event_place){host__event_object(record->reader, place, name, need), prefix};
}

/* ---- one record ---- */

static lamina_context record_context(const host_dispatch *d)
{
    lamina_context context = *d->context;
    context.arena = d->service->record_arena;
    context.error = lamina_error_new(context.arena);
    context.notes = lamina_notes_new(context.arena);
    return context;
}

static void log_record(const batch *b, const host_record *record, lamina_status status,
                       int64_t duration_us)
{
    if (!b->d->service->access_log)
        return;
    lamina_log_field fields[OWN_FIELD_CAP + LAMINA_NOTE_CAP] = {
        lamina_log_text("record_id", record->id),
        lamina_log_text("outcome", status == LAMINA_OK ? LAMINA_STR("done") : LAMINA_STR("failed")),
        lamina_log_number("duration_us", duration_us),
        lamina_log_number("arena_bytes", (int64_t)lamina_arena_used(record->context->arena)),
    };
    size_t count = OWN_FIELD_CAP - 1;
    count += lamina_notes_read(record->context->notes, fields + count, LAMINA_NOTE_CAP);
    lamina_log_with(record->context, LAMINA_LOG_INFO, LAMINA_STR("record"), fields, count);
}

static void report_failure(const host_record *record, lamina_status status)
{
    lamina_problem problem = {.size = sizeof(problem)};
    lamina_error_read(record->context->error, &problem);
    const lamina_log_field id = lamina_log_text("record_id", record->id);
    host__failure_log(record->context, LAMINA_STR("record failed"), &problem, status, &id);
}

/* {"itemIdentifier":"..."} */
static void write_failed(batch *b, lamina_str id)
{
    lamina_json_write_object(&b->writer);
    lamina_json_write_member_string(&b->writer, "itemIdentifier", id);
    lamina_json_write_object_end(&b->writer);
}

/* LAMINA_OK: the record was dealt with, be it as one that failed. */
static lamina_status run_record(batch *b, const lamina_json *value, bool *failed)
{
    host_dispatch *d = b->d;
    lamina_arena_reset(d->service->record_arena);
    lamina_context context = record_context(d);
    event_reader reader = {.arena = context.arena, .kind = d->kind->name};
    host_record record = {.handler = d->handler,
                          .context = &context,
                          .reader = &reader,
                          .place = {value, "Records[]."}};
    const int64_t start_us = lamina_monotonic_us(&context);
    const lamina_status status = b->serve(&record);
    if (reader.status != LAMINA_OK) {
        d->fault = lamina_arena_copy(d->context->arena, reader.fault);
        return reader.status;
    }
    d->records++;
    log_record(b, &record, status, lamina_monotonic_us(&context) - start_us);
    *failed = status != LAMINA_OK;
    if (!*failed)
        return LAMINA_OK;
    d->failed++;
    if (b->order == RECORDS_AT_ONCE) {
        /* Its words become the invocation's: the record's arena is not touched again. */
        d->context->error = context.error;
        return status;
    }
    report_failure(&record, status);
    write_failed(b, record.id);
    return LAMINA_OK;
}

/* ---- all of them ---- */

/* What is behind a failure in a FIFO queue would overtake it. */
static lamina_status fail_the_rest(batch *b, const lamina_json *after)
{
    event_reader reader = {.arena = b->d->context->arena, .kind = b->d->kind->name};
    for (const lamina_json *at = lamina_json_next(after); at != NULL; at = lamina_json_next(at)) {
        const event_place place = {at, "Records[]."};
        write_failed(b, host__event_text(&reader, place, "messageId", EVENT_REQUIRED));
        b->d->failed++;
    }
    return host__dispatch_read(b->d, &reader);
}

static lamina_status run_all(batch *b, const lamina_json *records)
{
    for (const lamina_json *at = lamina_json_first(records); at != NULL;
         at = lamina_json_next(at)) {
        bool failed = false;
        const lamina_status status = run_record(b, at, &failed);
        if (status != LAMINA_OK)
            return status;
        if (failed && b->is_fifo)
            return fail_the_rest(b, at);
        if (failed && b->order == RECORDS_IN_ORDER)
            return LAMINA_OK;
    }
    return LAMINA_OK;
}

static bool is_fifo(const lamina_json *records)
{
    static const char suffix[] = ".fifo";
    const size_t len = sizeof(suffix) - 1;
    const lamina_str arn = lamina_json_member_string(lamina_json_first(records), "eventSourceARN");
    return arn.len > len && lamina_str_is((lamina_str){arn.ptr + arn.len - len, len}, suffix);
}

static batch new_batch(host_dispatch *d, const lamina_json *records)
{
    batch b = {.d = d};
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (kinds[i].kind != d->kind->handled)
            continue;
        b.serve = kinds[i].serve;
        b.order = kinds[i].order;
    }
    b.is_fifo = b.order == RECORDS_APART && is_fifo(records);
    if ((d->handler->flags & LAMINA_EVENT_WHOLE_BATCH) != 0)
        b.order = RECORDS_AT_ONCE;
    lamina_json_write_init(&b.writer, &d->service->answer);
    return b;
}

lamina_status host__dispatch_records(host_dispatch *d)
{
    const lamina_json *records = lamina_json_member(d->root, "Records");
    if (host__service_need_record_arena(d->service) != LAMINA_OK)
        return LAMINA_E_MEMORY;
    batch b = new_batch(d, records);
    const bool has_report = b.order != RECORDS_AT_ONCE;
    if (has_report) {
        lamina_json_write_object(&b.writer);
        lamina_json_write_name(&b.writer, LAMINA_STR("batchItemFailures"));
        lamina_json_write_array(&b.writer);
    }
    const lamina_status status = run_all(&b, records);
    if (status != LAMINA_OK)
        return status;
    if (!has_report)
        return host__dispatch_write_null(d);
    lamina_json_write_array_end(&b.writer);
    lamina_json_write_object_end(&b.writer);
    return lamina_text_status(&d->service->answer);
}
