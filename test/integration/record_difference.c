/* Do two structs of a record say the same? See random_record.h. */
#include <string.h>

#include "lamina/json.h"
#include "lamina/text.h"
#include "random_record.h"

static const char *differ(lamina_arena *arena, const lamina_record *record, const void *a,
                          const void *b, const char *where);

/* ---- numbers: the same value may come back in another notation ---- */

typedef struct decimal {
    char digits[160]; /* without zeros at either end */
    size_t count;
    int64_t exponent; /* of the last digit */
    bool is_negative;
} decimal;

static decimal read_decimal(lamina_str text)
{
    decimal number = {.count = 0};
    bool is_behind_point = false;
    size_t i = 0;
    for (; i < text.len && text.ptr[i] != 'e' && text.ptr[i] != 'E'; i++) {
        char c = text.ptr[i];
        number.is_negative |= c == '-';
        is_behind_point |= c == '.';
        if (c < '0' || c > '9' || number.count == sizeof number.digits)
            continue;
        if (c != '0' || number.count > 0)
            number.digits[number.count++] = c;
        number.exponent -= is_behind_point;
    }
    i += i + 1 < text.len && text.ptr[i + 1] == '+'; /* which no integer has */
    int64_t exponent = 0;
    if (i < text.len)
        (void)lamina_parse_int64((lamina_str){text.ptr + i + 1, text.len - i - 1}, &exponent);
    number.exponent += exponent;
    while (number.count > 0 && number.digits[number.count - 1] == '0') {
        number.count--;
        number.exponent++;
    }
    return number;
}

static bool same_number(lamina_str a, lamina_str b)
{
    decimal left = read_decimal(a);
    decimal right = read_decimal(b);
    if (left.count == 0 || right.count == 0)
        return left.count == right.count;
    return left.is_negative == right.is_negative && left.exponent == right.exponent &&
           lamina_str_equal((lamina_str){left.digits, left.count},
                            (lamina_str){right.digits, right.count});
}

/* ---- documents ---- */

static bool same_json(const lamina_json *a, const lamina_json *b);

static bool same_children(const lamina_json *a, const lamina_json *b)
{
    bool has_names = lamina_json_type(a) == LAMINA_JSON_OBJECT;
    const lamina_json *other = lamina_json_first(b);
    const lamina_json *child = lamina_json_first(a);
    for (; child != NULL; child = lamina_json_next(child)) {
        /* Members come in any order, elements in theirs. */
        if (has_names)
            for (other = lamina_json_first(b); other != NULL; other = lamina_json_next(other))
                if (lamina_str_equal(lamina_json_name(other), lamina_json_name(child)))
                    break;
        if (!same_json(child, other))
            return false;
        other = has_names ? other : lamina_json_next(other);
    }
    return true;
}

static bool same_json(const lamina_json *a, const lamina_json *b)
{
    if (lamina_json_type(a) != lamina_json_type(b) || lamina_json_count(a) != lamina_json_count(b))
        return false;
    switch (lamina_json_type(a)) {
    case LAMINA_JSON_STRING: return lamina_str_equal(lamina_json_string(a), lamina_json_string(b));
    case LAMINA_JSON_NUMBER: return same_number(lamina_json_number(a), lamina_json_number(b));
    case LAMINA_JSON_BOOLEAN: return lamina_json_true(a) == lamina_json_true(b);
    default: return same_children(a, b);
    }
}

static bool same_document(lamina_arena *arena, lamina_str a, lamina_str b)
{
    const lamina_json *left = NULL;
    const lamina_json *right = NULL;
    return lamina_json_read(arena, a, 0, &left, NULL) == LAMINA_OK &&
           lamina_json_read(arena, b, 0, &right, NULL) == LAMINA_OK && same_json(left, right);
}

/* ---- values ---- */

static bool same_scalar(lamina_arena *arena, uint32_t type, const void *a, const void *b)
{
    switch (type) {
    case LAMINA_TYPE_BOOLEAN: return *(const bool *)a == *(const bool *)b;
    case LAMINA_TYPE_INT64:
    case LAMINA_TYPE_TIMESTAMP:
    case LAMINA_TYPE_EPOCH: return *(const int64_t *)a == *(const int64_t *)b;
    case LAMINA_TYPE_DOUBLE: return memcmp(a, b, sizeof(double)) == 0;
    case LAMINA_TYPE_DECIMAL: return same_number(*(const lamina_str *)a, *(const lamina_str *)b);
    case LAMINA_TYPE_JSON:
        return same_document(arena, *(const lamina_str *)a, *(const lamina_str *)b);
    default: return lamina_str_equal(*(const lamina_str *)a, *(const lamina_str *)b);
    }
}

