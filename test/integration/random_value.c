/* Structs with random values: see random_record.h. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lamina/json.h"
#include "lamina/text.h"
#include "random_record.h"

#define ELEMENTS_MOST 5u

static void *need(void *memory)
{
    if (memory == NULL)
        abort();
    return memory;
}

/* ---- texts ---- */

static size_t put_code_point(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
    for (size_t i = more; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)(lead[more] | c);
    return more + 1;
}

static uint32_t random_code_point(random_source *source)
{
    static const uint32_t ends[] = {0x20, 0x80, 0x800, 0xd800, 0x110000};
    uint32_t c = (uint32_t)random_below(source, ends[random_below(source, 5)]);
    return c >= 0xd800 && c < 0xe000 ? 0xe000 : c;
}

lamina_str random_text(lamina_arena *arena, random_source *source, size_t cap)
{
    size_t count = random_below(source, cap + 1);
    char *bytes = need(lamina_arena_alloc(arena, count * 4 + 1));
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += put_code_point(bytes + len, random_code_point(source));
    return (lamina_str){bytes, len};
}

static lamina_str random_bytes(lamina_arena *arena, random_source *source)
{
    size_t len = random_below(source, 40);
    char *bytes = need(lamina_arena_alloc(arena, len + 1));
    for (size_t i = 0; i < len; i++)
        bytes[i] = (char)random_bits(source);
    return (lamina_str){bytes, len};
}

/* ---- numbers ---- */

/* digits times ten to the power of exponent, in plain notation. */
static lamina_str plain(lamina_arena *arena, bool is_negative, lamina_str digits, int exponent)
{
    char text[300];
    size_t len = 0;
    if (is_negative)
        text[len++] = '-';
    int point = (int)digits.len + exponent; /* digits before it */
    if (point <= 0) {
        text[len++] = '0';
        text[len++] = '.';
    }
    for (int i = point; i < 0; i++)
        text[len++] = '0';
    for (int i = 0; i < (int)digits.len; i++) {
        if (i == point && i > 0)
            text[len++] = '.';
        text[len++] = digits.ptr[i];
    }
    for (int i = (int)digits.len; i < point; i++)
        text[len++] = '0';
    return lamina_arena_copy(arena, (lamina_str){text, len});
}

lamina_str random_decimal(lamina_arena *arena, random_source *source)
{
    char digits[38];
    size_t count = 1 + random_below(source, sizeof digits);
    for (size_t i = 0; i < count; i++)
        digits[i] = (char)('0' + random_below(source, 10));
    if (random_once_in(source, 20))
        return LAMINA_STR("0");
    digits[0] = (char)('1' + random_below(source, 9));
    digits[count - 1] = (char)('1' + random_below(source, 9));
    int exponent = random_once_in(source, 4)
                       ? -130 + (int)random_below(source, 130 + 126 - count + 1)
                       : -(int)random_below(source, count + 3);
    if (exponent > 0 && random_once_in(source, 2))
        exponent = 0;
    return plain(arena, random_once_in(source, 2), (lamina_str){digits, count}, exponent);
}

static double random_double(random_source *source)
{
    for (;;) {
        uint64_t bits = random_bits(source);
        double number;
        memcpy(&number, &bits, sizeof number);
        if (random_once_in(source, 3))
            number = (double)(int64_t)bits / 1000;
        if (isfinite(number) && fabs(number) >= 1e-130 && fabs(number) < 1e126)
            return number;
        if (random_once_in(source, 10))
            return 0;
    }
}

static int64_t random_int64(random_source *source)
{
    static const int64_t edges[] = {INT64_MIN, -1, 0, 1, INT64_MAX, INT64_C(9007199254740993)};
    if (random_once_in(source, 4))
        return edges[random_below(source, sizeof edges / sizeof edges[0])];
    return (int64_t)(random_bits(source) >> random_below(source, 64));
}

