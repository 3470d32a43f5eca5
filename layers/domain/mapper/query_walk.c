/* A walk over the raw items of a query: see query_walk.h. */
#include "mapper/query_walk.h"

#include "lamina/problem.h"
#include "mapper/collection.h"
#include "mapper/cursor.h"
#include "mapper/item.h"
#include "mapper/model.h"

/* What one request reads at most while items fall away, unless the caller set a bound. */
#define READ_CAP 1000u
/* With less time than this no further page is begun: what is there is handed out, with its cursor. */
#define LEAST_TIME_MS 500
/* A start key is flat: {"id":{"S":"..."}}. */
#define KEY_DEPTH_CAP 4u
#define KEY_CAP (1u << 16)

/* ---- where to begin ---- */

static lamina_status open_cursor(mapper__walk *walk, lamina_str cursor)
{
    if (cursor.len == 0)
        return LAMINA_OK;
    lamina_str key = {NULL, 0};
    lamina_status status = mapper__cursor_open(walk->context, cursor, walk->binding, &key);
    if (status != LAMINA_OK)
        return status;
    return lamina_json_read(walk->context->arena, key, KEY_DEPTH_CAP, &walk->after, NULL);
}

lamina_status mapper__walk_begin(mapper__walk *walk, lamina_context *context,
                                 const mapper__query_plan *plan)
{
    *walk = (mapper__walk){.plan = plan, .context = context};
    lamina_status status = mapper__query_plan_binding(plan, context, &walk->binding);
    return status == LAMINA_OK ? open_cursor(walk, plan->query->cursor) : status;
}

/* ---- the service's pages ---- */

bool mapper__walk_may_read(const mapper__walk *walk)
{
    const mapper_query *query = walk->plan->query;
    if (walk->has_ended || (query->page_cap != 0 && walk->requests >= query->page_cap) ||
        (query->evaluated_cap != 0 && walk->evaluated >= query->evaluated_cap))
        return false;
    return walk->requests == 0 || lamina_remaining_ms(walk->context) >= LEAST_TIME_MS;
}

/* Reading just what is missing wastes nothing, but a filter may let nearly everything fall away: with
   one, each further request reads twice as much. 0: as much as the service likes. */
static size_t items_to_ask(const mapper__walk *walk, size_t wanted)
{
    const mapper_query *query = walk->plan->query;
    size_t ask = wanted < INT32_MAX ? wanted : INT32_MAX;
    if (walk->requests > 0 && mapper__query_plan_sifts(walk->plan)) {
        size_t twice = walk->ask * 2 < READ_CAP ? walk->ask * 2 : READ_CAP;
        ask = ask > twice ? ask : twice;
    }
    if (query->page_size != 0 && (ask == 0 || ask > query->page_size))
        ask = query->page_size < INT32_MAX ? query->page_size : INT32_MAX;
    uint64_t left = query->evaluated_cap - walk->evaluated;
    if (query->evaluated_cap != 0 && (ask == 0 || ask > left))
        ask = left < INT32_MAX ? (size_t)left : INT32_MAX;
    return ask;
}

static lamina_status ask_for_page(mapper__walk *walk, mapper__reply *reply)
{
    mapper__request request;
    mapper__request_begin(&request, walk->context, walk->plan->table);
    lamina_status status = mapper__query_plan_write(walk->plan, &request);
    if (status != LAMINA_OK)
        return status;
    if (walk->ask > 0)
        lamina_json_write_member_int64(&request.json, "Limit", (int64_t)walk->ask);
    if (walk->after != NULL) {
        lamina_json_write_name(&request.json, LAMINA_STR("ExclusiveStartKey"));
        lamina_json_write_value(&request.json, walk->after);
    }
    return mapper__request_send(&request, walk->plan->is_scan ? "Scan" : "Query",
                                DYNAMODB_REPEAT_SAFE, reply);
}

/* A count in the answer, or that of the items when it says none. */
static uint64_t count_of(const lamina_json *answer, const char *member, size_t otherwise)
{
    int64_t number = 0;
    if (lamina_json_int64(lamina_json_member(answer, member), &number) != LAMINA_OK || number < 0)
        return otherwise;
    return (uint64_t)number;
}

