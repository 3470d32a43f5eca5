/* Conditions as the service reads them: expression text made of placeholders. */
#include "mapper/expression.h"

/* How a condition on one path is put: what stands before the path, between it and the values, between
   two values, and behind. The grammar is the Developer Guide's, "Comparison operator and function
   reference". */
typedef struct notation {
    const char *before;
    const char *after_path;
    const char *between;
    const char *behind;
} notation;

static const notation notations[] = {
    [MAPPER__EQUALS] = {"", " = ", "", ""},
    [MAPPER__NOT_EQUALS] = {"", " <> ", "", ""},
    [MAPPER__LESS] = {"", " < ", "", ""},
    [MAPPER__AT_MOST] = {"", " <= ", "", ""},
    [MAPPER__GREATER] = {"", " > ", "", ""},
    [MAPPER__AT_LEAST] = {"", " >= ", "", ""},
    [MAPPER__BETWEEN] = {"", " BETWEEN ", " AND ", ""},
    [MAPPER__IN] = {"", " IN (", ", ", ")"},
    [MAPPER__EXISTS] = {"attribute_exists(", "", "", ")"},
    [MAPPER__NOT_EXISTS] = {"attribute_not_exists(", "", "", ")"},
    [MAPPER__HAS_TYPE] = {"attribute_type(", ", ", "", ")"},
    [MAPPER__BEGINS_WITH] = {"begins_with(", ", ", "", ")"},
    [MAPPER__CONTAINS] = {"contains(", ", ", "", ")"},
};

static void add(lamina_text *out, const char *text)
{
    lamina_text_add(out, lamina_str_from(text));
}

static void write_leaf(const mapper_condition *condition, mapper__placeholders *placeholders,
                       lamina_text *out)
{
    const notation *how = &notations[condition->kind];
    add(out, how->before);
    if (condition->is_of_size)
        add(out, "size(");
    mapper__path_write(&condition->path, placeholders, out);
    if (condition->is_of_size)
        add(out, ")");
    add(out, how->after_path);
    for (size_t i = 0; i < condition->value_count; i++) {
        if (i > 0)
            add(out, how->between);
        mapper__value_add(placeholders, &condition->values[i], out);
    }
    add(out, how->behind);
}

/* Recursion is bounded by MAPPER__OPERATOR_CAP, which the builders keep. */
static void write_node(const mapper_condition *condition, mapper__placeholders *placeholders,
                       lamina_text *out)
{
    if (condition->kind < MAPPER__AND) {
        write_leaf(condition, placeholders, out);
        return;
    }
    add(out, condition->kind == MAPPER__NOT ? "(NOT " : "(");
    write_node(condition->a, placeholders, out);
    if (condition->b != NULL) {
        add(out, condition->kind == MAPPER__AND ? " AND " : " OR ");
        write_node(condition->b, placeholders, out);
    }
    add(out, ")");
}

lamina_status mapper__condition_write(const mapper_condition *condition,
                                      mapper__placeholders *placeholders, lamina_text *out)
{
    if (condition->status != LAMINA_OK)
        return condition->status;
    write_node(condition, placeholders, out);
    return placeholders->status;
}