/* The years 0001 to 9999. */
static int64_t random_time(random_source *source)
{
    const int64_t first = INT64_C(-62135596800000000);
    const int64_t last = INT64_C(253402300799999999);
    return first + (int64_t)(random_bits(source) % (uint64_t)(last - first + 1));
}

/* ---- documents ---- */

static void write_document(lamina_arena *arena, random_source *source, size_t levels,
                           lamina_json_writer *writer)
{
    size_t kind = random_below(source, levels == 0 ? 4 : 8);
    size_t count = random_below(source, 4);
    switch (kind) {
    case 0: lamina_json_write_string(writer, random_text(arena, source, 12)); return;
    case 1: lamina_json_write_raw(writer, random_decimal(arena, source)); return;
    case 2: lamina_json_write_boolean(writer, random_once_in(source, 2)); return;
    case 3: lamina_json_write_null(writer); return;
    case 4:
    case 5:
        lamina_json_write_array(writer);
        for (size_t i = 0; i < count; i++)
            write_document(arena, source, levels - 1, writer);
        lamina_json_write_array_end(writer);
        return;
    default: break;
    }
    lamina_json_write_object(writer);
    for (size_t i = 0; i < count; i++) {
        lamina_str text = random_text(arena, source, 6);
        char *name = need(lamina_arena_alloc(arena, text.len + 1));
        memcpy(name, text.ptr, text.len);
        name[text.len] = (char)('a' + i); /* not empty, and no two equal */
        lamina_json_write_name(writer, (lamina_str){name, text.len + 1});
        write_document(arena, source, levels - 1, writer);
    }
    lamina_json_write_object_end(writer);
}

lamina_str random_document(lamina_arena *arena, random_source *source, size_t levels)
{
    for (;;) {
        lamina_text text;
        lamina_json_writer writer;
        lamina_text_init(&text, 1u << 20);
        lamina_json_write_init(&writer, &text);
        write_document(arena, source, levels, &writer);
        if (lamina_text_status(&text) != LAMINA_OK)
            abort();
        lamina_str document = lamina_arena_copy(arena, lamina_text_view(&text));
        lamina_text_clear(&text);
        if (!lamina_str_is(document, "null"))
            return document;
    }
}

/* As deep as the service allows: levels stand around it already. */
static lamina_str random_deep_document(lamina_arena *arena, random_source *source, size_t levels)
{
    char text[2 * 32];
    size_t count = 31 - levels;
    memset(text, '[', count);
    memset(text + count, ']', count);
    return random_once_in(source, 10) ? lamina_arena_copy(arena, (lamina_str){text, 2 * count})
                                      : random_document(arena, source, 4);
}

/* ---- structs ---- */

static void *new_struct(lamina_arena *arena, random_source *source, const lamina_record *record,
                        size_t depth);
static void fill_struct(lamina_arena *arena, random_source *source, const lamina_record *record,
                        size_t depth, void *out);

static void fill_scalar(lamina_arena *arena, random_source *source, uint32_t type, void *member)
{
    switch (type) {
    case LAMINA_TYPE_STRING:
        *(lamina_str *)member = random_text(arena, source, random_once_in(source, 20) ? 2000 : 20);
        return;
    case LAMINA_TYPE_BINARY: *(lamina_str *)member = random_bytes(arena, source); return;
    case LAMINA_TYPE_BOOLEAN: *(bool *)member = random_once_in(source, 2); return;
    case LAMINA_TYPE_DOUBLE: *(double *)member = random_double(source); return;
    case LAMINA_TYPE_DECIMAL: *(lamina_str *)member = random_decimal(arena, source); return;
    case LAMINA_TYPE_TIMESTAMP: *(int64_t *)member = random_time(source); return;
    default: *(int64_t *)member = random_int64(source); return;
    }
}

