/*
 * The rules of the @module@ API's shapes. The host decodes, checks and encodes by them; from the same
 * tables come the OpenAPI document and the messages that a client reads.
 */
#include "dtos.h"

static const lamina_range quantity_range = {.minimum = 1, .maximum = 1000};

static const lamina_field input_fields[@NAME@_INPUT_FIELD_COUNT] = {
    [@NAME@_INPUT_TITLE] = {.name = "title",
                              .type = LAMINA_TYPE_STRING,
                              .offset = offsetof(@name@_input, title),
                              .flags = LAMINA_FIELD_REQUIRED,
                              .min_length = 1,
                              .max_length = 100},
    [@NAME@_INPUT_QUANTITY] = {.name = "quantity",
                                 .type = LAMINA_TYPE_INT64,
                                 .offset = offsetof(@name@_input, quantity),
                                 .range = &quantity_range,
                                 .default_json = "1"},
};

const lamina_record create_@name@_record = {
    .size = sizeof(lamina_record),
    .name = "Create@Name@",
    .struct_size = sizeof(@name@_input),
    .field_size = sizeof(lamina_field),
    .fields = input_fields,
    .field_count = @NAME@_INPUT_FIELD_COUNT,
};

static const lamina_field dto_fields[@NAME@_DTO_FIELD_COUNT] = {
    [@NAME@_DTO_ID] = {.name = "id",
                         .type = LAMINA_TYPE_STRING,
                         .offset = offsetof(@name@_dto, id),
                         .flags = LAMINA_FIELD_REQUIRED,
                         .summary = "A ULID"},
    [@NAME@_DTO_TITLE] = {.name = "title",
                            .type = LAMINA_TYPE_STRING,
                            .offset = offsetof(@name@_dto, title),
                            .flags = LAMINA_FIELD_REQUIRED},
    [@NAME@_DTO_QUANTITY] = {.name = "quantity",
                               .type = LAMINA_TYPE_INT64,
                               .offset = offsetof(@name@_dto, quantity),
                               .flags = LAMINA_FIELD_REQUIRED},
    [@NAME@_DTO_CREATED_AT] = {.name = "createdAt",
                                 .type = LAMINA_TYPE_TIMESTAMP,
                                 .offset = offsetof(@name@_dto, created_at),
                                 .flags = LAMINA_FIELD_REQUIRED},
};

const lamina_record @name@_dto_record = {
    .size = sizeof(lamina_record),
    .name = "@Name@",
    .struct_size = sizeof(@name@_dto),
    .field_size = sizeof(lamina_field),
    .fields = dto_fields,
    .field_count = @NAME@_DTO_FIELD_COUNT,
};
