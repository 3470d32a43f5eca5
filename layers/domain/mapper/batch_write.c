/* Writing many items, 25 a request, each for itself. */
#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"
#include "mapper/action.h"
#include "mapper/backoff.h"
#include "mapper/key_map.h"
#include "mapper/model.h"

/* API Reference, BatchWriteItem; what is around the operations has its share of the 16 MB. */
#define OPERATIONS_CAP 25u
#define OPERATION_BYTES_CAP ((16u << 20) - (16u << 10))
#define FIRST_ROOM 32u

typedef struct operation {
    mapper__action action;
    lamina_str member; /* Item or Key, of the request */
    uint32_t outcome;  /* MAPPER_BATCH_* */
    bool is_sent;      /* in the request that is under way */
} operation;

struct mapper_batch {
    lamina_context *context;
    uint32_t flags;
    bool is_over;
    operation *operations;
    size_t count;
    size_t room;
    mapper__key_map map;
    size_t *queue; /* operations that are still to be sent, from head on */
    size_t head;
    size_t picked[OPERATIONS_CAP]; /* of the request under way */
    size_t picked_count;
    size_t returned; /* of these, unprocessed */
};

/* ---- adding ---- */

lamina_status mapper_batch_begin(lamina_context *context, const mapper_batch_options *options,
                                 mapper_batch **batch)
{
    *batch = lamina_alloc(context, sizeof **batch);
    if (*batch == NULL)
        return LAMINA_E_LIMIT;
    (*batch)->context = context;
    (*batch)->flags = options == NULL ? 0 : options->flags;
    return LAMINA_OK;
}

static lamina_status make_room(mapper_batch *batch)
{
    if (batch->count < batch->room)
        return LAMINA_OK;
    size_t room = batch->room == 0 ? FIRST_ROOM : batch->room * 2;
    operation *larger = lamina_arena_array(batch->context->arena, room, sizeof *batch->operations);
    if (larger == NULL)
        return LAMINA_E_LIMIT;
    if (batch->count > 0)
        memcpy(larger, batch->operations, batch->count * sizeof *larger);
    batch->operations = larger;
    batch->room = room;
    return LAMINA_OK;
}

static lamina_status check_arguments(const mapper_batch *batch, const mapper_model *model)
{
    lamina_context *context = batch->context;
    if (batch->is_over)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "the batch is over");
    bool compares = (batch->flags & MAPPER_BATCH_ANY_VERSION) == 0;
    if (model != NULL && model->version_field != MAPPER_NO_FIELD && compares)
        return lamina_cause(context, LAMINA_E_ARGUMENT,
                            "items of %s have versions, which a batch cannot compare", model->name);
    return LAMINA_OK;
}

/* The subject stands in a request's buffer; the batch keeps a copy until it is sent. */
static lamina_status put_into_words(operation *added, lamina_context *context)
{
    mapper__request request;
    mapper__request_begin(&request, context, (lamina_str){NULL, 0});
    size_t start = request.json.text->len;
    lamina_status status = mapper__action_write_subject(&added->action, &request);
    if (status == LAMINA_OK)
        status = lamina_text_status(request.json.text);
    if (status != LAMINA_OK)
        return status;
    lamina_str body = lamina_text_view(request.json.text);
    added->member =
        lamina_arena_copy(context->arena, (lamina_str){body.ptr + start, body.len - start});
    return added->member.ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
}

static lamina_status find_place(mapper_batch *batch, operation *added)
{
    lamina_str identity, key;
    const mapper__action *action = &added->action;
    lamina_status status = mapper__key_describe(batch->context, action->table, action->model,
                                                action->item, &key, &identity);
    if (status != LAMINA_OK)
        return status;
    size_t same = mapper__key_map_find(&batch->map, identity);
    if (same != MAPPER__NO_ENTRY)
        return lamina_cause(batch->context, LAMINA_E_ARGUMENT,
                            "operations %zu and %zu of the batch are on one item", same,
                            batch->count);
    status = put_into_words(added, batch->context);
    if (status == LAMINA_OK)
        status = make_room(batch);
    return status == LAMINA_OK
               ? mapper__key_map_add(&batch->map, batch->context, identity, batch->count)
               : status;
}

static lamina_status add(mapper_batch *batch, uint32_t op, const mapper_model *model, void *item)
{
    static const mapper_write options = {.size = sizeof options, .flags = MAPPER_WRITE_ANY_VERSION};
    operation added = {.outcome = MAPPER_BATCH_NOT_WRITTEN};
    lamina_status status = check_arguments(batch, model);
    if (status == LAMINA_OK)
        status = mapper__action_prepare(&added.action, batch->context, op, model, item, &options);
    if (status != LAMINA_OK)
        return status;
    status = find_place(batch, &added);
    if (status != LAMINA_OK) {
        mapper__action_revert(&added.action);
        return status;
    }
    batch->operations[batch->count++] = added;
    return LAMINA_OK;
}

