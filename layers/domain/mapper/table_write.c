/* A model's table as CreateTable asks for it. */
#include "mapper/table.h"

#include "mapper/model.h"

static void write_key_element(lamina_json_writer *writer, const mapper_model *model,
                              uint32_t number, const char *role)
{
    if (number == MAPPER_NO_FIELD)
        return;
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "AttributeName",
                                    lamina_str_from(mapper__field(model, number)->name));
    lamina_json_write_member_string(writer, "KeyType", lamina_str_from(role));
    lamina_json_write_object_end(writer);
}

static void write_key_schema(lamina_json_writer *writer, const mapper_model *model,
                             uint32_t hash_field, uint32_t range_field)
{
    lamina_json_write_name(writer, LAMINA_STR("KeySchema"));
    lamina_json_write_array(writer);
    write_key_element(writer, model, hash_field, "HASH");
    write_key_element(writer, model, range_field, "RANGE");
    lamina_json_write_array_end(writer);
}

/* Each key attribute once, in the order of the record. */
static void write_attributes(lamina_json_writer *writer, const mapper_model *model)
{
    uint64_t keys = UINT64_C(1) << model->hash_field;
    if (model->range_field != MAPPER_NO_FIELD)
        keys |= UINT64_C(1) << model->range_field;
    for (uint32_t i = 0; i < model->index_count; i++) {
        const mapper_index *index = mapper__index(model, i);
        keys |= UINT64_C(1) << index->hash_field;
        if (index->range_field != MAPPER_NO_FIELD)
            keys |= UINT64_C(1) << index->range_field;
    }
    lamina_json_write_name(writer, LAMINA_STR("AttributeDefinitions"));
    lamina_json_write_array(writer);
    for (uint32_t i = 0; i < model->record->field_count; i++) {
        if ((keys >> i & 1u) == 0)
            continue;
        const lamina_field *field = mapper__field(model, i);
        lamina_json_write_object(writer);
        lamina_json_write_member_string(writer, "AttributeName", lamina_str_from(field->name));
        lamina_json_write_member_string(writer, "AttributeType",
                                        lamina_str_from(mapper__key_type(field->type)));
        lamina_json_write_object_end(writer);
    }
    lamina_json_write_array_end(writer);
}

static void write_included(lamina_json_writer *writer, const mapper_model *model,
                           const mapper_index *index)
{
    if (index->projection != MAPPER_PROJECT_INCLUDE)
        return;
    lamina_json_write_name(writer, LAMINA_STR("NonKeyAttributes"));
    lamina_json_write_array(writer);
    for (uint32_t i = 0; i < index->included_count; i++)
        lamina_json_write_string(writer,
                                 lamina_str_from(mapper__field(model, index->included[i])->name));
    lamina_json_write_array_end(writer);
}

static void write_index(lamina_json_writer *writer, const mapper_model *model,
                        const mapper_index *index)
{
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "IndexName", lamina_str_from(index->name));
    write_key_schema(writer, model, index->hash_field, index->range_field);
    lamina_json_write_name(writer, LAMINA_STR("Projection"));
    lamina_json_write_object(writer);
    lamina_json_write_member_string(writer, "ProjectionType",
                                    mapper__projection_name(index->projection));
    write_included(writer, model, index);
    lamina_json_write_object_end(writer);
    lamina_json_write_object_end(writer);
}

static void write_indexes(lamina_json_writer *writer, const mapper_model *model, bool local)
{
    bool begun = false;
    for (uint32_t i = 0; i < model->index_count; i++) {
        const mapper_index *index = mapper__index(model, i);
        if ((index->is_local != 0) != local)
            continue;
        if (!begun) {
            lamina_json_write_name(writer, local ? LAMINA_STR("LocalSecondaryIndexes")
                                                 : LAMINA_STR("GlobalSecondaryIndexes"));
            lamina_json_write_array(writer);
        }
        begun = true;
        write_index(writer, model, index);
    }
    if (begun)
        lamina_json_write_array_end(writer);
}

void mapper__stream_write(lamina_json_writer *writer, uint32_t stream_view)
{
    lamina_json_write_name(writer, LAMINA_STR("StreamSpecification"));
    lamina_json_write_object(writer);
    lamina_json_write_name(writer, LAMINA_STR("StreamEnabled"));
    lamina_json_write_boolean(writer, stream_view != MAPPER_STREAM_NONE);
    if (stream_view != MAPPER_STREAM_NONE)
        lamina_json_write_member_string(writer, "StreamViewType",
                                        mapper__stream_view_name(stream_view));
    lamina_json_write_object_end(writer);
}

void mapper__table_write(lamina_json_writer *writer, const mapper_model *model)
{
    write_attributes(writer, model);
    write_key_schema(writer, model, model->hash_field, model->range_field);
    write_indexes(writer, model, false);
    write_indexes(writer, model, true);
    lamina_json_write_member_string(writer, "BillingMode", LAMINA_STR("PAY_PER_REQUEST"));
    if (model->stream_view != MAPPER_STREAM_NONE)
        mapper__stream_write(writer, model->stream_view);
}
