/* The bench's item: see bench_item.h. */
#include "bench_item.h"

#include "lamina/text.h"

#define FIELD(number, member, wire, kind, more)                                                    \
    [number] = {                                                                                   \
        .name = (wire), .type = (kind), .offset = offsetof(bench_item, member), .flags = (more)}

static const lamina_field fields[BENCH_ITEM_FIELD_COUNT] = {
    FIELD(BENCH_ITEM_GROUP, group, "group", LAMINA_TYPE_STRING, LAMINA_FIELD_REQUIRED),
    FIELD(BENCH_ITEM_NUMBER, number, "number", LAMINA_TYPE_INT64, LAMINA_FIELD_REQUIRED),
    FIELD(BENCH_ITEM_NAME, name, "name", LAMINA_TYPE_STRING, 0),
    FIELD(BENCH_ITEM_EMAIL, email, "email", LAMINA_TYPE_STRING, 0),
    FIELD(BENCH_ITEM_PRICE, price, "price", LAMINA_TYPE_DECIMAL, 0),
    FIELD(BENCH_ITEM_ACTIVE, active, "active", LAMINA_TYPE_BOOLEAN, 0),
    FIELD(BENCH_ITEM_TAGS, tags, "tags", LAMINA_TYPE_STRING_SET, 0),
};

static const lamina_record record = {.size = sizeof(lamina_record),
                                     .name = "BenchItem",
                                     .struct_size = sizeof(bench_item),
                                     .field_size = sizeof(lamina_field),
                                     .fields = fields,
                                     .field_count = BENCH_ITEM_FIELD_COUNT};

const mapper_model bench_model = {.size = sizeof(mapper_model),
                                  .index_size = sizeof(mapper_index),
                                  .name = "bench",
                                  .table_env = "BENCH_TABLE_NAME",
                                  .record = &record,
                                  .hash_field = BENCH_ITEM_GROUP,
                                  .range_field = BENCH_ITEM_NUMBER,
                                  .version_field = MAPPER_NO_FIELD,
                                  .created_field = MAPPER_NO_FIELD,
                                  .updated_field = MAPPER_NO_FIELD,
                                  .ttl_field = MAPPER_NO_FIELD};

bench_item bench_item_of(const char *group, int64_t number)
{
    static lamina_str tags[] = {{"gold", 4}, {"export", 6}, {"north", 5}};
    bench_item item = {.group = lamina_str_from(group),
                       .number = number,
                       .name = LAMINA_STR("Muster & Söhne Handelsgesellschaft mbH"),
                       .email = LAMINA_STR("einkauf@muster.example"),
                       .price = LAMINA_STR("1499.95"),
                       .tags = {tags, 3},
                       .active = true};
    for (uint32_t i = 0; i < BENCH_ITEM_FIELD_COUNT; i++)
        lamina_mark(&item.has, i);
    return item;
}
