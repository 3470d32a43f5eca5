/*
 * fuzz_record.c - any bytes as the JSON body and as the query string of a record that has a field of
 * every type. What is accepted must be valid by lamina_record_validate(), too, and what is written of
 * it must be accepted again and write as the same bytes.
 */
#include <stdint.h>
#include <stdlib.h>

#include "lamina/record_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds)
        abort();
}

typedef struct node {
    lamina_presence has;
    lamina_str string;
    lamina_str binary;
    int64_t int64;
    double number;
    lamina_str decimal;
    int64_t timestamp;
    int64_t epoch;
    struct node *node;
    lamina_list list;
    lamina_list nodes;
    lamina_list strings;
    lamina_list numbers;
    lamina_list binaries;
    lamina_str json;
    bool boolean;
} node;

static bool is_not_evil(lamina_str text)
{
    return !lamina_str_is(text, "evil");
}

static const lamina_format not_evil = {
    .size = sizeof(lamina_format), .name = "good", .rule = "good", .check = is_not_evil};
static const lamina_range small = {-1000, 1000};
static const char *const choices[] = {"a", "bb", NULL};

extern const lamina_record node_record;

#define FIELD(member) .name = #member, .offset = offsetof(node, member)
static const lamina_field node_fields[] = {
    {FIELD(string), .type = LAMINA_TYPE_STRING, .max_length = 20, .pattern = "[a-z/~]*",
     .format = &not_evil, .flags = LAMINA_FIELD_NULLABLE},
    {FIELD(binary), .type = LAMINA_TYPE_BINARY, .max_length = 9},
    {FIELD(int64), .type = LAMINA_TYPE_INT64},
    {FIELD(number), .type = LAMINA_TYPE_DOUBLE, .range = &small},
    {FIELD(decimal), .type = LAMINA_TYPE_DECIMAL, .range = &small},
    {FIELD(timestamp), .type = LAMINA_TYPE_TIMESTAMP},
    {FIELD(epoch), .type = LAMINA_TYPE_EPOCH, .range = &small},
    {FIELD(node), .type = LAMINA_TYPE_RECORD, .record = &node_record},
    {FIELD(list), .type = LAMINA_TYPE_LIST, .item_type = LAMINA_TYPE_BOOLEAN, .max_length = 3},
    {FIELD(nodes), .type = LAMINA_TYPE_LIST, .item_type = LAMINA_TYPE_RECORD,
     .record = &node_record},
    {FIELD(strings), .type = LAMINA_TYPE_STRING_SET, .values = choices, .item_max_length = 5},
    {FIELD(numbers), .type = LAMINA_TYPE_NUMBER_SET},
    {FIELD(binaries), .type = LAMINA_TYPE_BINARY_SET, .min_length = 1},
    {FIELD(json), .type = LAMINA_TYPE_JSON, .flags = LAMINA_FIELD_NULLABLE},
    {FIELD(boolean), .type = LAMINA_TYPE_BOOLEAN},
};

const lamina_record node_record = {.size = sizeof(lamina_record),
                                   .name = "Node",
                                   .struct_size = sizeof(node),
                                   .field_size = sizeof(lamina_field),
                                   .fields = node_fields,
                                   .field_count = sizeof(node_fields) / sizeof(node_fields[0])};

static lamina_status read_text(lamina_arena *arena, lamina_str text, node *out)
{
    const lamina_json *value;
    lamina_violations violations = {0};
    lamina_status status = lamina_json_read(arena, text, 0, &value, NULL);
    if (status != LAMINA_OK)
        return status;
    status = lamina_record_read_json(arena, &node_record, value, out, &violations);
    if (status == LAMINA_E_INVALID) {
        demand(violations.count > 0 && violations.count <= LAMINA_VIOLATION_CAP);
        for (size_t i = 0; i < violations.count; i++)
            demand(lamina_str_is_utf8(violations.items[i].pointer, NULL));
    }
    return status;
}

static void write_text(const node *value, lamina_text *text)
{
    lamina_json_writer writer;
    const lamina_field *forgotten;
    lamina_text_init(text, (size_t)64 << 20);
    lamina_json_write_init(&writer, text);
    demand(lamina_record_write_json(&node_record, value, &writer, &forgotten) == LAMINA_OK);
}

static void demand_round_trip(lamina_arena *arena, const node *value)
{
    lamina_violations violations = {0};
    lamina_status status = lamina_record_validate(arena, &node_record, value, &violations);
    demand(status == LAMINA_OK || lamina_arena_is_exhausted(arena));
    lamina_text first;
    lamina_text second;
    node again;
    node copied = {.boolean = false};
    write_text(value, &first);
    demand(lamina_record_copy(arena, &node_record, value, &node_record, &copied) == LAMINA_OK);
    status = read_text(arena, lamina_text_view(&first), &again);
    demand(status == LAMINA_OK || lamina_arena_is_exhausted(arena));
    if (status == LAMINA_OK) {
        write_text(&again, &second);
        demand(lamina_str_equal(lamina_text_view(&first), lamina_text_view(&second)));
        lamina_text_clear(&second);
        write_text(&copied, &second);
        demand(lamina_str_equal(lamina_text_view(&first), lamina_text_view(&second)));
        lamina_text_clear(&second);
    }
    lamina_text_clear(&first);
}

/* "a=1&b=2", without percent-decoding: any byte may come out of that. */
static void read_as_query(lamina_arena *arena, lamina_str text, node *out)
{
    lamina_param params[64];
    size_t count = 0;
    while (text.len > 0 && count < 64) {
        lamina_str pair;
        lamina_str_cut(&text, '&', &pair);
        lamina_str_cut(&pair, '=', &params[count].name);
        params[count++].value = pair;
    }
    lamina_violations violations = {0};
    if (lamina_record_read_params(arena, &node_record, params, count, out, &violations) !=
        LAMINA_OK)
        return;
    /* Free-form JSON of a parameter keeps its spelling, and is spelled anew when read from a body. */
    lamina_text written;
    node again;
    write_text(out, &written);
    lamina_status status = read_text(arena, lamina_text_view(&written), &again);
    demand(status == LAMINA_OK || lamina_arena_is_exhausted(arena));
    if (status == LAMINA_OK)
        demand_round_trip(arena, &again);
    lamina_text_clear(&written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lamina_arena *arena = lamina_arena_new((size_t)16 << 20);
    lamina_str text = {(const char *)data, size};
    node value;
    if (read_text(arena, text, &value) == LAMINA_OK)
        demand_round_trip(arena, &value);
    read_as_query(arena, text, &value);
    lamina_arena_free(arena);
    return 0;
}
