/* Conditions on the size of what a path names. */
#include "mapper/expression.h"

/* A size below 0 is a fault of the caller's, and so are bounds the wrong way round: told by a value
   without a type, which no condition takes. */
static const mapper_condition *compare(lamina_context *context, uint32_t kind, const char *path,
                                       int64_t low, int64_t high)
{
    dynamodb_value values[2] = {{.type = 0}, {.type = 0}};
    size_t count = kind == MAPPER__BETWEEN ? 2 : 1;
    if (context == NULL || low < 0 || low > high)
        return mapper__condition_leaf(context, kind, true, path, values, count);
    values[0] = dynamodb_int64(context->arena, low);
    values[1] = dynamodb_int64(context->arena, high);
    return mapper__condition_leaf(context, kind, true, path, values, count);
}

const mapper_condition *mapper_size_equals(lamina_context *context, const char *path, int64_t size)
{
    return compare(context, MAPPER__EQUALS, path, size, size);
}

const mapper_condition *mapper_size_not_equals(lamina_context *context, const char *path,
                                               int64_t size)
{
    return compare(context, MAPPER__NOT_EQUALS, path, size, size);
}

const mapper_condition *mapper_size_less(lamina_context *context, const char *path, int64_t size)
{
    return compare(context, MAPPER__LESS, path, size, size);
}

const mapper_condition *mapper_size_at_most(lamina_context *context, const char *path, int64_t size)
{
    return compare(context, MAPPER__AT_MOST, path, size, size);
}

const mapper_condition *mapper_size_greater(lamina_context *context, const char *path, int64_t size)
{
    return compare(context, MAPPER__GREATER, path, size, size);
}

const mapper_condition *mapper_size_at_least(lamina_context *context, const char *path,
                                             int64_t size)
{
    return compare(context, MAPPER__AT_LEAST, path, size, size);
}

const mapper_condition *mapper_size_between(lamina_context *context, const char *path, int64_t low,
                                            int64_t high)
{
    return compare(context, MAPPER__BETWEEN, path, low, high);
}
