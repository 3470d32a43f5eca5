/*
 * What a request's JSON tells of itself: the index, and the sizes of the items in it. Read from what
 * would be sent, so that no operation needs to know that it is explained.
 */
#include "mapper/explain.h"
#include "mapper/item.h"

#define REQUEST_DEPTH_CAP (2u * DYNAMODB_DEPTH_CAP + 8u)

/* The values behind an expression's placeholders, which are not stored. */
static size_t size_of_values(const lamina_json *values)
{
    size_t size = 0;
    const lamina_json *value = lamina_json_first(values);
    for (; value != NULL; value = lamina_json_next(value))
        size += mapper__attribute_size(value);
    return size;
}

/* Of one action: Put and PutRequest carry an item; Update, Delete and the rest a key and values. */
static void add_action(mapper_explanation *explanation, const lamina_json *action)
{
    const lamina_json *item = lamina_json_member(action, "Item");
    explanation->value_bytes +=
        mapper__item_size(lamina_json_member(action, "Key")) +
        size_of_values(lamina_json_member(action, "ExpressionAttributeValues"));
    if (item == NULL)
        return;
    size_t size = mapper__item_size(item);
    explanation->item_count++;
    explanation->item_bytes += size;
    if (size > explanation->largest_item_bytes)
        explanation->largest_item_bytes = size;
}

/* [{"Put":{...}}, ...], as transactions and batches have it. */
static void add_actions(mapper_explanation *explanation, const lamina_json *list)
{
    const lamina_json *one = lamina_json_first(list);
    for (; one != NULL; one = lamina_json_next(one))
        add_action(explanation, lamina_json_first(one));
}

void mapper__explain_measure(lamina_arena *arena, mapper_explanation *explanation)
{
    const lamina_json *request = NULL;
    if (lamina_json_read(arena, explanation->request, REQUEST_DEPTH_CAP, &request, NULL) !=
        LAMINA_OK)
        return; /* the arena is full: the text alone is shown */
    explanation->index = lamina_json_member_string(request, "IndexName");
    add_action(explanation, request);
    add_actions(explanation, lamina_json_member(request, "TransactItems"));
    const lamina_json *table = lamina_json_first(lamina_json_member(request, "RequestItems"));
    for (; table != NULL; table = lamina_json_next(table))
        if (lamina_json_type(table) == LAMINA_JSON_ARRAY)
            add_actions(explanation, table);
}
