/* What the invocation's requests cost: see domain/mapper/ledger.h. */
#include "mapper/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "lamina/log.h"
#include "mapper/model.h"

#define NOTE_NAME "dynamodb"
#define NOTE_CAP (32u << 10)

/* One request, when LAMINA_LEDGER asks for each. */
typedef struct entry {
    struct entry *next;
    mapper_ledger_row figures;
    int64_t ended_us; /* by the host's clock */
    lamina_status status;
} entry;

/* Of more, the line would be too long to read. */
enum { ENTRY_CAP = 100 };

typedef struct book {
    mapper_ledger_row total;
    mapper_ledger_row rows[MAPPER_LEDGER_ROW_CAP];
    size_t count;
    entry *first;
    entry **last; /* where the next one goes */
    size_t entry_count;
} book;

static bool setting_is(const char *value)
{
    const char *setting = getenv("LAMINA_LEDGER");
    return setting != NULL && strcmp(setting, value) == 0;
}

/* The operations that can tell what they cost, and which units a plain number of them means. */
typedef struct priced {
    const char *operation;
    bool is_write;
} priced;

static const priced operations[] = {
    {"GetItem", false},
    {"Query", false},
    {"Scan", false},
    {"BatchGetItem", false},
    {"TransactGetItems", false},
    {"PutItem", true},
    {"UpdateItem", true},
    {"DeleteItem", true},
    {"BatchWriteItem", true},
    {"TransactWriteItems", true},
};

static const priced *find_priced(const char *operation)
{
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        if (strcmp(operations[i].operation, operation) == 0)
            return &operations[i];
    return NULL;
}

void mapper__ledger_ask(mapper__request *request, const char *operation)
{
    if (find_priced(operation) == NULL || setting_is("off"))
        return;
    lamina_json_write_member_string(&request->json, "ReturnConsumedCapacity", LAMINA_STR("TOTAL"));
}

/* ---- the log line's field ---- */

static void write_figures(lamina_json_writer *writer, const mapper_ledger_row *row)
{
    lamina_json_write_member_int64(writer, "calls", (int64_t)row->calls);
    lamina_json_write_member_int64(writer, "attempts", (int64_t)row->attempts);
    lamina_json_write_member_int64(writer, "failures", (int64_t)row->failures);
    lamina_json_write_name(writer, LAMINA_STR("read_units"));
    lamina_json_write_double(writer, row->read_units);
    lamina_json_write_name(writer, LAMINA_STR("write_units"));
    lamina_json_write_double(writer, row->write_units);
    lamina_json_write_member_int64(writer, "bytes_out", (int64_t)row->bytes_out);
    lamina_json_write_member_int64(writer, "bytes_in", (int64_t)row->bytes_in);
    lamina_json_write_member_int64(writer, "duration_us", row->duration_us);
}

static void write_entries(lamina_json_writer *writer, const book *kept)
{
    if (kept->first == NULL)
        return;
    lamina_json_write_name(writer, LAMINA_STR("each"));
    lamina_json_write_array(writer);
    for (const entry *at = kept->first; at != NULL; at = at->next) {
        lamina_json_write_object(writer);
        lamina_json_write_member_string(writer, "model", lamina_str_from(at->figures.model));
        lamina_json_write_member_string(writer, "operation",
                                        lamina_str_from(at->figures.operation));
        lamina_json_write_member_int64(writer, "started_us",
                                       at->ended_us - at->figures.duration_us);
        lamina_json_write_member_string(writer, "status",
                                        lamina_str_from(lamina_status_name(at->status)));
        write_figures(writer, &at->figures);
        lamina_json_write_object_end(writer);
    }
    lamina_json_write_array_end(writer);
}

/* Kept between invocations: the line is written when the arena may be full. */
static _Thread_local lamina_text note_text;

static lamina_str write_note(void *self)
{
    const book *kept = self;
    lamina_json_writer writer;
    if (note_text.cap == 0)
        lamina_text_init(&note_text, NOTE_CAP);
    lamina_text_reset(&note_text);
    lamina_json_write_init(&writer, &note_text);
    lamina_json_write_object(&writer);
    write_figures(&writer, &kept->total);
    lamina_json_write_name(&writer, LAMINA_STR("by"));
    lamina_json_write_array(&writer);
    for (size_t i = 0; i < kept->count; i++) {
        lamina_json_write_object(&writer);
        lamina_json_write_member_string(&writer, "model", lamina_str_from(kept->rows[i].model));
        lamina_json_write_member_string(&writer, "operation",
                                        lamina_str_from(kept->rows[i].operation));
        write_figures(&writer, &kept->rows[i]);
        lamina_json_write_object_end(&writer);
    }
    lamina_json_write_array_end(&writer);
    write_entries(&writer, kept);
    lamina_json_write_object_end(&writer);
    if (lamina_text_status(&note_text) != LAMINA_OK)
        return (lamina_str){NULL, 0};
    return lamina_text_view(&note_text);
}

