/* A query as request JSON, and what its cursors are bound to. */
#include "mapper/model.h"
#include "mapper/query_plan.h"

/* Expressions are 4 KB each, the values in them may be longer. */
#define BINDING_CAP (1u << 20)

static void add(lamina_text *out, const char *text)
{
    lamina_text_add(out, lamina_str_from(text));
}

static void add_name(const mapper__query_plan *plan, uint32_t number,
                     mapper__placeholders *placeholders, lamina_text *out)
{
    mapper__name_add(placeholders, lamina_str_from(mapper__field(plan->model, number)->name), out);
}

/* What the model's keys begin with, or are. */
static void write_mark(const mapper__query_plan *plan, const mapper__query_mark *mark,
                       mapper__placeholders *placeholders, lamina_text *out)
{
    add(out, mark->is_whole ? "" : "begins_with(");
    add_name(plan, mark->field, placeholders, out);
    add(out, mark->is_whole ? " = " : ", ");
    mapper__value_add(placeholders, &mark->value, out);
    add(out, mark->is_whole ? "" : ")");
}

static lamina_status write_key_condition(const mapper__query_plan *plan,
                                         mapper__placeholders *placeholders, lamina_text *out)
{
    if (plan->is_scan)
        return LAMINA_OK;
    add_name(plan, plan->hash_field, placeholders, out);
    add(out, " = ");
    mapper__value_add(placeholders, &plan->query->hash, out);
    if (plan->query->range == NULL && plan->range_mark.field == MAPPER_NO_FIELD)
        return placeholders->status;
    add(out, " AND ");
    if (plan->query->range != NULL)
        return mapper__condition_write(plan->query->range, placeholders, out);
    write_mark(plan, &plan->range_mark, placeholders, out);
    return placeholders->status;
}

static lamina_status write_filter(const mapper__query_plan *plan,
                                  mapper__placeholders *placeholders, lamina_text *out)
{
    return plan->query->filter == NULL
               ? LAMINA_OK
               : mapper__condition_write(plan->query->filter, placeholders, out);
}

static void add_and(lamina_text *out)
{
    if (out->len > 0)
        add(out, " AND ");
}

/* That the items are the model's. */
static void write_own(const mapper__query_plan *plan, mapper__placeholders *placeholders,
                      lamina_text *out)
{
    if (plan->has_tag) {
        add_and(out);
        mapper__name_add(placeholders, lamina_str_from(plan->model->discriminator_name), out);
        add(out, " = ");
        mapper__text_add(placeholders, plan->model->discriminator_value, out);
    }
    for (size_t i = 0; i < sizeof plan->key_marks / sizeof plan->key_marks[0]; i++) {
        if (plan->key_marks[i].field == MAPPER_NO_FIELD)
            continue;
        add_and(out);
        write_mark(plan, &plan->key_marks[i], placeholders, out);
    }
}

/* Can items tell the service whether their time is over? Not in an index that does not hold it, where
   the service takes no filter on other attributes; not where each model has a time of its own. */
static bool knows_its_end(const mapper__query_plan *plan)
{
    return plan->model_count == 0 && plan->model->ttl_field != MAPPER_NO_FIELD &&
           mapper__index_holds(plan->model, plan->index, plan->model->ttl_field);
}

/* Leaves out what is over. An item without the attribute makes "<=" false, and so NOT of it true. */
static void write_not_over(const mapper__query_plan *plan, mapper__placeholders *placeholders,
                           lamina_text *out)
{
    if (!knows_its_end(plan))
        return;
    add_and(out);
    add(out, "(NOT ");
    add_name(plan, plan->model->ttl_field, placeholders, out);
    add(out, " <= ");
    mapper__number_add(placeholders, plan->now_s, out);
    add(out, ")");
}

/* ---- which attributes ---- */

static uint64_t bit_of(uint32_t number)
{
    return number == MAPPER_NO_FIELD ? 0 : UINT64_C(1) << number;
}

static uint64_t key_fields(const mapper__query_plan *plan)
{
    return bit_of(plan->model->hash_field) | bit_of(plan->model->range_field) |
           bit_of(plan->hash_field) | bit_of(plan->range_field);
}

/* Cursors are made of keys, and so are those who tell whose an item is: they always come. */
static void write_projection(const mapper__query_plan *plan, mapper__placeholders *placeholders,
                             lamina_text *out)
{
    const mapper_query *query = plan->query;
    if (query->fields == NULL && !plan->is_count)
        return;
    uint64_t wanted = key_fields(plan);
    for (uint32_t i = 0; i < query->field_count && !plan->is_count; i++)
        wanted |= bit_of(query->fields[i]);
    for (uint32_t i = 0; i < plan->model->record->field_count; i++) {
        if ((wanted >> i & 1u) == 0)
            continue;
        if (out->len > 0)
            add(out, ", ");
        add_name(plan, i, placeholders, out);
    }
}

