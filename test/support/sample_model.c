/* Models for the mapper's tests: see sample_model.h. */
#include "sample_model.h"

static const lamina_field part_fields[SAMPLE_PART_FIELD_COUNT];

/* The same fields but for the last: a part holds one more part, and no further ones. */
static const lamina_record inner_record = {.size = sizeof(lamina_record),
                                           .name = "InnerPart",
                                           .struct_size = sizeof(sample_part),
                                           .field_size = sizeof(lamina_field),
                                           .fields = part_fields,
                                           .field_count = SAMPLE_PART_INNER};

static const lamina_field part_fields[SAMPLE_PART_FIELD_COUNT] = {
    [SAMPLE_PART_NAME] = {.name = "name",
                          .type = LAMINA_TYPE_STRING,
                          .offset = offsetof(sample_part, name),
                          .flags = LAMINA_FIELD_REQUIRED},
    [SAMPLE_PART_WEIGHT] = {.name = "weight",
                            .type = LAMINA_TYPE_INT64,
                            .offset = offsetof(sample_part, weight),
                            .flags = LAMINA_FIELD_NULLABLE},
    [SAMPLE_PART_INNER] = {.name = "inner",
                           .type = LAMINA_TYPE_RECORD,
                           .offset = offsetof(sample_part, inner),
                           .record = &inner_record},
};

static const lamina_record part_record = {.size = sizeof(lamina_record),
                                          .name = "Part",
                                          .struct_size = sizeof(sample_part),
                                          .field_size = sizeof(lamina_field),
                                          .fields = part_fields,
                                          .field_count = SAMPLE_PART_FIELD_COUNT};

/* Optional, null allowed: three states. */
#define OPTIONAL(member, wire, kind)                                                               \
    {                                                                                              \
        .name = (wire), .type = (kind), .offset = offsetof(sample, member),                        \
        .flags = LAMINA_FIELD_NULLABLE                                                             \
    }

static const lamina_field sample_fields[SAMPLE_FIELD_COUNT] = {
    [SAMPLE_ID] = {.name = "id",
                   .type = LAMINA_TYPE_STRING,
                   .offset = offsetof(sample, id),
                   .flags = LAMINA_FIELD_REQUIRED},
    [SAMPLE_RANK] = {.name = "rank",
                     .type = LAMINA_TYPE_INT64,
                     .offset = offsetof(sample, rank),
                     .flags = LAMINA_FIELD_REQUIRED},
    [SAMPLE_TITLE] = {.name = "title",
                      .type = LAMINA_TYPE_STRING,
                      .offset = offsetof(sample, title)},
    [SAMPLE_BLOB] = OPTIONAL(blob, "blob", LAMINA_TYPE_BINARY),
    [SAMPLE_ACTIVE] = OPTIONAL(active, "active", LAMINA_TYPE_BOOLEAN),
    [SAMPLE_COUNT] = OPTIONAL(count, "count", LAMINA_TYPE_INT64),
    [SAMPLE_RATIO] = OPTIONAL(ratio, "ratio", LAMINA_TYPE_DOUBLE),
    [SAMPLE_PRICE] = OPTIONAL(price, "price", LAMINA_TYPE_DECIMAL),
    [SAMPLE_DUE] = OPTIONAL(due, "due", LAMINA_TYPE_TIMESTAMP),
    [SAMPLE_PART] = {.name = "part",
                     .type = LAMINA_TYPE_RECORD,
                     .offset = offsetof(sample, part),
                     .flags = LAMINA_FIELD_NULLABLE,
                     .record = &part_record},
    [SAMPLE_PARTS] = {.name = "parts",
                      .type = LAMINA_TYPE_LIST,
                      .item_type = LAMINA_TYPE_RECORD,
                      .offset = offsetof(sample, parts),
                      .flags = LAMINA_FIELD_NULLABLE,
                      .record = &part_record},
    [SAMPLE_LINES] = {.name = "lines",
                      .type = LAMINA_TYPE_LIST,
                      .item_type = LAMINA_TYPE_STRING,
                      .offset = offsetof(sample, lines),
                      .flags = LAMINA_FIELD_NULLABLE},
    [SAMPLE_FLAGS] = {.name = "flags",
                      .type = LAMINA_TYPE_LIST,
                      .item_type = LAMINA_TYPE_BOOLEAN,
                      .offset = offsetof(sample, flags)},
    [SAMPLE_TAGS] = OPTIONAL(tags, "tags", LAMINA_TYPE_STRING_SET),
    [SAMPLE_NUMBERS] = OPTIONAL(numbers, "numbers", LAMINA_TYPE_NUMBER_SET),
    [SAMPLE_KEYS] = OPTIONAL(keys, "keys", LAMINA_TYPE_BINARY_SET),
    [SAMPLE_DOCUMENT] = OPTIONAL(document, "document", LAMINA_TYPE_JSON),
    [SAMPLE_GROUP] = {.name = "group",
                      .type = LAMINA_TYPE_STRING,
                      .offset = offsetof(sample, group)},
    [SAMPLE_SEQUENCE] = {.name = "sequence",
                         .type = LAMINA_TYPE_INT64,
                         .offset = offsetof(sample, sequence)},
    [SAMPLE_CREATED] = {.name = "createdAt",
                        .type = LAMINA_TYPE_TIMESTAMP,
                        .offset = offsetof(sample, created)},
    [SAMPLE_UPDATED] = {.name = "updatedAt",
                        .type = LAMINA_TYPE_TIMESTAMP,
                        .offset = offsetof(sample, updated)},
    [SAMPLE_VERSION] = {.name = "version",
                        .type = LAMINA_TYPE_INT64,
                        .offset = offsetof(sample, version),
                        .flags = LAMINA_FIELD_REQUIRED},
    [SAMPLE_EXPIRES] = {.name = "expires",
                        .type = LAMINA_TYPE_EPOCH,
                        .offset = offsetof(sample, expires)},
};

