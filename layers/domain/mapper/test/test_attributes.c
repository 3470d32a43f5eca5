/*
 * Every type of a record as the attribute that is sent, in each of its three states: absent, null,
 * present; and present though empty. And back: what was sent is read as it was.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "lamina/text.h"
#include "mapper/stored.h"
#include "test_context.h"

static test_context *test;
static lamina_context *context;

static void setup(void)
{
    test = test_context_new();
    context = test_context_get(test);
}

static void teardown(void)
{
    test_context_free(test);
}

TestSuite(attributes, .init = setup, .fini = teardown);

typedef union member {
    lamina_str text;
    int64_t integer;
    double number;
    bool boolean;
    lamina_list list;
    void *record;
} member;

typedef struct holder {
    lamina_presence has;
    lamina_str id;
    member value;
} holder;

typedef struct inner {
    lamina_presence has;
    lamina_str text;
    int64_t count;
} inner;

static const lamina_field inner_fields[] = {
    {.name = "text",
     .type = LAMINA_TYPE_STRING,
     .flags = LAMINA_FIELD_NULLABLE,
     .offset = offsetof(inner, text)},
    {.name = "count",
     .type = LAMINA_TYPE_INT64,
     .flags = LAMINA_FIELD_NULLABLE,
     .offset = offsetof(inner, count)},
};

static const lamina_record inner_record = {.size = sizeof(lamina_record),
                                           .name = "Inner",
                                           .struct_size = sizeof(inner),
                                           .field_size = sizeof(lamina_field),
                                           .fields = inner_fields,
                                           .field_count = 2};

static const lamina_str texts[] = {{"b", 1}, {"a\"\\\n", 4}};
static const lamina_str digits[] = {{"1.5", 3}, {"-7", 2}};
static const lamina_str blobs[] = {{"\x00", 1}, {"\xff\xfe", 2}};
static const int64_t integers[] = {INT64_MIN, 0, INT64_MAX};
static const double doubles[] = {0.1, -3};
static const bool booleans[] = {true, false};
static inner inners[] = {{.has = {.present = 1}, .text = {"x", 1}}, {.has = {.null = 3}}};

typedef struct attribute_case {
    uint32_t type;
    uint32_t item_type;
    member value;
    const char *attribute;
} attribute_case;

#define T(type) LAMINA_TYPE_##type, 0
#define L(type) LAMINA_TYPE_LIST, LAMINA_TYPE_##type
#define TEXT(literal)                                                                              \
    {                                                                                              \
        .text = { literal, sizeof(literal) - 1 }                                                   \
    }
#define LIST(array)                                                                                \
    {                                                                                              \
        .list = { array, sizeof(array) / sizeof((array)[0]) }                                      \
    }

static const attribute_case cases[] = {
    {T(STRING), TEXT("a\"\\/\n\x01\xf0\x9f\x98\x80"),
     "{\"S\":\"a\\\"\\\\/\\n\\u0001\xf0\x9f\x98\x80\"}"},
    {T(STRING), TEXT(""), "{\"S\":\"\"}"},
    {T(STRING), TEXT("a\0b"), "{\"S\":\"a\\u0000b\"}"},
    {T(BINARY), TEXT("\x00\xff\x10"), "{\"B\":\"AP8Q\"}"},
    {T(BINARY), TEXT(""), "{\"B\":\"\"}"},
    {T(BOOLEAN), {.boolean = true}, "{\"BOOL\":true}"},
    {T(BOOLEAN), {.boolean = false}, "{\"BOOL\":false}"},
    {T(INT64), {.integer = INT64_MIN}, "{\"N\":\"-9223372036854775808\"}"},
    {T(INT64), {.integer = 0}, "{\"N\":\"0\"}"},
    {T(DOUBLE), {.number = 0.1}, "{\"N\":\"0.1\"}"},
    {T(DOUBLE), {.number = -1.5e-10}, "{\"N\":\"-1.5e-10\"}"},
    {T(DECIMAL), TEXT("-12345678901234567890.123456789012345678"),
     "{\"N\":\"-12345678901234567890.123456789012345678\"}"},
    {T(DECIMAL), TEXT("1.50"), "{\"N\":\"1.50\"}"},
    {T(TIMESTAMP), {.integer = 1769860800000001}, "{\"S\":\"2026-01-31T12:00:00.000001Z\"}"},
    {T(TIMESTAMP), {.integer = -1}, "{\"S\":\"1969-12-31T23:59:59.999999Z\"}"},
    {T(EPOCH), {.integer = 1769860800}, "{\"N\":\"1769860800\"}"},
    {T(RECORD), {.record = &inners[0]}, "{\"M\":{\"text\":{\"S\":\"x\"}}}"},
    {T(RECORD),
     {.record = &inners[1]},
     "{\"M\":{\"text\":{\"NULL\":true},\"count\":{\"NULL\":true}}}"},
    {T(RECORD), {.record = &(inner){.count = 1}}, "{\"M\":{}}"},
    {T(STRING_SET), LIST(texts), "{\"SS\":[\"b\",\"a\\\"\\\\\\n\"]}"},
    {T(NUMBER_SET), LIST(digits), "{\"NS\":[\"1.5\",\"-7\"]}"},
    {T(BINARY_SET), LIST(blobs), "{\"BS\":[\"AA==\",\"//4=\"]}"},
    {L(STRING), LIST(texts), "{\"L\":[{\"S\":\"b\"},{\"S\":\"a\\\"\\\\\\n\"}]}"},
    {L(STRING), {.list = {NULL, 0}}, "{\"L\":[]}"},
    {L(BINARY), LIST(blobs), "{\"L\":[{\"B\":\"AA==\"},{\"B\":\"//4=\"}]}"},
    {L(BOOLEAN), LIST(booleans), "{\"L\":[{\"BOOL\":true},{\"BOOL\":false}]}"},
    {L(INT64), LIST(integers),
     "{\"L\":[{\"N\":\"-9223372036854775808\"},{\"N\":\"0\"},{\"N\":\"9223372036854775807\"}]}"},
    {L(DOUBLE), LIST(doubles), "{\"L\":[{\"N\":\"0.1\"},{\"N\":\"-3\"}]}"},
    {L(DECIMAL), LIST(digits), "{\"L\":[{\"N\":\"1.5\"},{\"N\":\"-7\"}]}"},
    {L(TIMESTAMP),
     {.list = {(const int64_t[]){0}, 1}},
     "{\"L\":[{\"S\":\"1970-01-01T00:00:00.000000Z\"}]}"},
    {L(EPOCH), {.list = {(const int64_t[]){-1}, 1}}, "{\"L\":[{\"N\":\"-1\"}]}"},
    {L(RECORD), LIST(inners),
     "{\"L\":[{\"M\":{\"text\":{\"S\":\"x\"}}},"
     "{\"M\":{\"text\":{\"NULL\":true},\"count\":{\"NULL\":true}}}]}"},
    /* free-form: maps of anything, and the null type by itself */
    {T(JSON), TEXT("{\"a\":{\"b\":[1,-2.5e3,\"\",true,null,{}]},\"c\":[]}"),
     "{\"M\":{\"a\":{\"M\":{\"b\":{\"L\":[{\"N\":\"1\"},{\"N\":\"-2.5e3\"},{\"S\":\"\"},"
     "{\"BOOL\":true},{\"NULL\":true},{\"M\":{}}]}}},\"c\":{\"L\":[]}}}"},
    {T(JSON), TEXT("{}"), "{\"M\":{}}"},
    {T(JSON), TEXT("12345678901234567890123456789012345678"),
     "{\"N\":\"12345678901234567890123456789012345678\"}"},
    {T(JSON), TEXT("null"), "{\"NULL\":true}"},
};

