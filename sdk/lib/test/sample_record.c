/*
 * sample_record.c - the tables of the samples, and reading them.
 */
#include "sample_record.h"

#include <criterion/criterion.h>
#include <string.h>

#define EVERY(member) .name = #member, .offset = offsetof(every, member)

static const lamina_field every_fields[EVERY_FIELD_COUNT] = {
    [EVERY_STRING] = {EVERY(string), .type = LAMINA_TYPE_STRING, .flags = LAMINA_FIELD_NULLABLE},
    [EVERY_BINARY] = {EVERY(binary), .type = LAMINA_TYPE_BINARY},
    [EVERY_INT64] = {EVERY(int64), .type = LAMINA_TYPE_INT64},
    [EVERY_NUMBER] = {EVERY(number), .type = LAMINA_TYPE_DOUBLE},
    [EVERY_DECIMAL] = {EVERY(decimal), .type = LAMINA_TYPE_DECIMAL},
    [EVERY_TIMESTAMP] = {EVERY(timestamp), .type = LAMINA_TYPE_TIMESTAMP},
    [EVERY_EPOCH] = {EVERY(epoch), .type = LAMINA_TYPE_EPOCH},
    [EVERY_CHILD] = {EVERY(child), .type = LAMINA_TYPE_RECORD, .record = &every_record},
    [EVERY_FLAGS] = {EVERY(flags), .type = LAMINA_TYPE_LIST, .item_type = LAMINA_TYPE_BOOLEAN},
    [EVERY_CHILDREN] = {EVERY(children), .type = LAMINA_TYPE_LIST, .item_type = LAMINA_TYPE_RECORD,
                        .record = &every_record},
    [EVERY_STRINGS] = {EVERY(strings), .type = LAMINA_TYPE_STRING_SET},
    [EVERY_NUMBERS] = {EVERY(numbers), .type = LAMINA_TYPE_NUMBER_SET},
    [EVERY_BINARIES] = {EVERY(binaries), .type = LAMINA_TYPE_BINARY_SET},
    [EVERY_JSON] = {EVERY(json), .type = LAMINA_TYPE_JSON, .flags = LAMINA_FIELD_NULLABLE},
    [EVERY_BOOLEAN] = {EVERY(boolean), .type = LAMINA_TYPE_BOOLEAN},
};

const lamina_record every_record = {.size = sizeof(lamina_record),
                                    .name = "Every",
                                    .struct_size = sizeof(every),
                                    .field_size = sizeof(lamina_field),
                                    .fields = every_fields,
                                    .field_count = EVERY_FIELD_COUNT};

static bool holds_at(lamina_str text)
{
    return memchr(text.ptr, '@', text.len) != NULL;
}

static const lamina_format mail_format = {
    .size = sizeof(lamina_format), .name = "mail", .rule = "a mail address", .check = holds_at};
static const lamina_range age_range = {0, 150};
static const lamina_range height_range = {0, 3};
static const lamina_range balance_range = {-100, INT64_MAX};
static const char *const statuses[] = {"active", "closed", NULL};

#define PERSON(member) .name = #member, .offset = offsetof(person, member)

static const lamina_field person_fields[PERSON_FIELD_COUNT] = {
    [PERSON_ID] = {PERSON(id), .type = LAMINA_TYPE_STRING,
                   .flags = LAMINA_FIELD_REQUIRED | LAMINA_FIELD_READ_ONLY},
    [PERSON_NAME] = {PERSON(name), .type = LAMINA_TYPE_STRING, .flags = LAMINA_FIELD_REQUIRED,
                     .min_length = 2, .max_length = 5},
    [PERSON_NICK] = {PERSON(nick), .type = LAMINA_TYPE_STRING, .flags = LAMINA_FIELD_NULLABLE},
    [PERSON_PASSWORD] = {PERSON(password), .type = LAMINA_TYPE_STRING,
                         .flags = LAMINA_FIELD_WRITE_ONLY | LAMINA_FIELD_SECRET,
                         .pattern = "[a-z]+[0-9]{2}"},
    [PERSON_STATUS] = {PERSON(status), .type = LAMINA_TYPE_STRING, .values = statuses},
    [PERSON_MAIL] = {PERSON(mail), .type = LAMINA_TYPE_STRING, .format = &mail_format},
    [PERSON_AGE] = {PERSON(age), .type = LAMINA_TYPE_INT64, .range = &age_range},
    [PERSON_HEIGHT] = {PERSON(height), .type = LAMINA_TYPE_DOUBLE, .range = &height_range},
    [PERSON_BALANCE] = {PERSON(balance), .type = LAMINA_TYPE_DECIMAL, .range = &balance_range},
    [PERSON_TAGS] = {PERSON(tags), .type = LAMINA_TYPE_STRING_SET, .max_length = 3,
                     .item_max_length = 4},
    [PERSON_KEY] = {PERSON(key), .type = LAMINA_TYPE_BINARY, .min_length = 3, .max_length = 3},
};

const lamina_record person_record = {.size = sizeof(lamina_record),
                                     .name = "Person",
                                     .struct_size = sizeof(person),
                                     .field_size = sizeof(lamina_field),
                                     .fields = person_fields,
                                     .field_count = PERSON_FIELD_COUNT};

lamina_status read_sample(lamina_arena *arena, const lamina_record *record, const char *json,
                          void *out, lamina_violations *violations)
{
    const lamina_json *value;
    *violations = (lamina_violations){0};
    cr_assert_eq(
        lamina_json_read(arena, lamina_str_from(json), LAMINA_JSON_DEPTH_MAX, &value, NULL),
        LAMINA_OK, "%s", json);
    return lamina_record_read_json(arena, record, value, out, violations);
}

const char *violation_lines(lamina_arena *arena, const lamina_violations *violations)
{
    const char *lines = "";
    for (size_t i = 0; i < violations->count; i++) {
        const lamina_violation *v = &violations->items[i];
        lines = lamina_arena_format(arena, "%s%.*s %.*s\n", lines, LAMINA_FMT(v->code),
                                    LAMINA_FMT(v->pointer))
                    .ptr;
    }
    return lines;
}
