/* Refusals in words: see conflict.h. */
#include "mapper/conflict.h"

#include <string.h>

#include "lamina/problem.h"
#include "lamina/text.h"

static const char *const verbs[] = {
    [MAPPER_OP_CREATE] = "create", [MAPPER_OP_PUT] = "put",     [MAPPER_OP_PATCH] = "patch",
    [MAPPER_OP_REMOVE] = "remove", [MAPPER_OP_CHECK] = "check", [MAPPER__OP_UPSERT] = "upsert",
    [MAPPER_OP_UPDATE] = "update", [MAPPER__OP_SAVE] = "save",  [MAPPER__OP_CLEAR] = "clear",
};

static const char *const reasons[] = {
    [MAPPER_CONFLICT_EXISTS] = "the item exists already",
    [MAPPER_CONFLICT_MISSING] = "there is no such item",
    [MAPPER_CONFLICT_VERSION] = "the item is at another version",
    [MAPPER_CONFLICT_CONDITION] = "a condition did not hold",
    [MAPPER_CONFLICT_FOREIGN] = "the item is another model's",
    [MAPPER_CONFLICT_CONTENTION] = "other transactions kept getting in the way",
    [MAPPER_CONFLICT_UNFIT] = "what is stored does not bear it",
};

/* The number behind "#n"; SIZE_MAX when that is no name's placeholder. *len: how long all of it is. */
static size_t placeholder_at(lamina_str text, size_t i, size_t *len)
{
    size_t number = 0, end = i + 2;
    if (i + 2 >= text.len || text.ptr[i] != '#' || text.ptr[i + 1] != 'n')
        return SIZE_MAX;
    while (end < text.len && text.ptr[end] >= '0' && text.ptr[end] <= '9')
        number = number * 10 + (size_t)(text.ptr[end++] - '0');
    *len = end - i;
    return number;
}

static void add_named(lamina_text *out, lamina_str expression, const mapper__placeholders *names)
{
    for (size_t i = 0; i < expression.len;) {
        size_t len = 1;
        size_t number = placeholder_at(expression, i, &len);
        if (number < names->name_count)
            lamina_text_add(out, names->names[number]);
        else
            lamina_text_add(out, (lamina_str){expression.ptr + i, len});
        i += len;
    }
}

lamina_str mapper__conflict_condition(const mapper__action *action, lamina_context *context)
{
    mapper__request request;
    lamina_str condition = {.ptr = NULL, .len = 0};
    mapper__request_begin(&request, context, (lamina_str){NULL, 0});
    if (mapper__action_write_condition(action, &request) != LAMINA_OK)
        return condition;
    lamina_text text;
    lamina_text_init(&text, 16u * MAPPER__EXPRESSION_CAP);
    add_named(&text, lamina_text_view(request.expression), &request.placeholders);
    if (lamina_text_status(&text) == LAMINA_OK)
        condition = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return condition;
}

mapper_conflict mapper__conflict_of(const mapper__action *action, lamina_context *context,
                                    uint32_t reason, lamina_status status)
{
    return (mapper_conflict){.size = sizeof(mapper_conflict),
                             .reason = reason,
                             .action = MAPPER_NO_ACTION,
                             .op = mapper__action_verb(action),
                             .status = status,
                             .model = action->model,
                             .item = action->named,
                             .expected_version = action->expected_version,
                             .condition = mapper__conflict_condition(action, context)};
}

lamina_status mapper__conflict_cause(lamina_context *context, const mapper_conflict *conflict)
{
    if (conflict->model == NULL)
        return lamina_cause(context, conflict->status, "the transaction: %s",
                            reasons[conflict->reason]);
    lamina_str at = {.ptr = "", .len = 0};
    if (conflict->action != MAPPER_NO_ACTION)
        at =
            lamina_arena_format(context->arena, "action %u of the transaction: ", conflict->action);
    lamina_str versions = {.ptr = "", .len = 0};
    if (conflict->expected_version != 0 || conflict->current_version != 0)
        versions = lamina_arena_format(context->arena, "; version expected %lld, stored %lld",
                                       (long long)conflict->expected_version,
                                       (long long)conflict->current_version);
    return lamina_cause(context, conflict->status, "%.*s%s of %s in table %.*s: %s (%.*s)%.*s",
                        LAMINA_FMT(at), verbs[conflict->op], conflict->model->name,
                        LAMINA_FMT(mapper_table_name(conflict->model)), reasons[conflict->reason],
                        LAMINA_FMT(conflict->condition), LAMINA_FMT(versions));
}

void mapper__conflict_copy(mapper_conflict *to, const mapper_conflict *from)
{
    if (to != NULL)
        lamina_hand_over(to, from, sizeof *from);
}