/* A count is the service's own, unless it cannot be told which items count. */
static lamina_status write_what(const mapper__query_plan *plan, mapper__request *request)
{
    if (plan->is_count && !plan->may_meet_others) {
        lamina_json_write_member_string(&request->json, "Select", LAMINA_STR("COUNT"));
        return LAMINA_OK;
    }
    write_projection(plan, &request->placeholders, request->expression);
    return mapper__request_expression(request, "ProjectionExpression");
}

static void write_segment(const mapper__query_plan *plan, lamina_json_writer *writer)
{
    if (plan->query->segment_count == 0)
        return;
    lamina_json_write_member_int64(writer, "Segment", plan->query->segment);
    lamina_json_write_member_int64(writer, "TotalSegments", plan->query->segment_count);
}

static void write_flag(lamina_json_writer *writer, const char *name, bool value)
{
    lamina_json_write_name(writer, lamina_str_from(name));
    lamina_json_write_boolean(writer, value);
}

lamina_status mapper__query_plan_write(const mapper__query_plan *plan, mapper__request *request)
{
    mapper__request_about(request, plan->model);
    for (size_t i = 1; i < plan->model_count; i++)
        mapper__request_about(request, plan->models[i]);
    if (plan->index != NULL)
        lamina_json_write_member_string(&request->json, "IndexName",
                                        lamina_str_from(plan->index->name));
    if (plan->query->consistent != 0)
        write_flag(&request->json, "ConsistentRead", true);
    if (plan->query->descending != 0 && !plan->is_scan)
        write_flag(&request->json, "ScanIndexForward", false);
    write_segment(plan, &request->json);
    lamina_status status = write_key_condition(plan, &request->placeholders, request->expression);
    if (status == LAMINA_OK)
        status = mapper__request_expression(request, "KeyConditionExpression");
    if (status == LAMINA_OK)
        status = write_filter(plan, &request->placeholders, request->expression);
    if (status != LAMINA_OK)
        return status;
    write_own(plan, &request->placeholders, request->expression);
    write_not_over(plan, &request->placeholders, request->expression);
    status = mapper__request_expression(request, "FilterExpression");
    if (status == LAMINA_OK)
        status = write_what(plan, request);
    if (status != LAMINA_OK)
        return status;
    return mapper__placeholders_write(&request->placeholders, &request->json);
}

/* Without the limit and the time, which differ from page to page. */
static lamina_status write_binding(const mapper__query_plan *plan, lamina_context *context,
                                   lamina_text *expressions, lamina_json_writer *writer)
{
    mapper__placeholders placeholders;
    mapper__placeholders_init(&placeholders, context->arena);
    lamina_json_write_array(writer);
    lamina_json_write_string(writer, plan->is_scan ? LAMINA_STR("scan") : LAMINA_STR("query"));
    lamina_json_write_string(writer, lamina_str_from(plan->model->name));
    for (size_t i = 1; i < plan->model_count; i++)
        lamina_json_write_string(writer, lamina_str_from(plan->models[i]->name));
    lamina_json_write_int64(writer, plan->query->segment);
    lamina_json_write_int64(writer, plan->query->segment_count);
    lamina_json_write_boolean(writer, plan->model_count > 0);
    lamina_json_write_string(writer, plan->table);
    lamina_json_write_string(writer, lamina_str_from(plan->query->index));
    lamina_json_write_boolean(writer, plan->query->descending != 0 && !plan->is_scan);
    lamina_status status = write_key_condition(plan, &placeholders, expressions);
    lamina_text_add_char(expressions, ';');
    if (status == LAMINA_OK)
        status = write_filter(plan, &placeholders, expressions);
    if (status != LAMINA_OK)
        return status;
    lamina_json_write_string(writer, lamina_text_view(expressions));
    lamina_json_write_object(writer);
    status = mapper__placeholders_write(&placeholders, writer);
    lamina_json_write_object_end(writer);
    lamina_json_write_array_end(writer);
    return status;
}

lamina_status mapper__query_plan_binding(const mapper__query_plan *plan, lamina_context *context,
                                         lamina_str *binding)
{
    lamina_text expressions, text;
    lamina_text_init(&expressions, 2 * MAPPER__EXPRESSION_CAP);
    lamina_text_init(&text, BINDING_CAP);
    lamina_json_writer writer;
    lamina_json_write_init(&writer, &text);
    lamina_status status = write_binding(plan, context, &expressions, &writer);
    if (status == LAMINA_OK)
        status = lamina_text_status(&expressions);
    if (status == LAMINA_OK)
        status = lamina_text_status(&text);
    if (status == LAMINA_OK) {
        *binding = lamina_arena_copy(context->arena, lamina_text_view(&text));
        status = binding->ptr == NULL ? LAMINA_E_LIMIT : LAMINA_OK;
    }
    lamina_text_clear(&expressions);
    lamina_text_clear(&text);
    return status;
}