/* A model of an id and one field, called otherwise on the wire than in the struct. */
static mapper_model model_of(const attribute_case *one, lamina_field fields[2],
                             lamina_record *record)
{
    bool is_of_records = one->type == LAMINA_TYPE_RECORD || one->item_type == LAMINA_TYPE_RECORD;
    fields[0] = (lamina_field){.name = "id",
                               .type = LAMINA_TYPE_STRING,
                               .flags = LAMINA_FIELD_REQUIRED,
                               .offset = offsetof(holder, id)};
    fields[1] = (lamina_field){.name = "wire-name",
                               .type = one->type,
                               .item_type = one->item_type,
                               .flags = LAMINA_FIELD_NULLABLE,
                               .offset = offsetof(holder, value),
                               .record = is_of_records ? &inner_record : NULL};
    *record = (lamina_record){.size = sizeof *record,
                              .name = "Holder",
                              .struct_size = sizeof(holder),
                              .field_size = sizeof(lamina_field),
                              .fields = fields,
                              .field_count = 2};
    return (mapper_model){.size = sizeof(mapper_model),
                          .index_size = sizeof(mapper_index),
                          .name = "holder",
                          .table_env = "HOLDER_TABLE_NAME",
                          .record = record,
                          .range_field = MAPPER_NO_FIELD,
                          .version_field = MAPPER_NO_FIELD,
                          .created_field = MAPPER_NO_FIELD,
                          .updated_field = MAPPER_NO_FIELD,
                          .ttl_field = MAPPER_NO_FIELD};
}