const lamina_record sample_record = {.size = sizeof(lamina_record),
                                     .name = "Sample",
                                     .struct_size = sizeof(sample),
                                     .field_size = sizeof(lamina_field),
                                     .fields = sample_fields,
                                     .field_count = SAMPLE_FIELD_COUNT};

static const mapper_index sample_indexes[] = {
    {.name = SAMPLE_BY_GROUP, .hash_field = SAMPLE_GROUP, .range_field = SAMPLE_SEQUENCE},
    {.name = SAMPLE_BY_GROUP_KEYS,
     .hash_field = SAMPLE_GROUP,
     .range_field = MAPPER_NO_FIELD,
     .projection = MAPPER_PROJECT_KEYS},
    {.name = SAMPLE_BY_TITLE, .hash_field = SAMPLE_ID, .range_field = SAMPLE_TITLE, .is_local = 1},
};

const mapper_model sample_model = {.size = sizeof(mapper_model),
                                   .index_size = sizeof(mapper_index),
                                   .name = "sample",
                                   .table_env = "SAMPLE_TABLE_NAME",
                                   .record = &sample_record,
                                   .indexes = sample_indexes,
                                   .index_count = sizeof sample_indexes / sizeof sample_indexes[0],
                                   .hash_field = SAMPLE_ID,
                                   .range_field = SAMPLE_RANK,
                                   .version_field = SAMPLE_VERSION,
                                   .created_field = SAMPLE_CREATED,
                                   .updated_field = SAMPLE_UPDATED,
                                   .ttl_field = SAMPLE_EXPIRES};

static const lamina_field note_fields[NOTE_FIELD_COUNT] = {
    [NOTE_ID] = {.name = "id",
                 .type = LAMINA_TYPE_STRING,
                 .offset = offsetof(note, id),
                 .flags = LAMINA_FIELD_REQUIRED},
    [NOTE_TEXT] = {.name = "text",
                   .type = LAMINA_TYPE_STRING,
                   .offset = offsetof(note, text),
                   .flags = LAMINA_FIELD_REQUIRED,
                   .min_length = 1},
    [NOTE_PLACE] = {.name = "place",
                    .type = LAMINA_TYPE_RECORD,
                    .offset = offsetof(note, place),
                    .record = &part_record},
    [NOTE_VERSION] = {.name = "version",
                      .type = LAMINA_TYPE_INT64,
                      .offset = offsetof(note, version),
                      .flags = LAMINA_FIELD_REQUIRED},
};

const lamina_record note_record = {.size = sizeof(lamina_record),
                                   .name = "Note",
                                   .struct_size = sizeof(note),
                                   .field_size = sizeof(lamina_field),
                                   .fields = note_fields,
                                   .field_count = NOTE_FIELD_COUNT};

const mapper_model note_model = {.size = sizeof(mapper_model),
                                 .index_size = sizeof(mapper_index),
                                 .name = "note",
                                 .table_env = "NOTE_TABLE_NAME",
                                 .record = &note_record,
                                 .hash_field = NOTE_ID,
                                 .range_field = MAPPER_NO_FIELD,
                                 .version_field = NOTE_VERSION,
                                 .created_field = MAPPER_NO_FIELD,
                                 .updated_field = MAPPER_NO_FIELD,
                                 .ttl_field = MAPPER_NO_FIELD};

static const lamina_field pair_fields[PAIR_FIELD_COUNT] = {
    [PAIR_ID] = {.name = "id",
                 .type = LAMINA_TYPE_STRING,
                 .offset = offsetof(pair, id),
                 .flags = LAMINA_FIELD_REQUIRED},
    [PAIR_VALUE] = {.name = "value", .type = LAMINA_TYPE_STRING, .offset = offsetof(pair, value)},
};

static const lamina_record pair_record = {.size = sizeof(lamina_record),
                                          .name = "Pair",
                                          .struct_size = sizeof(pair),
                                          .field_size = sizeof(lamina_field),
                                          .fields = pair_fields,
                                          .field_count = PAIR_FIELD_COUNT};

const mapper_model pair_model = {.size = sizeof(mapper_model),
                                 .index_size = sizeof(mapper_index),
                                 .name = "pair",
                                 .table_env = "PAIR_TABLE_NAME",
                                 .record = &pair_record,
                                 .hash_field = PAIR_ID,
                                 .range_field = MAPPER_NO_FIELD,
                                 .version_field = MAPPER_NO_FIELD,
                                 .created_field = MAPPER_NO_FIELD,
                                 .updated_field = MAPPER_NO_FIELD,
                                 .ttl_field = MAPPER_NO_FIELD};
