/* A table's description, as the service or a template gives it, into a struct. */

#include "lamina/text.h"
#include "mapper/table.h"

/* Which of the schema's attributes has that role; empty: none. */
static lamina_str key_of(const lamina_json *description, const char *role)
{
    const lamina_json *key = lamina_json_first(lamina_json_member(description, "KeySchema"));
    for (; key != NULL; key = lamina_json_next(key))
        if (lamina_str_is(lamina_json_member_string(key, "KeyType"), role))
            return lamina_json_member_string(key, "AttributeName");
    return (lamina_str){NULL, 0};
}

static int64_t number_of(const lamina_json *description, const char *name)
{
    int64_t number = 0;
    if (lamina_json_int64(lamina_json_member(description, name), &number) != LAMINA_OK)
        return 0;
    return number;
}

static lamina_status read_attributes(lamina_arena *arena, const lamina_json *description,
                                     lamina_list *out)
{
    const lamina_json *definitions = lamina_json_member(description, "AttributeDefinitions");
    size_t count = lamina_json_count(definitions);
    mapper_table_attribute *attributes = lamina_arena_array(arena, count, sizeof *attributes);
    if (attributes == NULL)
        return LAMINA_E_LIMIT;
    *out = (lamina_list){attributes, count};
    const lamina_json *one = lamina_json_first(definitions);
    for (; one != NULL; one = lamina_json_next(one), attributes++) {
        attributes->name = lamina_json_member_string(one, "AttributeName");
        attributes->type = lamina_json_member_string(one, "AttributeType");
    }
    return LAMINA_OK;
}

static lamina_status read_projection(lamina_arena *arena, const lamina_json *projection,
                                     mapper_table_index *index)
{
    index->projection =
        mapper__projection_of(lamina_json_member_string(projection, "ProjectionType"));
    const lamina_json *names = lamina_json_member(projection, "NonKeyAttributes");
    size_t count = lamina_json_count(names);
    lamina_str *included = lamina_arena_array(arena, count, sizeof *included);
    if (included == NULL)
        return LAMINA_E_LIMIT;
    index->included = (lamina_list){included, count};
    const lamina_json *name = lamina_json_first(names);
    for (; name != NULL; name = lamina_json_next(name))
        *included++ = lamina_json_string(name);
    return LAMINA_OK;
}

static lamina_status read_index(lamina_arena *arena, const lamina_json *description, bool is_local,
                                mapper_table_index *index)
{
    *index = (mapper_table_index){
        .name = lamina_json_member_string(description, "IndexName"),
        .hash = key_of(description, "HASH"),
        .range = key_of(description, "RANGE"),
        .status = lamina_json_member_string(description, "IndexStatus"),
        .item_count = number_of(description, "ItemCount"),
        .is_local = is_local,
    };
    return read_projection(arena, lamina_json_member(description, "Projection"), index);
}

static lamina_status read_indexes(lamina_arena *arena, const lamina_json *description,
                                  lamina_list *out)
{
    static const char *const members[] = {"GlobalSecondaryIndexes", "LocalSecondaryIndexes"};
    size_t count = 0;
    for (size_t kind = 0; kind < 2; kind++)
        count += lamina_json_count(lamina_json_member(description, members[kind]));
    mapper_table_index *indexes = lamina_arena_array(arena, count, sizeof *indexes);
    if (indexes == NULL)
        return LAMINA_E_LIMIT;
    *out = (lamina_list){indexes, count};
    for (size_t kind = 0; kind < 2; kind++) {
        const lamina_json *one = lamina_json_first(lamina_json_member(description, members[kind]));
        for (; one != NULL; one = lamina_json_next(one)) {
            lamina_status status = read_index(arena, one, kind == 1, indexes++);
            if (status != LAMINA_OK)
                return status;
        }
    }
    return LAMINA_OK;
}

/* The service says whether there is one at all; a template only has the specification when there is. */
static uint32_t stream_view_of(const lamina_json *description)
{
    const lamina_json *stream = lamina_json_member(description, "StreamSpecification");
    const lamina_json *enabled = lamina_json_member(stream, "StreamEnabled");
    if (stream == NULL || (enabled != NULL && !lamina_json_true(enabled)))
        return MAPPER_STREAM_NONE;
    return mapper__stream_view_of(lamina_json_member_string(stream, "StreamViewType"));
}

/* Of a template only: the service tells it apart. */
static lamina_str ttl_attribute_of(const lamina_json *description)
{
    const lamina_json *ttl = lamina_json_member(description, "TimeToLiveSpecification");
    if (!lamina_json_true(lamina_json_member(ttl, "Enabled")))
        return (lamina_str){NULL, 0};
    return lamina_json_member_string(ttl, "AttributeName");
}

lamina_status mapper_table_read(lamina_arena *arena, const lamina_json *description,
                                mapper_table *table)
{
    if (table->size < sizeof *table)
        return LAMINA_E_ARGUMENT;
    *table = (mapper_table){
        .size = table->size,
        .stream_view = stream_view_of(description),
        .name = lamina_json_member_string(description, "TableName"),
        .arn = lamina_json_member_string(description, "TableArn"),
        .status = lamina_json_member_string(description, "TableStatus"),
        .hash = key_of(description, "HASH"),
        .range = key_of(description, "RANGE"),
        .ttl_attribute = ttl_attribute_of(description),
        .stream_arn = lamina_json_member_string(description, "LatestStreamArn"),
        .item_count = number_of(description, "ItemCount"),
        .size_bytes = number_of(description, "TableSizeBytes"),
    };
    lamina_status status = read_attributes(arena, description, &table->attributes);
    return status == LAMINA_OK ? read_indexes(arena, description, &table->indexes) : status;
}