static size_t element_size(uint32_t type)
{
    switch (type) {
    case LAMINA_TYPE_BOOLEAN: return sizeof(bool);
    case LAMINA_TYPE_DOUBLE: return sizeof(double);
    case LAMINA_TYPE_INT64:
    case LAMINA_TYPE_TIMESTAMP:
    case LAMINA_TYPE_EPOCH: return sizeof(int64_t);
    default: return sizeof(lamina_str);
    }
}

static void fill_list(lamina_arena *arena, random_source *source, const lamina_field *field,
                      size_t depth, lamina_list *list)
{
    size_t count = random_below(source, ELEMENTS_MOST + 1);
    bool is_of_records = field->item_type == LAMINA_TYPE_RECORD;
    size_t size = is_of_records ? field->record->struct_size : element_size(field->item_type);
    char *items = need(lamina_arena_array(arena, count, size));
    *list = (lamina_list){items, count};
    for (size_t i = 0; i < count; i++) {
        if (is_of_records)
            fill_struct(arena, source, field->record, depth + 2, items + i * size);
        else
            fill_scalar(arena, source, field->item_type, items + i * size);
    }
}

static void fill_set(lamina_arena *arena, random_source *source, uint32_t type, lamina_list *set)
{
    uint32_t element = type == LAMINA_TYPE_STRING_SET   ? LAMINA_TYPE_STRING
                       : type == LAMINA_TYPE_NUMBER_SET ? LAMINA_TYPE_DECIMAL
                                                        : LAMINA_TYPE_BINARY;
    size_t wanted = 1 + random_below(source, ELEMENTS_MOST);
    lamina_str *items = need(lamina_arena_array(arena, wanted, sizeof *items));
    size_t count = 0;
    for (size_t i = 0; i < wanted; i++) {
        fill_scalar(arena, source, element, &items[count]);
        size_t same = 0;
        while (same < count && !lamina_str_equal(items[same], items[count]))
            same++;
        count += same == count;
    }
    *set = (lamina_list){items, count};
}

static void fill_member(lamina_arena *arena, random_source *source, const lamina_field *field,
                        size_t depth, void *member)
{
    switch (field->type) {
    case LAMINA_TYPE_RECORD:
        *(void **)member = new_struct(arena, source, field->record, depth + 1);
        return;
    case LAMINA_TYPE_LIST: fill_list(arena, source, field, depth, member); return;
    case LAMINA_TYPE_STRING_SET:
    case LAMINA_TYPE_NUMBER_SET:
    case LAMINA_TYPE_BINARY_SET: fill_set(arena, source, field->type, member); return;
    case LAMINA_TYPE_JSON:
        *(lamina_str *)member = random_deep_document(arena, source, depth);
        return;
    default: fill_scalar(arena, source, field->type, member); return;
    }
}

/* depth: maps and lists around the fields. */
static void fill_struct(lamina_arena *arena, random_source *source, const lamina_record *record,
                        size_t depth, void *out)
{
    lamina_presence *has = out;
    for (uint32_t i = 0; i < record->field_count; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        bool is_required = (field->flags & LAMINA_FIELD_REQUIRED) != 0;
        if (!is_required && random_once_in(source, 4))
            continue;
        if ((field->flags & LAMINA_FIELD_NULLABLE) != 0 && random_once_in(source, 4)) {
            lamina_mark_null(has, i);
            continue;
        }
        fill_member(arena, source, field, depth, (char *)out + field->offset);
        if (!is_required || random_once_in(source, 2)) /* a required field needs no mark */
            lamina_mark(has, i);
    }
}

static void *new_struct(lamina_arena *arena, random_source *source, const lamina_record *record,
                        size_t depth)
{
    void *out = need(lamina_arena_alloc(arena, record->struct_size));
    fill_struct(arena, source, record, depth, out);
    return out;
}

void *random_value(lamina_arena *arena, random_source *source, const lamina_record *record,
                   lamina_str id)
{
    void *out = new_struct(arena, source, record, 0);
    memcpy((char *)out + lamina_record_field(record, RANDOM_ID)->offset, &id, sizeof id);
    return out;
}
