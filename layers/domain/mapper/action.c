/* One write: see action.h. */
#include "mapper/action.h"

#include <string.h>

#include "lamina/problem.h"
#include "mapper/item.h"
#include "mapper/key_fill.h"
#include "mapper/model.h"
#include "mapper/validation.h"

static bool has_field(uint32_t number)
{
    return number != MAPPER_NO_FIELD;
}

static bool writes_item(uint32_t op)
{
    return op == MAPPER_OP_CREATE || op == MAPPER_OP_PUT || op == MAPPER_OP_PATCH;
}

/* ---- stamps ---- */

static void save(mapper__action *action)
{
    const mapper_model *model = action->model;
    action->saved_has = *mapper__presence(action->item);
    if (has_field(model->version_field))
        action->saved_version = mapper__int64_of(model, model->version_field, action->item);
    if (has_field(model->created_field))
        action->saved_created = mapper__int64_of(model, model->created_field, action->item);
    if (has_field(model->updated_field))
        action->saved_updated = mapper__int64_of(model, model->updated_field, action->item);
}

void mapper__action_revert(const mapper__action *action)
{
    const mapper_model *model = action->model;
    if (!writes_item(action->op))
        return;
    *mapper__presence(action->item) = action->saved_has;
    if (has_field(model->version_field))
        *mapper__int64(model, model->version_field, action->item) = action->saved_version;
    if (has_field(model->created_field))
        *mapper__int64(model, model->created_field, action->item) = action->saved_created;
    if (has_field(model->updated_field))
        *mapper__int64(model, model->updated_field, action->item) = action->saved_updated;
}

static void put_stamp(const mapper__action *action, uint32_t number, int64_t value)
{
    if (!has_field(number))
        return;
    *mapper__int64(action->model, number, action->item) = value;
    lamina_mark(mapper__presence(action->item), number);
}

/* 0: the service counts on from what is stored. */
static int64_t next_version(const mapper__action *action, int64_t now_us)
{
    if (action->op == MAPPER_OP_CREATE)
        return 1;
    if (action->expected_version != 0)
        return action->expected_version + 1;
    return action->op == MAPPER_OP_PUT ? now_us : 0;
}

static void stamp(const mapper__action *action, int64_t now_us)
{
    const mapper_model *model = action->model;
    put_stamp(action, model->version_field, next_version(action, now_us));
    put_stamp(action, model->updated_field, now_us);
    if (action->op == MAPPER_OP_CREATE ||
        (action->op == MAPPER_OP_PUT && action->saved_created == 0))
        put_stamp(action, model->created_field, now_us);
}

/* ---- preparing ---- */

static lamina_status fill_keys(const mapper__action *action, lamina_context *context)
{
    return action->op == MAPPER_OP_PATCH ? mapper__keys_patch(context, action->model, action->item)
                                         : mapper__keys_fill(context, action->model, action->item);
}

static lamina_status validate(const mapper__action *action, lamina_context *context)
{
    switch (action->op) {
    case MAPPER_OP_CREATE:
    case MAPPER_OP_PUT: return mapper__validate_item(context, action->model, action->item);
    case MAPPER_OP_PATCH: return mapper__validate_patch(context, action->model, action->item);
    default: return mapper__validate_key(context, action->model, action->item);
    }
}

static lamina_status check_arguments(const mapper__action *action, lamina_context *context)
{
    if (action->model == NULL || action->item == NULL || action->op < MAPPER_OP_CREATE ||
        action->op > MAPPER_OP_CHECK)
        return lamina_cause(context, LAMINA_E_ARGUMENT,
                            "a write without a model, an item or a known verb");
    if (action->op == MAPPER_OP_CHECK && action->condition == NULL)
        return lamina_cause(context, LAMINA_E_ARGUMENT, "a check without a condition");
    return mapper__model_use(context, action->model);
}

static int64_t expected_version(const mapper__action *action, uint32_t flags)
{
    if (!has_field(action->model->version_field) || (flags & MAPPER_WRITE_ANY_VERSION) != 0 ||
        action->op == MAPPER_OP_CREATE || action->op == MAPPER_OP_CHECK)
        return 0;
    return mapper__int64_of(action->model, action->model->version_field, action->item);
}

lamina_status mapper__action_prepare(mapper__action *action, lamina_context *context, uint32_t op,
                                     const mapper_model *model, void *item,
                                     const mapper_write *options)
{
    *action = (mapper__action){.op = op, .model = model, .item = item};
    if (options != NULL) {
        action->condition = options->condition;
        action->current = options->current;
    }
    lamina_status status = check_arguments(action, context);
    if (status != LAMINA_OK)
        return status;
    action->table = mapper_table_name(model);
    action->expected_version = expected_version(action, options == NULL ? 0 : options->flags);
    if (action->expected_version == INT64_MAX)
        return LAMINA_E_PRECONDITION; /* no item has had that many versions */
    if (action->current != NULL)
        memset(action->current, 0, model->record->struct_size);
    if (!writes_item(op))
        return validate(action, context);
    save(action);
    stamp(action, lamina_now_us(context));
    status = fill_keys(action, context);
    if (status == LAMINA_OK)
        status = validate(action, context);
    if (status != LAMINA_OK)
        mapper__action_revert(action);
    return status;
}

/* ---- writing ---- */

