/* Placeholders of expressions: #n0, #n1, ... for names, :v0, :v1, ... for values. */
#include <string.h>

#include "mapper/expression.h"
#include "mapper/item.h"

#define FIRST_ROOM 16u

void mapper__placeholders_init(mapper__placeholders *placeholders, lamina_arena *arena)
{
    *placeholders = (mapper__placeholders){.arena = arena};
}

/* Room for one more element, doubling; the old array stays behind in the arena. */
static bool grow(mapper__placeholders *placeholders, void **items, size_t count, size_t *room,
                 size_t size)
{
    if (count < *room)
        return true;
    size_t more = *room == 0 ? FIRST_ROOM : *room * 2;
    void *grown = lamina_arena_array(placeholders->arena, more, size);
    if (grown == NULL) {
        placeholders->status = LAMINA_E_LIMIT;
        return false;
    }
    if (count > 0)
        memcpy(grown, *items, count * size);
    *items = grown;
    *room = more;
    return true;
}

static void write_number(lamina_text *out, const char *prefix, size_t number)
{
    lamina_text_add(out, lamina_str_from(prefix));
    lamina_text_add_int64(out, (int64_t)number);
}

void mapper__name_add(mapper__placeholders *placeholders, lamina_str name, lamina_text *out)
{
    size_t i = 0;
    while (i < placeholders->name_count && !lamina_str_equal(placeholders->names[i], name))
        i++;
    if (i == placeholders->name_count) {
        void *names = placeholders->names;
        if (!grow(placeholders, &names, i, &placeholders->name_room, sizeof name))
            return;
        placeholders->names = names;
        placeholders->names[placeholders->name_count++] = name;
    }
    write_number(out, "#n", i);
}

static void operand_add(mapper__placeholders *placeholders, mapper__operand operand,
                        lamina_text *out)
{
    void *values = placeholders->values;
    if (!grow(placeholders, &values, placeholders->value_count, &placeholders->value_room,
              sizeof operand))
        return;
    placeholders->values = values;
    write_number(out, ":v", placeholders->value_count);
    placeholders->values[placeholders->value_count++] = operand;
}

void mapper__value_add(mapper__placeholders *placeholders, const dynamodb_value *value,
                       lamina_text *out)
{
    operand_add(placeholders, (mapper__operand){.value = value}, out);
}

void mapper__field_value_add(mapper__placeholders *placeholders, const lamina_field *field,
                             const void *item, lamina_text *out)
{
    operand_add(placeholders, (mapper__operand){.field = field, .item = item}, out);
}

void mapper__number_add(mapper__placeholders *placeholders, int64_t number, lamina_text *out)
{
    operand_add(placeholders, (mapper__operand){.number = number}, out);
}

void mapper__text_add(mapper__placeholders *placeholders, const char *text, lamina_text *out)
{
    dynamodb_value *value = lamina_arena_alloc(placeholders->arena, sizeof *value);
    if (value == NULL) {
        placeholders->status = LAMINA_E_LIMIT;
        return;
    }
    *value = dynamodb_text(lamina_str_from(text));
    mapper__value_add(placeholders, value, out);
}

/* A placeholder as a member's name; it needs no escaping. */
static void write_member(lamina_json_writer *writer, const char *prefix, size_t number)
{
    char name[24];
    size_t len = strlen(prefix);
    memcpy(name, prefix, len);
    char digits[20];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (count > 0)
        name[len++] = digits[--count];
    lamina_json_write_name(writer, (lamina_str){name, len});
}

static lamina_status write_operand(const mapper__placeholders *placeholders,
                                   const mapper__operand *operand, lamina_json_writer *writer)
{
    if (operand->value != NULL)
        return dynamodb_value_write(writer, operand->value);
    if (operand->field != NULL)
        return mapper__attribute_write(placeholders->arena, operand->field, operand->item, writer);
    lamina_json_write_object(writer);
    lamina_json_write_name(writer, LAMINA_STR("N"));
    lamina_json_write_raw(writer, LAMINA_STR("\""));
    lamina_text_add_int64(writer->text, operand->number);
    lamina_text_add_char(writer->text, '"');
    lamina_json_write_object_end(writer);
    return LAMINA_OK;
}

static lamina_status write_values(const mapper__placeholders *placeholders,
                                  lamina_json_writer *writer)
{
    lamina_json_write_name(writer, LAMINA_STR("ExpressionAttributeValues"));
    lamina_json_write_object(writer);
    for (size_t i = 0; i < placeholders->value_count; i++) {
        write_member(writer, ":v", i);
        lamina_status status = write_operand(placeholders, &placeholders->values[i], writer);
        if (status != LAMINA_OK)
            return status == LAMINA_E_INVALID ? LAMINA_E_ARGUMENT : status;
    }
    lamina_json_write_object_end(writer);
    return LAMINA_OK;
}

lamina_status mapper__placeholders_write(mapper__placeholders *placeholders,
                                         lamina_json_writer *writer)
{
    if (placeholders->status != LAMINA_OK)
        return placeholders->status;
    if (placeholders->name_count > 0) {
        lamina_json_write_name(writer, LAMINA_STR("ExpressionAttributeNames"));
        lamina_json_write_object(writer);
        for (size_t i = 0; i < placeholders->name_count; i++) {
            write_member(writer, "#n", i);
            lamina_json_write_string(writer, placeholders->names[i]);
        }
        lamina_json_write_object_end(writer);
    }
    if (placeholders->value_count == 0)
        return LAMINA_OK;
    return write_values(placeholders, writer);
}
