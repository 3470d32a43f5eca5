/* Reading many items, a hundred keys a request. */
#include "lamina/problem.h"
#include "lamina/text.h"
#include "mapper/backoff.h"
#include "mapper/lookup.h"

/* API Reference, BatchGetItem. */
#define KEYS_CAP 100u

typedef struct batch_reader {
    mapper__lookups lookups;
    bool is_consistent;
    size_t *queue; /* entries that are still to be asked for, from head on */
    size_t head;
    size_t picked[KEYS_CAP]; /* entries of the request under way */
    size_t picked_count;
    size_t returned; /* of these, unprocessed */
} batch_reader;

static const mapper__lookup_entry *picked_at(const batch_reader *reader, size_t i)
{
    return &reader->lookups.entries[reader->picked[i]];
}

/* ---- asking ---- */

static void pick(batch_reader *reader)
{
    reader->returned = 0;
    reader->picked_count = 0;
    while (reader->picked_count < KEYS_CAP && reader->head < reader->lookups.entry_count) {
        size_t entry = reader->queue[reader->head++];
        reader->lookups.entries[entry].is_asked = true;
        reader->picked[reader->picked_count++] = entry;
    }
}

static bool is_of_table(const batch_reader *reader, size_t i, lamina_str table)
{
    return lamina_str_equal(picked_at(reader, i)->table, table);
}

/* The first picked entry of that table, which all tables of the request have. */
static size_t first_of_table(const batch_reader *reader, lamina_str table)
{
    size_t i = 0;
    while (i < reader->picked_count && !is_of_table(reader, i, table))
        i++;
    return i;
}

static lamina_status write_table(const batch_reader *reader, lamina_str table,
                                 mapper__request *request)
{
    mapper__projection projection = {.count = 0};
    lamina_json_write_name(&request->json, table);
    lamina_json_write_object(&request->json);
    lamina_json_write_name(&request->json, LAMINA_STR("Keys"));
    lamina_json_write_array(&request->json);
    for (size_t i = first_of_table(reader, table); i < reader->picked_count; i++) {
        if (!is_of_table(reader, i, table))
            continue;
        lamina_json_write_raw(&request->json, mapper__key_object(picked_at(reader, i)->key));
        mapper__request_about(request, picked_at(reader, i)->model);
        mapper__lookups_project(&reader->lookups, reader->picked[i], &projection);
    }
    lamina_json_write_array_end(&request->json);
    if (reader->is_consistent) {
        lamina_json_write_name(&request->json, LAMINA_STR("ConsistentRead"));
        lamina_json_write_boolean(&request->json, true);
    }
    lamina_status status = mapper__projection_write(&projection, request);
    lamina_json_write_object_end(&request->json);
    return status;
}

static lamina_status ask(batch_reader *reader, mapper__reply *reply)
{
    mapper__request request;
    lamina_status status = LAMINA_OK;
    mapper__request_begin(&request, reader->lookups.context, (lamina_str){NULL, 0});
    lamina_json_write_name(&request.json, LAMINA_STR("RequestItems"));
    lamina_json_write_object(&request.json);
    for (size_t i = 0; i < reader->picked_count && status == LAMINA_OK; i++)
        if (first_of_table(reader, picked_at(reader, i)->table) == i)
            status = write_table(reader, picked_at(reader, i)->table, &request);
    lamina_json_write_object_end(&request.json);
    if (status != LAMINA_OK)
        return status;
    return mapper__request_send(&request, "BatchGetItem", DYNAMODB_REPEAT_SAFE, reply);
}

/* ---- taking the answer ---- */

/* The entry that was asked for under these key attributes, and is not answered yet. */
static lamina_status find(batch_reader *reader, lamina_str table, const lamina_json *attributes,
                          size_t *entry)
{
    lamina_str identity;
    size_t i = first_of_table(reader, table);
    lamina_status status = LAMINA_E_UPSTREAM;
    if (i < reader->picked_count)
        status = mapper__key_identity(reader->lookups.context->arena, table,
                                      picked_at(reader, i)->model, attributes, &identity);
    if (status == LAMINA_OK) {
        *entry = mapper__key_map_find(&reader->lookups.map, identity);
        bool was_asked = *entry != MAPPER__NO_ENTRY && reader->lookups.entries[*entry].is_asked;
        status = was_asked ? LAMINA_OK : LAMINA_E_UPSTREAM;
    }
    if (status == LAMINA_OK)
        reader->lookups.entries[*entry].is_asked = false;
    return status != LAMINA_E_UPSTREAM
               ? status
               : lamina_cause(reader->lookups.context, status,
                              "table %.*s: DynamoDB answered a key that was not asked for",
                              LAMINA_FMT(table));
}