lamina_status mapper_batch_put(mapper_batch *batch, const mapper_model *model, void *item)
{
    return add(batch, MAPPER_OP_PUT, model, item);
}

lamina_status mapper_batch_remove(mapper_batch *batch, const mapper_model *model, const void *key)
{
    return add(batch, MAPPER_OP_REMOVE, model, (void *)key); /* a remove stamps nothing */
}

/* ---- sending ---- */

static operation *picked_at(const mapper_batch *batch, size_t i)
{
    return &batch->operations[batch->picked[i]];
}

static void pick(mapper_batch *batch)
{
    size_t bytes = 0;
    batch->returned = 0;
    batch->picked_count = 0;
    while (batch->picked_count < OPERATIONS_CAP && batch->head < batch->count) {
        operation *next = &batch->operations[batch->queue[batch->head]];
        bytes += next->member.len;
        if (bytes > OPERATION_BYTES_CAP && batch->picked_count > 0)
            return;
        next->is_sent = true;
        batch->picked[batch->picked_count++] = batch->queue[batch->head++];
    }
}

/* The first picked operation on that table, which all tables of the request have. */
static size_t first_of_table(const mapper_batch *batch, lamina_str table)
{
    size_t i = 0;
    while (i < batch->picked_count && !lamina_str_equal(picked_at(batch, i)->action.table, table))
        i++;
    return i;
}

static void write_operation(const operation *picked, mapper__request *request)
{
    lamina_json_writer *writer = &request->json;
    mapper__request_about(request, picked->action.model);
    lamina_json_write_object(writer);
    lamina_json_write_name(writer, picked->action.op == MAPPER_OP_PUT
                                       ? LAMINA_STR("PutRequest")
                                       : LAMINA_STR("DeleteRequest"));
    lamina_json_write_object(writer);
    lamina_json_write_raw(writer, picked->member);
    lamina_json_write_object_end(writer);
    lamina_json_write_object_end(writer);
}

static void write_table(const mapper_batch *batch, lamina_str table, mapper__request *request)
{
    lamina_json_write_name(&request->json, table);
    lamina_json_write_array(&request->json);
    for (size_t i = 0; i < batch->picked_count; i++)
        if (lamina_str_equal(picked_at(batch, i)->action.table, table))
            write_operation(picked_at(batch, i), request);
    lamina_json_write_array_end(&request->json);
}

static lamina_status send(mapper_batch *batch, mapper__reply *reply)
{
    mapper__request request;
    mapper__request_begin(&request, batch->context, (lamina_str){NULL, 0});
    lamina_json_write_name(&request.json, LAMINA_STR("RequestItems"));
    lamina_json_write_object(&request.json);
    for (size_t i = 0; i < batch->picked_count; i++)
        if (first_of_table(batch, picked_at(batch, i)->action.table) == i)
            write_table(batch, picked_at(batch, i)->action.table, &request);
    lamina_json_write_object_end(&request.json);
    return mapper__request_send(&request, "BatchWriteItem", DYNAMODB_REPEAT_SAFE, reply);
}

/* ---- taking the answer ---- */

/* "PutRequest": {"Item": {...}} and "DeleteRequest": {"Key": {...}}, as they were sent. */
static const lamina_json *attributes_of(const lamina_json *returned)
{
    const lamina_json *put = lamina_json_member(returned, "PutRequest");
    return put != NULL ? lamina_json_member(put, "Item")
                       : lamina_json_member(lamina_json_member(returned, "DeleteRequest"), "Key");
}

static lamina_status take_back(mapper_batch *batch, lamina_str table, const lamina_json *returned)
{
    lamina_str identity;
    size_t first = first_of_table(batch, table), entry = MAPPER__NO_ENTRY;
    lamina_status status = LAMINA_E_UPSTREAM;
    if (first < batch->picked_count)
        status = mapper__key_identity(batch->context->arena, table,
                                      picked_at(batch, first)->action.model,
                                      attributes_of(returned), &identity);
    if (status == LAMINA_OK)
        entry = mapper__key_map_find(&batch->map, identity);
    if (status == LAMINA_OK && (entry == MAPPER__NO_ENTRY || !batch->operations[entry].is_sent))
        status = LAMINA_E_UPSTREAM;
    if (status != LAMINA_OK)
        return lamina_cause(batch->context, status,
                            "table %.*s: DynamoDB returned an operation that was not sent",
                            LAMINA_FMT(table));
    batch->operations[entry].is_sent = false;
    batch->queue[--batch->head] = entry;
    batch->returned++;
    return LAMINA_OK;
}