/* ---- entering ---- */

/* The invocation's ledger, begun when there is none; NULL where none can be kept. */
static book *open_book(lamina_context *context)
{
    book *kept = lamina_log_annotated(context, NOTE_NAME, write_note);
    if (kept != NULL || !LAMINA_HAS(context, notes) || context->notes == NULL)
        return kept;
    kept = lamina_arena_alloc(context->arena, sizeof *kept);
    if (kept == NULL || lamina_log_annotate_late(context, NOTE_NAME, write_note, kept) != LAMINA_OK)
        return NULL;
    kept->total.model = kept->total.operation = "";
    kept->last = &kept->first;
    return kept;
}

static mapper_ledger_row *find_row(book *kept, const char *model, const char *operation)
{
    for (size_t i = 0; i < kept->count; i++)
        if (strcmp(kept->rows[i].operation, operation) == 0 &&
            strcmp(kept->rows[i].model, model) == 0)
            return &kept->rows[i];
    if (kept->count == MAPPER_LEDGER_ROW_CAP)
        return &kept->rows[MAPPER_LEDGER_ROW_CAP - 1];
    bool is_last = kept->count == MAPPER_LEDGER_ROW_CAP - 1;
    mapper_ledger_row *row = &kept->rows[kept->count++];
    row->model = is_last ? "" : model;
    row->operation = is_last ? "" : operation;
    return row;
}

static void add(mapper_ledger_row *to, const mapper_ledger_row *more)
{
    to->calls += more->calls;
    to->attempts += more->attempts;
    to->failures += more->failures;
    to->read_units += more->read_units;
    to->write_units += more->write_units;
    to->bytes_out += more->bytes_out;
    to->bytes_in += more->bytes_in;
    to->duration_us += more->duration_us;
}

static void add_entry(lamina_context *context, book *kept, const mapper_ledger_row *figures,
                      lamina_status status)
{
    if (kept->entry_count == ENTRY_CAP || !setting_is("each"))
        return;
    entry *one = lamina_arena_alloc(context->arena, sizeof *one);
    if (one == NULL)
        return;
    *one = (entry){.figures = *figures, .ended_us = lamina_now_us(context), .status = status};
    *kept->last = one;
    kept->last = &one->next;
    kept->entry_count++;
}

static double units(const lamina_json *capacity, const char *name)
{
    double number = 0;
    if (lamina_json_double(lamina_json_member(capacity, name), &number) != LAMINA_OK)
        return 0;
    return number;
}

/* One table's part. A transaction that is repeated under its token is told what its reading cost. */
static void add_capacity(mapper_ledger_row *row, const lamina_json *capacity, bool is_write)
{
    double reads = units(capacity, "ReadCapacityUnits");
    double writes = units(capacity, "WriteCapacityUnits");
    if (reads == 0 && writes == 0)
        *(is_write ? &writes : &reads) = units(capacity, "CapacityUnits");
    row->read_units += reads;
    row->write_units += writes;
}

static void add_capacities(mapper_ledger_row *row, const char *operation,
                           const lamina_json *capacities)
{
    const priced *known = find_priced(operation);
    if (known == NULL || capacities == NULL)
        return;
    if (lamina_json_type(capacities) == LAMINA_JSON_OBJECT) {
        add_capacity(row, capacities, known->is_write);
        return;
    }
    const lamina_json *one = lamina_json_first(capacities);
    for (; one != NULL; one = lamina_json_next(one))
        add_capacity(row, one, known->is_write);
}

void mapper__ledger_enter(const mapper__request *request, const char *operation,
                          lamina_status status, const dynamodb_figures *figures,
                          const lamina_json *answer)
{
    book *kept = open_book(request->context);
    if (kept == NULL)
        return;
    mapper_ledger_row one = {.calls = 1,
                             .attempts = figures->attempts,
                             .failures = status != LAMINA_OK,
                             .bytes_out = figures->bytes_out,
                             .bytes_in = figures->bytes_in,
                             .duration_us = figures->duration_us};
    one.model = mapper__request_model_name(request);
    one.operation = operation;
    add_capacities(&one, operation, lamina_json_member(answer, "ConsumedCapacity"));
    add_entry(request->context, kept, &one, status);
    add(find_row(kept, one.model, operation), &one);
    add(&kept->total, &one);
}

/* ---- reading ---- */

lamina_status mapper_ledger_read(const lamina_context *context, mapper_ledger *ledger)
{
    if (ledger->size < sizeof *ledger)
        return LAMINA_E_ARGUMENT;
    *ledger = (mapper_ledger){.size = ledger->size, .row_size = sizeof(mapper_ledger_row)};
    ledger->total.model = ledger->total.operation = "";
    const book *kept = lamina_log_annotated(context, NOTE_NAME, write_note);
    if (kept == NULL)
        return LAMINA_OK;
    ledger->rows = kept->rows;
    ledger->row_count = kept->count;
    ledger->total = kept->total;
    return LAMINA_OK;
}
