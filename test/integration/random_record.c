/* Records of random shape: see random_record.h. */
#include "random_record.h"

#include <stdlib.h>
#include <string.h>

#define DEEPEST 8u
#define FIELDS_MOST 12u

/* SplitMix64. */
uint64_t random_bits(random_source *source)
{
    uint64_t z = source->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

size_t random_below(random_source *source, size_t end)
{
    return (size_t)(random_bits(source) % end);
}

bool random_once_in(random_source *source, size_t times)
{
    return random_below(source, times) == 0;
}

static void *need(void *memory)
{
    if (memory == NULL)
        abort();
    return memory;
}

/* Where the next field lies, and behind it. */
static uint32_t place(uint32_t *end, size_t size)
{
    uint32_t alignment = size < 8 ? 1 : 8;
    uint32_t offset = (*end + alignment - 1) / alignment * alignment;
    *end = offset + (uint32_t)size;
    return offset;
}

static size_t size_of(uint32_t type)
{
    switch (type) {
    case LAMINA_TYPE_BOOLEAN: return sizeof(bool);
    case LAMINA_TYPE_INT64:
    case LAMINA_TYPE_TIMESTAMP:
    case LAMINA_TYPE_EPOCH: return sizeof(int64_t);
    case LAMINA_TYPE_DOUBLE: return sizeof(double);
    case LAMINA_TYPE_RECORD: return sizeof(void *);
    case LAMINA_TYPE_LIST:
    case LAMINA_TYPE_STRING_SET:
    case LAMINA_TYPE_NUMBER_SET:
    case LAMINA_TYPE_BINARY_SET: return sizeof(lamina_list);
    default: return sizeof(lamina_str);
    }
}

/* What names may hold: words that expressions reserve, and all that JSON escapes. */
static const char *random_name(lamina_arena *arena, random_source *source, uint32_t number)
{
    static const char *const words[] = {"name",
                                        "size",
                                        "a.b",
                                        "#x",
                                        ":v0",
                                        "x[0]",
                                        "\"",
                                        "\\",
                                        "\x01",
                                        "\xc3\xa4",
                                        "\xf0\x9f\x98\x80",
                                        " ",
                                        "status",
                                        "/~",
                                        "NULL",
                                        "S"};
    const char *word = words[random_below(source, sizeof words / sizeof words[0])];
    return need((void *)(uintptr_t)lamina_arena_format(arena, "%s%u", word, number).ptr);
}

static const lamina_record *new_record(lamina_arena *arena, random_source *source, uint32_t depth);

static void choose_type(lamina_arena *arena, random_source *source, uint32_t depth,
                        lamina_field *field)
{
    static const uint32_t elements[] = {
        LAMINA_TYPE_STRING,    LAMINA_TYPE_BINARY, LAMINA_TYPE_BOOLEAN,
        LAMINA_TYPE_INT64,     LAMINA_TYPE_DOUBLE, LAMINA_TYPE_DECIMAL,
        LAMINA_TYPE_TIMESTAMP, LAMINA_TYPE_EPOCH,  LAMINA_TYPE_RECORD};
    field->type = LAMINA_TYPE_STRING + (uint32_t)random_below(source, LAMINA_TYPE_JSON);
    if (field->type == LAMINA_TYPE_RECORD && depth == DEEPEST)
        field->type = LAMINA_TYPE_JSON;
    if (field->type == LAMINA_TYPE_LIST)
        field->item_type = elements[random_below(source, sizeof elements / sizeof elements[0] -
                                                             (depth == DEEPEST))];
    if (field->type == LAMINA_TYPE_RECORD || field->item_type == LAMINA_TYPE_RECORD)
        field->record = new_record(arena, source, depth + 1);
}

static const lamina_record *new_record(lamina_arena *arena, random_source *source, uint32_t depth)
{
    bool is_item = depth == 0;
    uint32_t most = FIELDS_MOST / (depth / 2 + 1);
    uint32_t count = (uint32_t)is_item + 1 + (uint32_t)random_below(source, most);
    lamina_field *fields = need(lamina_arena_array(arena, count, sizeof *fields));
    uint32_t end = sizeof(lamina_presence) + sizeof(lamina_unknown);
    for (uint32_t i = 0; i < count; i++) {
        lamina_field *field = &fields[i];
        if (is_item && i == RANDOM_ID) {
            field->name = "id";
            field->type = LAMINA_TYPE_STRING;
            field->flags = LAMINA_FIELD_REQUIRED;
        } else {
            field->name = random_name(arena, source, i);
            choose_type(arena, source, depth, field);
            field->flags = random_once_in(source, 4)   ? LAMINA_FIELD_REQUIRED
                           : random_once_in(source, 3) ? 0
                                                       : LAMINA_FIELD_NULLABLE;
        }
        field->offset = place(&end, size_of(field->type));
    }
    lamina_record *record = need(lamina_arena_alloc(arena, sizeof *record));
    *record = (lamina_record){.size = sizeof *record,
                              .flags = LAMINA_RECORD_KEEPS_UNKNOWN,
                              .name = "Random",
                              .struct_size = (end + 7) / 8 * 8,
                              .field_size = sizeof(lamina_field),
                              .fields = fields,
                              .field_count = count};
    return record;
}

const lamina_record *random_record(lamina_arena *arena, random_source *source)
{
    return new_record(arena, source, 0);
}

const lamina_record *random_record_pruned(lamina_arena *arena, random_source *source,
                                          const lamina_record *record)
{
    lamina_field *fields = need(lamina_arena_array(arena, record->field_count, sizeof *fields));
    uint32_t count = 0;
    for (uint32_t i = 0; i < record->field_count; i++) {
        if (count > 0 && random_once_in(source, 2))
            continue;
        fields[count] = record->fields[i];
        if (fields[count].record != NULL)
            fields[count].record = random_record_pruned(arena, source, fields[count].record);
        count++;
    }
    lamina_record *pruned = need(lamina_arena_alloc(arena, sizeof *pruned));
    *pruned = *record;
    pruned->fields = fields;
    pruned->field_count = count;
    return pruned;
}
