/*
 * One page for the caller, out of as many of the service's pages as it takes: a filter lets items fall
 * away, and the service ends each of its pages after 1 MB.
 */
#include <string.h>

#include "lamina/problem.h"
#include "mapper/item.h"
#include "mapper/model.h"
#include "mapper/query_plan.h"

#define DEFAULT_LIMIT 100u
/* What one request reads at most while a filter lets items fall away. */
#define READ_CAP 1000u
/* With less time than this no further page is begun: what is there is handed out, with its cursor. */
#define LEAST_TIME_MS 500

typedef struct page_reader {
    const mapper__query_plan *plan;
    lamina_context *context;
    size_t limit;
    size_t ask; /* items for the service to read next */
    char *items;
    size_t count;
    size_t room;
    const lamina_json *start; /* key to go on from; NULL: the beginning, or the end */
    const lamina_json *last;  /* the last item taken */
    bool is_cut;              /* the service's page held more than was wanted */
} page_reader;

static lamina_status make_room(page_reader *reader, size_t more)
{
    size_t wanted = reader->count + more;
    size_t size = reader->plan->model->record->struct_size;
    if (wanted <= reader->room)
        return LAMINA_OK;
    if (wanted < reader->room * 2)
        wanted = reader->room * 2;
    char *items = lamina_arena_array(reader->context->arena, wanted, size);
    if (items == NULL)
        return LAMINA_E_LIMIT;
    if (reader->count > 0)
        memcpy(items, reader->items, reader->count * size);
    reader->items = items;
    reader->room = wanted;
    return LAMINA_OK;
}

static lamina_status take_items(page_reader *reader, const lamina_json *items)
{
    const mapper_model *model = reader->plan->model;
    size_t count = lamina_json_count(items);
    size_t wanted = reader->limit - reader->count;
    reader->is_cut = count > wanted;
    lamina_status status = make_room(reader, reader->is_cut ? wanted : count);
    if (status != LAMINA_OK)
        return status;
    uint32_t flags =
        reader->plan->index != NULL && reader->plan->index->projection != MAPPER_PROJECT_ALL
            ? MAPPER__READ_PARTIAL
            : 0;
    const lamina_json *item = lamina_json_first(items);
    for (; item != NULL && reader->count < reader->limit; item = lamina_json_next(item)) {
        char *out = reader->items + reader->count * model->record->struct_size;
        status = mapper__item_read(reader->context, model, item, flags, out);
        if (status != LAMINA_OK)
            return status;
        reader->last = item;
        reader->count++;
    }
    return LAMINA_OK;
}

static lamina_status read_one(page_reader *reader)
{
    mapper__request request;
    mapper__reply reply;
    mapper__request_begin(&request, reader->context, reader->plan->table);
    lamina_status status = mapper__query_plan_write(reader->plan, &request);
    if (status != LAMINA_OK)
        return status;
    lamina_json_write_member_int64(&request.json, "Limit", (int64_t)reader->ask);
    if (reader->start != NULL) {
        lamina_json_write_name(&request.json, LAMINA_STR("ExclusiveStartKey"));
        lamina_json_write_value(&request.json, reader->start);
    }
    status = mapper__request_send(&request, reader->plan->is_scan ? "Scan" : "Query",
                                  DYNAMODB_REPEAT_SAFE, &reply);
    if (status != LAMINA_OK)
        return status;
    reader->start = lamina_json_member(reply.answer, "LastEvaluatedKey");
    if (reader->start != NULL && lamina_json_count(reader->start) == 0)
        return lamina_cause(reader->context, LAMINA_E_UPSTREAM, "table %.*s: a last key is no key",
                            LAMINA_FMT(reader->plan->table));
    return take_items(reader, lamina_json_member(reply.answer, "Items"));
}

/* Reading just what is missing wastes nothing, but a filter may let nearly everything fall away: with
   one, each further request reads twice as much. */
static void ask_more(page_reader *reader)
{
    size_t missing = reader->limit - reader->count;
    if (reader->plan->query->filter == NULL) {
        reader->ask = missing;
        return;
    }
    size_t twice = reader->ask * 2 < READ_CAP ? reader->ask * 2 : READ_CAP;
    reader->ask = missing > twice ? missing : twice;
}

/* ---- the key to go on from ---- */

static void write_key_field(const mapper__query_plan *plan, uint32_t number,
                            const lamina_json *item, lamina_json_writer *writer)
{
    if (number == MAPPER_NO_FIELD)
        return;
    const char *name = mapper__field(plan->model, number)->name;
    const lamina_json *value = lamina_json_member(item, name);
    if (value == NULL)
        return;
    lamina_json_write_name(writer, lamina_str_from(name));
    lamina_json_write_value(writer, value);
}

/* The key of an item as a last key would have it: the table's fields, then the index's others. */
static void write_key_of(const mapper__query_plan *plan, const lamina_json *item,
                         lamina_json_writer *writer)
{
    const mapper_model *model = plan->model;
    lamina_json_write_object(writer);
    write_key_field(plan, model->hash_field, item, writer);
    write_key_field(plan, model->range_field, item, writer);
    if (!mapper__is_table_key(model, plan->hash_field))
        write_key_field(plan, plan->hash_field, item, writer);
    if (!mapper__is_table_key(model, plan->range_field))
        write_key_field(plan, plan->range_field, item, writer);
    lamina_json_write_object_end(writer);
}

static lamina_status write_next(const page_reader *reader, lamina_str *next)
{
    *next = (lamina_str){NULL, 0};
    if (!reader->is_cut && reader->start == NULL)
        return LAMINA_OK;
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, 1u << 16);
    lamina_json_write_init(&writer, &text);
    if (reader->is_cut)
        write_key_of(reader->plan, reader->last, &writer);
    else
        lamina_json_write_value(&writer, reader->start);
    lamina_status status = lamina_text_status(&text);
    if (status == LAMINA_OK) {
        *next = lamina_arena_copy(reader->context->arena, lamina_text_view(&text));
        status = next->ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
    }
    lamina_text_clear(&text);
    return status;
}

lamina_status mapper__page_read(const mapper__query_plan *plan, lamina_context *context,
                                const lamina_json *start, mapper_page *page, lamina_str *next)
{
    page_reader reader = {.plan = plan,
                          .context = context,
                          .limit = plan->query->limit == 0 ? DEFAULT_LIMIT : plan->query->limit,
                          .start = start};
    reader.ask = reader.limit < INT32_MAX ? reader.limit : INT32_MAX;
    for (;;) {
        lamina_status status = read_one(&reader);
        if (status != LAMINA_OK)
            return status;
        if (reader.count == reader.limit || reader.start == NULL ||
            lamina_remaining_ms(context) < LEAST_TIME_MS)
            break;
        ask_more(&reader);
    }
    page->items = reader.items;
    page->count = reader.count;
    return write_next(&reader, next);
}