static void add(mapper__request *request, const char *text)
{
    lamina_text_add(request->expression, lamina_str_from(text));
}

static void add_name(mapper__request *request, const mapper__action *action, uint32_t number)
{
    mapper__name_add(&request->placeholders,
                     lamina_str_from(mapper__field(action->model, number)->name),
                     request->expression);
}

static void add_and(mapper__request *request)
{
    if (request->expression->len > 0)
        add(request, " AND ");
}

/* "#ttl <= :now": true only for an item that has a time to live, and whose is over. */
static void add_is_over(mapper__request *request, const mapper__action *action)
{
    add_name(request, action, action->model->ttl_field);
    add(request, " <= ");
    mapper__number_add(&request->placeholders, lamina_now_us(request->context) / 1000000,
                       request->expression);
}

static void add_must_be_missing(mapper__request *request, const mapper__action *action)
{
    bool ends = has_field(action->model->ttl_field);
    add(request, ends ? "(attribute_not_exists(" : "attribute_not_exists(");
    add_name(request, action, action->model->hash_field);
    add(request, ")");
    if (!ends)
        return;
    add(request, " OR ");
    add_is_over(request, action);
    add(request, ")");
}

static void add_must_exist(mapper__request *request, const mapper__action *action)
{
    add(request, "attribute_exists(");
    add_name(request, action, action->model->hash_field);
    add(request, ")");
    if (!has_field(action->model->ttl_field))
        return;
    add(request, " AND (NOT ");
    add_is_over(request, action);
    add(request, ")");
}

static lamina_status write_condition(mapper__action *action, mapper__request *request)
{
    if (action->op == MAPPER_OP_CREATE)
        add_must_be_missing(request, action);
    if (action->op == MAPPER_OP_PATCH || action->op == MAPPER_OP_REMOVE)
        add_must_exist(request, action);
    if (action->expected_version != 0) {
        add_and(request);
        add_name(request, action, action->model->version_field);
        add(request, " = ");
        mapper__number_add(&request->placeholders, action->expected_version, request->expression);
    }
    lamina_status status = LAMINA_OK;
    if (action->condition != NULL) {
        add_and(request);
        status =
            mapper__condition_write(action->condition, &request->placeholders, request->expression);
    }
    action->conditional = request->expression->len > 0;
    return status == LAMINA_OK ? mapper__request_expression(request, "ConditionExpression")
                               : status;
}

static lamina_status write_item(const mapper__action *action, mapper__request *request)
{
    lamina_json_write_name(&request->json, LAMINA_STR("Item"));
    lamina_json_write_object(&request->json);
    size_t start = request->json.text->len;
    lamina_status status = mapper__item_write(request->context->arena, action->model->record,
                                              action->item, &request->json);
    lamina_json_write_object_end(&request->json);
    if (status != LAMINA_OK)
        return status;
    return mapper__validate_size(request->context, action->model, action->item,
                                 request->json.text->len - start);
}

static lamina_status write_subject(const mapper__action *action, mapper__request *request)
{
    if (action->op == MAPPER_OP_CREATE || action->op == MAPPER_OP_PUT)
        return write_item(action, request);
    lamina_status status = mapper__request_key(request, action->model, action->item);
    if (status != LAMINA_OK || action->op != MAPPER_OP_PATCH)
        return status;
    mapper__update_write(action->model, action->item, action->expected_version != 0,
                         &request->placeholders, request->expression);
    return mapper__request_expression(request, "UpdateExpression");
}

lamina_status mapper__action_write(mapper__action *action, mapper__request *request)
{
    lamina_status status = write_subject(action, request);
    if (status == LAMINA_OK)
        status = write_condition(action, request);
    if (status == LAMINA_OK)
        status = mapper__placeholders_write(&request->placeholders, &request->json);
    if (status == LAMINA_OK && action->conditional)
        lamina_json_write_member_string(&request->json, "ReturnValuesOnConditionCheckFailure",
                                        LAMINA_STR("ALL_OLD"));
    if (status == LAMINA_E_ARGUMENT || status == LAMINA_E_LIMIT)
        return lamina_cause(request->context, status,
                            "table %.*s: the write could not be put into words",
                            LAMINA_FMT(action->table));
    return status;
}

/* ---- judging ---- */

static void hand_over(const mapper__action *action, lamina_context *context,
                      const lamina_json *stored)
{
    if (action->current == NULL || stored == NULL)
        return;
    const lamina_record *record = action->model->record;
    if (mapper__item_read(context, action->table, record, stored, 0, action->current) != LAMINA_OK)
        memset(action->current, 0, record->struct_size);
}

lamina_status mapper__action_verdict(const mapper__action *action, lamina_context *context,
                                     const lamina_json *stored)
{
    if (lamina_json_type(stored) != LAMINA_JSON_OBJECT ||
        mapper__is_expired(context, action->model, stored))
        stored = NULL;
    hand_over(action, context, stored);
    switch (action->op) {
    case MAPPER_OP_CREATE: return stored != NULL ? LAMINA_E_CONFLICT : LAMINA_E_PRECONDITION;
    case MAPPER_OP_PATCH:
    case MAPPER_OP_REMOVE: return stored == NULL ? LAMINA_E_NOT_FOUND : LAMINA_E_PRECONDITION;
    default: return LAMINA_E_PRECONDITION;
    }
}