/* Counts are equal and nothing is in there twice: each of one in the other is enough. */
static bool same_set(uint32_t type, const lamina_list *a, const lamina_list *b)
{
    bool are_numbers = type == LAMINA_TYPE_NUMBER_SET;
    const lamina_str *left = a->items;
    const lamina_str *right = b->items;
    for (size_t i = 0; i < a->count; i++) {
        size_t j = 0;
        while (j < b->count && !(are_numbers ? same_number(left[i], right[j])
                                             : lamina_str_equal(left[i], right[j])))
            j++;
        if (j == b->count)
            return false;
    }
    return true;
}

static size_t element_size(const lamina_field *field)
{
    switch (field->item_type) {
    case LAMINA_TYPE_RECORD: return field->record->struct_size;
    case LAMINA_TYPE_BOOLEAN: return sizeof(bool);
    case LAMINA_TYPE_INT64:
    case LAMINA_TYPE_TIMESTAMP:
    case LAMINA_TYPE_EPOCH:
    case LAMINA_TYPE_DOUBLE: return sizeof(int64_t);
    default: return sizeof(lamina_str);
    }
}

static const char *differ_in_list(lamina_arena *arena, const lamina_field *field,
                                  const lamina_list *a, const lamina_list *b, const char *where)
{
    size_t size = element_size(field);
    for (size_t i = 0; i < a->count; i++) {
        const char *here = lamina_arena_format(arena, "%s/%zu", where, i).ptr;
        const char *left = (const char *)a->items + i * size;
        const char *right = (const char *)b->items + i * size;
        if (field->item_type == LAMINA_TYPE_RECORD) {
            const char *difference = differ(arena, field->record, left, right, here);
            if (difference != NULL)
                return difference;
        } else if (!same_scalar(arena, field->item_type, left, right)) {
            return here;
        }
    }
    return NULL;
}

static const char *differ_in_member(lamina_arena *arena, const lamina_field *field, const void *a,
                                    const void *b, const char *where)
{
    const lamina_list *left = a;
    const lamina_list *right = b;
    switch (field->type) {
    case LAMINA_TYPE_RECORD:
        return differ(arena, field->record, *(const void *const *)a, *(const void *const *)b,
                      where);
    case LAMINA_TYPE_LIST:
        return left->count != right->count ? where
                                           : differ_in_list(arena, field, left, right, where);
    case LAMINA_TYPE_STRING_SET:
    case LAMINA_TYPE_NUMBER_SET:
    case LAMINA_TYPE_BINARY_SET:
        return left->count == right->count && same_set(field->type, left, right) ? NULL : where;
    default: return same_scalar(arena, field->type, a, b) ? NULL : where;
    }
}

/* A required field is there without a mark. */
static bool is_there(const lamina_field *field, const void *item, uint32_t i)
{
    return lamina_is_present(item, i) || (field->flags & LAMINA_FIELD_REQUIRED) != 0;
}

static const char *differ(lamina_arena *arena, const lamina_record *record, const void *a,
                          const void *b, const char *where)
{
    for (uint32_t i = 0; i < record->field_count; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        const char *here = lamina_arena_format(arena, "%s/%s", where, field->name).ptr;
        if (lamina_is_null(a, i) != lamina_is_null(b, i) ||
            is_there(field, a, i) != is_there(field, b, i))
            return lamina_arena_format(arena, "the state of %s (type %u)", here, field->type).ptr;
        if (!is_there(field, a, i))
            continue;
        const char *difference = differ_in_member(arena, field, (const char *)a + field->offset,
                                                  (const char *)b + field->offset, here);
        if (difference == here)
            return lamina_arena_format(arena, "%s (type %u)", here, field->type).ptr;
        if (difference != NULL)
            return difference;
    }
    return NULL;
}

const char *record_difference(lamina_arena *arena, const lamina_record *record, const void *a,
                              const void *b)
{
    return differ(arena, record, a, b, "");
}
