/* A query as request JSON, and what its cursors are bound to. */
#include "mapper/model.h"
#include "mapper/query_plan.h"

/* Expressions are 4 KB each, the values in them may be longer. */
#define BINDING_CAP (1u << 20)

static lamina_status write_key_condition(const mapper__query_plan *plan,
                                         mapper__placeholders *placeholders, lamina_text *out)
{
    if (plan->is_scan)
        return LAMINA_OK;
    mapper__name_add(placeholders,
                     lamina_str_from(mapper__field(plan->model, plan->hash_field)->name), out);
    lamina_text_add(out, LAMINA_STR(" = "));
    mapper__value_add(placeholders, &plan->query->hash, out);
    if (plan->query->range == NULL)
        return placeholders->status;
    lamina_text_add(out, LAMINA_STR(" AND "));
    return mapper__condition_write(plan->query->range, placeholders, out);
}

static lamina_status write_filter(const mapper__query_plan *plan,
                                  mapper__placeholders *placeholders, lamina_text *out)
{
    if (plan->query->filter == NULL)
        return LAMINA_OK;
    return mapper__condition_write(plan->query->filter, placeholders, out);
}

/* Can items tell whether their time is over? Not in an index that does not hold it, where the service
   takes no filter on other attributes. */
static bool knows_its_end(const mapper__query_plan *plan)
{
    return plan->model->ttl_field != MAPPER_NO_FIELD &&
           mapper__index_holds(plan->model, plan->index, plan->model->ttl_field);
}

/* Leaves out what is over. An item without the attribute makes "<=" false, and so NOT of it true. */
static void write_not_over(const mapper__query_plan *plan, mapper__placeholders *placeholders,
                           lamina_text *out)
{
    if (!knows_its_end(plan))
        return;
    lamina_text_add(out, out->len > 0 ? LAMINA_STR(" AND (NOT ") : LAMINA_STR("(NOT "));
    mapper__name_add(placeholders,
                     lamina_str_from(mapper__field(plan->model, plan->model->ttl_field)->name),
                     out);
    lamina_text_add(out, LAMINA_STR(" <= "));
    mapper__number_add(placeholders, plan->now_s, out);
    lamina_text_add_char(out, ')');
}

static void write_flag(lamina_json_writer *writer, const char *name, bool value)
{
    lamina_json_write_name(writer, lamina_str_from(name));
    lamina_json_write_boolean(writer, value);
}

lamina_status mapper__query_plan_write(const mapper__query_plan *plan, mapper__request *request)
{
    mapper__request_about(request, plan->model);
    if (plan->index != NULL)
        lamina_json_write_member_string(&request->json, "IndexName",
                                        lamina_str_from(plan->index->name));
    if (plan->query->consistent != 0)
        write_flag(&request->json, "ConsistentRead", true);
    if (plan->query->descending != 0 && !plan->is_scan)
        write_flag(&request->json, "ScanIndexForward", false);
    lamina_status status = write_key_condition(plan, &request->placeholders, request->expression);
    if (status == LAMINA_OK)
        status = mapper__request_expression(request, "KeyConditionExpression");
    if (status == LAMINA_OK)
        status = write_filter(plan, &request->placeholders, request->expression);
    if (status != LAMINA_OK)
        return status;
    write_not_over(plan, &request->placeholders, request->expression);
    status = mapper__request_expression(request, "FilterExpression");
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
