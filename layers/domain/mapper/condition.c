/* Conditions as callers build them: a tree in the invocation's arena. */
#include <string.h>

#include "mapper/expression.h"

/* What stands for a condition that could not be built: never NULL, which would mean "none". */
static const mapper_condition wrong = {.status = LAMINA_E_ARGUMENT};
static const mapper_condition no_room = {.status = LAMINA_E_LIMIT};

static const mapper_condition *failed(lamina_status status)
{
    return status == LAMINA_E_LIMIT ? &no_room : &wrong;
}

static bool have_types(const dynamodb_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (values[i].type < DYNAMODB_S || values[i].type > DYNAMODB_BS)
            return false;
    return true;
}

static bool is_ordered(uint32_t type)
{
    return type == DYNAMODB_S || type == DYNAMODB_N || type == DYNAMODB_B;
}

/* The service compares texts and bytes as unsigned bytes, and refuses bounds the wrong way round. Of
   numbers that is left to it: two notations of one number are not compared in passing. */
static bool are_bounds(const dynamodb_value *low, const dynamodb_value *high)
{
    if (low->type != high->type)
        return false;
    if (low->type == DYNAMODB_N)
        return true;
    size_t shared = low->text.len < high->text.len ? low->text.len : high->text.len;
    int order = shared == 0 ? 0 : memcmp(low->text.ptr, high->text.ptr, shared);
    return order < 0 || (order == 0 && low->text.len <= high->text.len);
}

static bool fit(uint32_t kind, const dynamodb_value *values, size_t count)
{
    if (!have_types(values, count))
        return false;
    if (kind < MAPPER__LESS || kind > MAPPER__BETWEEN)
        return true;
    return is_ordered(values[0].type) &&
           (kind != MAPPER__BETWEEN || are_bounds(&values[0], &values[1]));
}

const mapper_condition *mapper__condition_leaf(lamina_context *context, uint32_t kind,
                                               bool is_of_size, const char *path,
                                               const dynamodb_value *values, size_t count)
{
    if (context == NULL || !fit(kind, values, count))
        return &wrong;
    mapper_condition *condition = lamina_alloc(context, sizeof *condition);
    dynamodb_value *kept = lamina_arena_array(context->arena, count, sizeof *kept);
    if (condition == NULL || kept == NULL)
        return &no_room;
    lamina_status status = mapper__path_parse(context->arena, path, &condition->path);
    if (status != LAMINA_OK)
        return failed(status);
    if (count > 0)
        memcpy(kept, values, count * sizeof *kept);
    condition->kind = kind;
    condition->operators = is_of_size ? 2 : 1;
    condition->is_of_size = is_of_size;
    condition->values = kept;
    condition->value_count = count;
    return condition;
}

static const mapper_condition *leaf(lamina_context *context, uint32_t kind, const char *path,
                                    const dynamodb_value *values, size_t count)
{
    return mapper__condition_leaf(context, kind, false, path, values, count);
}

const mapper_condition *mapper_equals(lamina_context *context, const char *path,
                                      dynamodb_value value)
{
    return leaf(context, MAPPER__EQUALS, path, &value, 1);
}

const mapper_condition *mapper_not_equals(lamina_context *context, const char *path,
                                          dynamodb_value value)
{
    return leaf(context, MAPPER__NOT_EQUALS, path, &value, 1);
}

const mapper_condition *mapper_less(lamina_context *context, const char *path, dynamodb_value value)
{
    return leaf(context, MAPPER__LESS, path, &value, 1);
}

const mapper_condition *mapper_at_most(lamina_context *context, const char *path,
                                       dynamodb_value value)
{
    return leaf(context, MAPPER__AT_MOST, path, &value, 1);
}

const mapper_condition *mapper_greater(lamina_context *context, const char *path,
                                       dynamodb_value value)
{
    return leaf(context, MAPPER__GREATER, path, &value, 1);
}

const mapper_condition *mapper_at_least(lamina_context *context, const char *path,
                                        dynamodb_value value)
{
    return leaf(context, MAPPER__AT_LEAST, path, &value, 1);
}