static lamina_str written(const mapper_model *model, const holder *item)
{
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, 1u << 16);
    lamina_json_write_init(&writer, &text);
    cr_assert_eq(mapper__stored_write(context, model, item, &writer), LAMINA_OK);
    lamina_str copy = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return copy;
}

static holder read_back(const mapper_model *model, lamina_str attributes)
{
    const lamina_json *stored = NULL;
    cr_assert_eq(lamina_json_read(context->arena, attributes, 0, &stored, NULL), LAMINA_OK);
    holder out;
    cr_assert_eq(mapper__stored_read(context, model, stored, 0, &out), LAMINA_OK, "%s: %s",
                 attributes.ptr, test_context_causes(test).ptr);
    return out;
}

/* NULL: no attribute. */
static void expect_there_and_back(const mapper_model *model, const holder *item,
                                  const char *attribute)
{
    lamina_str wanted =
        attribute == NULL
            ? LAMINA_STR("{\"id\":{\"S\":\"i\"}}")
            : lamina_arena_format(context->arena, "{\"id\":{\"S\":\"i\"},\"wire-name\":%s}",
                                  attribute);
    lamina_str there = written(model, item);
    cr_expect_str_eq(there.ptr, wanted.ptr);
    holder out = read_back(model, there);
    cr_expect_eq(lamina_is_absent(&out.has, 1), attribute == NULL);
    bool is_null = attribute != NULL && strcmp(attribute, "{\"NULL\":true}") == 0;
    cr_expect_eq(lamina_is_null(&out.has, 1), is_null, "%s", wanted.ptr);
    lamina_str again = written(model, &out);
    cr_expect_str_eq(again.ptr, wanted.ptr);
}

Test(attributes, every_type_is_there_in_each_of_its_states)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        lamina_field fields[2];
        lamina_record record;
        mapper_model model = model_of(&cases[i], fields, &record);
        lamina_str reason = {NULL, 0};
        cr_assert_eq(mapper_model_check(context->arena, &model, &reason), LAMINA_OK, "%s",
                     reason.ptr);
        holder item = {.id = LAMINA_STR("i"), .value = cases[i].value};
        expect_there_and_back(&model, &item, NULL);
        lamina_mark_null(&item.has, 1);
        expect_there_and_back(&model, &item, "{\"NULL\":true}");
        lamina_mark(&item.has, 1);
        expect_there_and_back(&model, &item, cases[i].attribute);
    }
}