static lamina_status take_items(batch_reader *reader, const lamina_json *responses)
{
    const lamina_json *table = lamina_json_first(responses);
    for (; table != NULL; table = lamina_json_next(table)) {
        const lamina_json *item = lamina_json_first(table);
        for (; item != NULL; item = lamina_json_next(item)) {
            size_t entry = 0;
            lamina_status status = find(reader, lamina_json_name(table), item, &entry);
            if (status != LAMINA_OK)
                return status;
            mapper__lookups_answer(&reader->lookups, entry, item);
        }
    }
    return LAMINA_OK;
}

static lamina_status take_unprocessed(batch_reader *reader, const lamina_json *unprocessed)
{
    const lamina_json *table = lamina_json_first(unprocessed);
    for (; table != NULL; table = lamina_json_next(table)) {
        const lamina_json *key = lamina_json_first(lamina_json_member(table, "Keys"));
        for (; key != NULL; key = lamina_json_next(key)) {
            size_t entry = 0;
            lamina_status status = find(reader, lamina_json_name(table), key, &entry);
            if (status != LAMINA_OK)
                return status;
            reader->queue[--reader->head] = entry;
            reader->returned++;
        }
    }
    return LAMINA_OK;
}

/* What was neither answered nor returned is not there. */
static void take_missing(batch_reader *reader)
{
    for (size_t i = 0; i < reader->picked_count; i++) {
        mapper__lookup_entry *entry = &reader->lookups.entries[reader->picked[i]];
        if (entry->is_asked)
            mapper__lookups_answer(&reader->lookups, reader->picked[i], NULL);
        entry->is_asked = false;
    }
}

static lamina_status read_round(batch_reader *reader)
{
    mapper__reply reply;
    pick(reader);
    lamina_status status = ask(reader, &reply);
    if (status == LAMINA_OK)
        status = take_items(reader, lamina_json_member(reply.answer, "Responses"));
    if (status == LAMINA_OK)
        status = take_unprocessed(reader, lamina_json_member(reply.answer, "UnprocessedKeys"));
    if (status == LAMINA_OK)
        take_missing(reader);
    return status;
}

/* ---- the whole ---- */

static lamina_status make_queue(batch_reader *reader)
{
    size_t count = reader->lookups.entry_count;
    reader->queue =
        lamina_arena_array(reader->lookups.context->arena, count, sizeof *reader->queue);
    for (size_t i = 0; i < count; i++) {
        if (reader->queue != NULL)
            reader->queue[i] = i;
        else
            mapper__lookups_fail(&reader->lookups, i, LAMINA_E_LIMIT);
    }
    return reader->queue != NULL ? LAMINA_OK : LAMINA_E_LIMIT;
}

/* Whoever explains requests wants to see all of them: none depends on the answer of another. */
static bool goes_on(lamina_status status)
{
    return status == LAMINA_OK || status == LAMINA_E_UNSENT;
}

static void fail_picked(batch_reader *reader, lamina_status status)
{
    for (size_t i = 0; i < reader->picked_count; i++) {
        mapper__lookup_entry *entry = &reader->lookups.entries[reader->picked[i]];
        if (entry->is_asked)
            mapper__lookups_fail(&reader->lookups, reader->picked[i], status);
        entry->is_asked = false;
    }
}

static lamina_status read_all(batch_reader *reader)
{
    mapper__backoff backoff = {.stalled = 0};
    lamina_status status = LAMINA_OK;
    while (goes_on(status) && reader->head < reader->lookups.entry_count) {
        status = read_round(reader);
        if (status == LAMINA_OK && reader->returned > 0)
            status = mapper__backoff_wait(&backoff, reader->lookups.context,
                                          reader->returned < reader->picked_count);
        fail_picked(reader, status); /* those that got no answer, if any */
    }
    for (size_t i = reader->head; i < reader->lookups.entry_count; i++)
        mapper__lookups_fail(&reader->lookups, reader->queue[i], status);
    return mapper__lookups_status(&reader->lookups);
}

lamina_status mapper_batch_get(lamina_context *context, mapper_lookup *lookups, size_t count,
                               const mapper_read *options)
{
    batch_reader reader = {.is_consistent = options != NULL && options->consistent != 0};
    if (count == 0)
        return LAMINA_OK;
    lamina_status status = mapper__lookups_prepare(&reader.lookups, context, lookups, count);
    if (status == LAMINA_OK)
        status = make_queue(&reader);
    return status == LAMINA_OK ? read_all(&reader) : status;
}