lamina_status mapper__walk_read(mapper__walk *walk, size_t wanted)
{
    mapper__reply reply;
    walk->ask = items_to_ask(walk, wanted);
    lamina_status status = ask_for_page(walk, &reply);
    if (status != LAMINA_OK)
        return status;
    const lamina_json *after = lamina_json_member(reply.answer, "LastEvaluatedKey");
    if (after != NULL && lamina_json_count(after) == 0)
        return lamina_cause(walk->context, LAMINA_E_UPSTREAM, "table %.*s: a last key is no key",
                            LAMINA_FMT(walk->plan->table));
    const lamina_json *items = lamina_json_member(reply.answer, "Items");
    uint64_t count = count_of(reply.answer, "Count", lamina_json_count(items));
    walk->counted += count;
    walk->evaluated += count_of(reply.answer, "ScannedCount", (size_t)count);
    walk->requests++;
    walk->from = walk->after;
    walk->after = after;
    walk->has_ended = after == NULL;
    walk->next = lamina_json_first(items);
    walk->last = NULL;
    return LAMINA_OK;
}

/* ---- the items ---- */

static bool is_read_in_part(const mapper__query_plan *plan)
{
    return plan->is_count || plan->query->fields != NULL ||
           (plan->index != NULL && plan->index->projection != MAPPER_PROJECT_ALL);
}

static const mapper_model *owner_of(mapper__walk *walk, const lamina_json *item)
{
    const mapper__query_plan *plan = walk->plan;
    if (plan->model_count > 0) {
        const mapper_model *model = mapper__model_of(plan->models, plan->model_count, item);
        walk->unknown += model == NULL;
        return model;
    }
    bool is_ours = is_read_in_part(plan) ? mapper__model_may_own(plan->model, item)
                                         : mapper__model_owns(plan->model, item);
    return is_ours ? plan->model : NULL;
}

/* A page of one model leaves expired items to the service; of several each has a time of its own. */
static bool is_wanted(const mapper__walk *walk, const mapper_model *model, const lamina_json *item)
{
    const mapper__query_plan *plan = walk->plan;
    if (model == NULL)
        return plan->model_count > 0 && (plan->query->flags & MAPPER_QUERY_REPORT_UNKNOWN) != 0;
    return plan->model_count == 0 || !mapper__is_expired(walk->context, model, item);
}

lamina_status mapper__walk_next(mapper__walk *walk, size_t wanted, const mapper_model **model,
                                const lamina_json **item)
{
    *item = NULL;
    for (;;) {
        while (walk->next != NULL) {
            walk->last = walk->next;
            walk->next = lamina_json_next(walk->next);
            if (lamina_json_type(walk->last) != LAMINA_JSON_OBJECT)
                return lamina_cause(walk->context, LAMINA_E_UPSTREAM,
                                    "table %.*s: an item is no object",
                                    LAMINA_FMT(walk->plan->table));
            *model = owner_of(walk, walk->last);
            if (!is_wanted(walk, *model, walk->last))
                continue;
            *item = walk->last;
            return LAMINA_OK;
        }
        if (!mapper__walk_may_read(walk))
            return LAMINA_OK;
        lamina_status status = mapper__walk_read(walk, wanted);
        if (status != LAMINA_OK)
            return status;
    }
}

lamina_status mapper__walk_decode(const mapper__walk *walk, const mapper_model *model,
                                  const lamina_json *item, void *out)
{
    return mapper__item_read(walk->context, model, item,
                             is_read_in_part(walk->plan) ? MAPPER__READ_PARTIAL : 0, out);
}

/* ---- where to go on ---- */

bool mapper__walk_is_over(const mapper__walk *walk)
{
    return walk->has_ended && walk->next == NULL;
}

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

lamina_status mapper__walk_cursor(const mapper__walk *walk, lamina_str *cursor)
{
    *cursor = (lamina_str){NULL, 0};
    bool is_inside = walk->next != NULL || walk->has_ended;
    const lamina_json *key = is_inside ? walk->from : walk->after;
    bool is_behind_item = is_inside && walk->last != NULL;
    if (!is_behind_item && key == NULL)
        return LAMINA_OK;
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, KEY_CAP);
    lamina_json_write_init(&writer, &text);
    if (is_behind_item)
        write_key_of(walk->plan, walk->last, &writer);
    else
        lamina_json_write_value(&writer, key);
    lamina_status status = lamina_text_status(&text);
    if (status == LAMINA_OK)
        status = mapper__cursor_seal(walk->context, lamina_text_view(&text), walk->binding, cursor);
    lamina_text_clear(&text);
    return status;
}