const mapper_condition *mapper_between(lamina_context *context, const char *path,
                                       dynamodb_value low, dynamodb_value high)
{
    dynamodb_value bounds[] = {low, high};
    return leaf(context, MAPPER__BETWEEN, path, bounds, 2);
}

const mapper_condition *mapper_in(lamina_context *context, const char *path,
                                  const dynamodb_value *values, size_t count)
{
    if (values == NULL || count == 0 || count > MAPPER__IN_CAP)
        return &wrong;
    return leaf(context, MAPPER__IN, path, values, count);
}

const mapper_condition *mapper_exists(lamina_context *context, const char *path)
{
    return leaf(context, MAPPER__EXISTS, path, NULL, 0);
}

const mapper_condition *mapper_not_exists(lamina_context *context, const char *path)
{
    return leaf(context, MAPPER__NOT_EXISTS, path, NULL, 0);
}

const mapper_condition *mapper_has_type(lamina_context *context, const char *path, uint32_t type)
{
    static const char *const names[] = {
        [DYNAMODB_S] = "S",       [DYNAMODB_N] = "N",       [DYNAMODB_B] = "B",
        [DYNAMODB_BOOL] = "BOOL", [DYNAMODB_NULL] = "NULL", [DYNAMODB_L] = "L",
        [DYNAMODB_M] = "M",       [DYNAMODB_SS] = "SS",     [DYNAMODB_NS] = "NS",
        [DYNAMODB_BS] = "BS",
    };
    if (type < DYNAMODB_S || type > DYNAMODB_BS)
        return &wrong;
    dynamodb_value value = dynamodb_text(lamina_str_from(names[type]));
    return leaf(context, MAPPER__HAS_TYPE, path, &value, 1);
}

const mapper_condition *mapper_begins_with(lamina_context *context, const char *path,
                                           lamina_str prefix)
{
    dynamodb_value value = dynamodb_text(prefix);
    return leaf(context, MAPPER__BEGINS_WITH, path, &value, 1);
}

const mapper_condition *mapper_contains(lamina_context *context, const char *path,
                                        dynamodb_value value)
{
    return leaf(context, MAPPER__CONTAINS, path, &value, 1);
}

/* b is NULL for "not" alone. The count of operators bounds the depth too: each level adds one. */
static const mapper_condition *join(lamina_context *context, uint32_t kind,
                                    const mapper_condition *a, const mapper_condition *b)
{
    if (a->status != LAMINA_OK)
        return a;
    if (b != NULL && b->status != LAMINA_OK)
        return b;
    uint32_t operators = a->operators + (b == NULL ? 0 : b->operators) + 1;
    if (operators > MAPPER__OPERATOR_CAP)
        return &no_room;
    mapper_condition *condition = lamina_alloc(context, sizeof *condition);
    if (condition == NULL)
        return &no_room;
    *condition = (mapper_condition){.kind = kind, .operators = operators, .a = a, .b = b};
    return condition;
}

const mapper_condition *mapper_and(lamina_context *context, const mapper_condition *a,
                                   const mapper_condition *b)
{
    if (context == NULL || a == NULL || b == NULL)
        return &wrong;
    return join(context, MAPPER__AND, a, b);
}

const mapper_condition *mapper_or(lamina_context *context, const mapper_condition *a,
                                  const mapper_condition *b)
{
    if (context == NULL || a == NULL || b == NULL)
        return &wrong;
    return join(context, MAPPER__OR, a, b);
}

const mapper_condition *mapper_not(lamina_context *context, const mapper_condition *a)
{
    if (context == NULL || a == NULL)
        return &wrong;
    return join(context, MAPPER__NOT, a, NULL);
}

bool mapper__condition_names(const mapper_condition *condition, const char *name)
{
    if (condition->path.count > 0)
        return lamina_str_is(condition->path.steps[0].name, name);
    return (condition->a != NULL && mapper__condition_names(condition->a, name)) ||
           (condition->b != NULL && mapper__condition_names(condition->b, name));
}