/* A required field is there without a mark, and empty when it is empty. */
Test(attributes, required_fields_need_no_mark)
{
    static const struct {
        attribute_case one;
        const char *attribute;
    } empty[] = {
        {{T(STRING), {.text = {"", 0}}, NULL}, "{\"S\":\"\"}"},
        {{T(INT64), {.integer = 0}, NULL}, "{\"N\":\"0\"}"},
        {{T(BOOLEAN), {.boolean = false}, NULL}, "{\"BOOL\":false}"},
        {{L(STRING), {.list = {NULL, 0}}, NULL}, "{\"L\":[]}"},
    };
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++) {
        lamina_field fields[2];
        lamina_record record;
        mapper_model model = model_of(&empty[i].one, fields, &record);
        fields[1].flags = LAMINA_FIELD_REQUIRED;
        holder item = {.id = LAMINA_STR("i"), .value = empty[i].one.value};
        expect_there_and_back(&model, &item, empty[i].attribute);
    }
}

/* What other programs store, and this one reads: the same value in other words. */
Test(attributes, other_notations_are_read_as_the_same_value)
{
    static const struct {
        attribute_case one;
        const char *stored;
    } others[] = {
        {{T(INT64), {.integer = 1000}, NULL}, "{\"N\":\"1E+3\"}"},
        {{T(EPOCH), {.integer = 5}, NULL}, "{\"N\":\"5.0\"}"},
        {{T(DOUBLE), {.number = 1e-7}, NULL}, "{\"N\":\"0.0000001\"}"},
        {{T(TIMESTAMP), {.integer = 0}, NULL}, "{\"S\":\"1970-01-01T01:00:00+01:00\"}"},
        {{T(TIMESTAMP), {.integer = 500000}, NULL}, "{\"S\":\"1970-01-01T00:00:00.5Z\"}"},
        {{T(TIMESTAMP), {.integer = 1769860800000005}, NULL},
         "{\"S\":\"2026-01-31T12:00:00.000005+0000\"}"}, /* as PynamoDB writes it */
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        lamina_field fields[2];
        lamina_record record;
        mapper_model model = model_of(&others[i].one, fields, &record);
        holder out = read_back(
            &model, lamina_arena_format(context->arena, "{\"id\":{\"S\":\"i\"},\"wire-name\":%s}",
                                        others[i].stored));
        bool is_double = others[i].one.type == LAMINA_TYPE_DOUBLE;
        cr_expect(is_double ? out.value.number == others[i].one.value.number
                            : out.value.integer == others[i].one.value.integer,
                  "%s", others[i].stored);
    }
}

/* Of a key they are refused: written in the mapper's words it would be the key of another item. */
Test(attributes, a_time_that_is_a_key_is_read_in_the_mapper_s_own_notation_alone)
{
    static const char item[] = "{\"id\":{\"S\":\"i\"},\"wire-name\":{\"S\":\"%s\"}}";
    const attribute_case one = {T(TIMESTAMP), {.integer = 0}, NULL};
    lamina_field fields[2];
    lamina_record record;
    mapper_model model = model_of(&one, fields, &record);
    fields[1].flags = LAMINA_FIELD_REQUIRED;
    model.range_field = 1;

    lamina_str own = lamina_arena_format(context->arena, item, "1970-01-01T00:00:00.000000Z");
    cr_expect_eq(read_back(&model, own).value.integer, 0);

    const lamina_json *stored = NULL;
    holder out;
    lamina_str other = lamina_arena_format(context->arena, item, "1970-01-01T00:00:00.000000+0000");
    cr_assert_eq(lamina_json_read(context->arena, other, 0, &stored, NULL), LAMINA_OK);
    cr_expect_eq(mapper__stored_read(context, &model, stored, 0, &out), LAMINA_E_UPSTREAM);
    cr_expect_str_eq(test_context_causes(test).ptr,
                     "table holder: attribute /wire-name is a time in another notation, and the "
                     "record has keys as the mapper writes them\n");
}