static lamina_status take_unprocessed(mapper_batch *batch, const lamina_json *unprocessed)
{
    const lamina_json *table = lamina_json_first(unprocessed);
    for (; table != NULL; table = lamina_json_next(table)) {
        const lamina_json *returned = lamina_json_first(table);
        for (; returned != NULL; returned = lamina_json_next(returned)) {
            lamina_status status = take_back(batch, lamina_json_name(table), returned);
            if (status != LAMINA_OK)
                return status;
        }
    }
    return LAMINA_OK;
}

static void settle(mapper_batch *batch, uint32_t outcome)
{
    for (size_t i = 0; i < batch->picked_count; i++) {
        if (picked_at(batch, i)->is_sent)
            picked_at(batch, i)->outcome = outcome;
        picked_at(batch, i)->is_sent = false;
    }
}

static lamina_status write_round(mapper_batch *batch)
{
    mapper__reply reply;
    pick(batch);
    lamina_status status = send(batch, &reply);
    if (status != LAMINA_OK) {
        settle(batch,
               status == LAMINA_E_AMBIGUOUS ? MAPPER_BATCH_UNKNOWN : MAPPER_BATCH_NOT_WRITTEN);
        return status;
    }
    status = take_unprocessed(batch, lamina_json_member(reply.answer, "UnprocessedItems"));
    /* An answer that makes no sense tells of none of those that it does not return. */
    settle(batch, status == LAMINA_OK ? MAPPER_BATCH_WRITTEN : MAPPER_BATCH_UNKNOWN);
    return status;
}

/* ---- the whole ---- */

static lamina_status write_all(mapper_batch *batch)
{
    mapper__backoff backoff = {.stalled = 0};
    lamina_status status = LAMINA_OK;
    /* Whoever explains requests wants to see all of them: none depends on the answer of another. */
    while ((status == LAMINA_OK || status == LAMINA_E_UNSENT) && batch->head < batch->count) {
        status = write_round(batch);
        if (status == LAMINA_OK && batch->returned > 0)
            status = mapper__backoff_wait(&backoff, batch->context,
                                          batch->returned < batch->picked_count);
    }
    return status;
}

static lamina_status make_queue(mapper_batch *batch)
{
    batch->queue = lamina_arena_array(batch->context->arena, batch->count, sizeof *batch->queue);
    for (size_t i = 0; i < batch->count && batch->queue != NULL; i++)
        batch->queue[i] = i;
    return batch->queue != NULL ? LAMINA_OK : LAMINA_E_LIMIT;
}

/* Ends the batch: takes stamps back where nothing was written for certain, and counts. */
static void end(mapper_batch *batch, uint32_t *outcomes, mapper_batch_result *result)
{
    size_t counts[] = {
        [MAPPER_BATCH_NOT_WRITTEN] = 0, [MAPPER_BATCH_WRITTEN] = 0, [MAPPER_BATCH_UNKNOWN] = 0};
    for (size_t i = 0; i < batch->count; i++) {
        const operation *ended = &batch->operations[i];
        counts[ended->outcome]++;
        if (ended->outcome != MAPPER_BATCH_WRITTEN)
            mapper__action_revert(&ended->action);
        if (outcomes != NULL)
            outcomes[i] = ended->outcome;
    }
    batch->is_over = true;
    *result = (mapper_batch_result){.size = sizeof *result,
                                    .outcomes = outcomes,
                                    .count = batch->count,
                                    .written = counts[MAPPER_BATCH_WRITTEN],
                                    .not_written = counts[MAPPER_BATCH_NOT_WRITTEN],
                                    .unknown = counts[MAPPER_BATCH_UNKNOWN]};
}

lamina_status mapper_batch_commit(mapper_batch *batch, mapper_batch_result *result)
{
    if (batch->is_over)
        return lamina_cause(batch->context, LAMINA_E_ARGUMENT, "the batch is over");
    mapper_batch_result ended;
    uint32_t *outcomes = lamina_arena_array(batch->context->arena, batch->count, sizeof *outcomes);
    lamina_status status = outcomes == NULL ? LAMINA_E_LIMIT : make_queue(batch);
    if (status == LAMINA_OK)
        status = write_all(batch);
    end(batch, outcomes, &ended);
    if (result != NULL)
        lamina_hand_over(result, &ended, sizeof ended);
    if (status != LAMINA_OK)
        lamina_cause(batch->context, status,
                     "of a batch of %zu operations %zu were written, %zu not, %zu nobody knows",
                     ended.count, ended.written, ended.not_written, ended.unknown);
    return status;
}

void mapper_batch_discard(mapper_batch *batch)
{
    mapper_batch_result nothing;
    if (batch != NULL && !batch->is_over)
        end(batch, NULL, &nothing);
}
