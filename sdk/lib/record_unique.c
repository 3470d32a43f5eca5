/*
 * record_unique.c - finding equal elements of a set, by sorting: a client chooses how many there are.
 */
#include <stdlib.h>

#include "number.h"
#include "record_type.h"
#include "record_value.h"

/* An element, and its place in the set. */
typedef struct ranked {
    lamina_str text;
    size_t index;
} ranked;

typedef struct ranked_number {
    lamina__decimal number;
    size_t index;
} ranked_number;

static int by_index(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_texts(const void *a, const void *b)
{
    const ranked *left = a;
    const ranked *right = b;
    int order = lamina_str_compare(left->text, right->text);
    return order != 0 ? order : by_index(left->index, right->index);
}

static int compare_numbers(const void *a, const void *b)
{
    const ranked_number *left = a;
    const ranked_number *right = b;
    int order = lamina__decimal_compare(&left->number, &right->number);
    return order != 0 ? order : by_index(left->index, right->index);
}

/* Each element that has an equal before it; flags has a byte an element. */
static bool flag_equal_texts(lamina_arena *arena, lamina_list list, bool *flags)
{
    const lamina_str *texts = list.items;
    ranked *order = lamina_arena_array(arena, list.count, sizeof(*order));
    if (order == NULL)
        return false;
    for (size_t i = 0; i < list.count; i++)
        order[i] = (ranked){texts[i], i};
    qsort(order, list.count, sizeof(*order), compare_texts);
    for (size_t i = 1; i < list.count; i++)
        flags[order[i].index] = lamina_str_equal(order[i - 1].text, order[i].text);
    return true;
}

/* 1.0 and 1e0 are one number: DynamoDB refuses both in one set. */
static bool flag_equal_numbers(lamina_arena *arena, lamina_list list, bool *flags)
{
    const lamina_str *texts = list.items;
    ranked_number *order = lamina_arena_array(arena, list.count, sizeof(*order));
    if (order == NULL)
        return false;
    for (size_t i = 0; i < list.count; i++) {
        (void)lamina__decimal_read(texts[i], &order[i].number);
        order[i].index = i;
    }
    qsort(order, list.count, sizeof(*order), compare_numbers);
    for (size_t i = 1; i < list.count; i++)
        flags[order[i].index] =
            lamina__decimal_compare(&order[i - 1].number, &order[i].number) == 0;
    return true;
}

void lamina__value_check_unique(lamina__walk *walk, const lamina_field *field,
                                const lamina__path *path, lamina_list list)
{
    if ((lamina__type_of(field->type)->traits & LAMINA__TYPE_SET) == 0 || list.count < 2)
        return;
    bool *flags = lamina_arena_array(walk->arena, list.count, sizeof(*flags));
    bool done = flags != NULL && (field->type == LAMINA_TYPE_NUMBER_SET
                                      ? flag_equal_numbers(walk->arena, list, flags)
                                      : flag_equal_texts(walk->arena, list, flags));
    if (!done) {
        lamina__walk_fail(walk, LAMINA_E_LIMIT);
        return;
    }
    for (size_t i = 0; i < list.count; i++) {
        lamina__path step = {.parent = path, .index = i, .is_element = true};
        if (flags[i])
            lamina__walk_violate(walk, &step, "unique", "must not be in the set twice");
    }
}
