/*
 * record_check.c - is a record's table sound? Everything else trusts what passed here.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "arena_raw.h"
#include "lamina/record_json.h"
#include "record_default.h"
#include "record_pattern.h"
#include "record_type.h"

/* The sizes of 1.0: what every record of this major has at least. They stay when the structs grow, and
   a member that came later is read only where the record's own sizes cover it. */
enum { RECORD_SIZE_1_0 = 48, FIELD_SIZE_1_0 = 96, FORMAT_SIZE_1_0 = 32 };
_Static_assert(sizeof(void *) != 8 || (sizeof(lamina_record) >= RECORD_SIZE_1_0 &&
                                       sizeof(lamina_field) >= FIELD_SIZE_1_0 &&
                                       sizeof(lamina_format) >= FORMAT_SIZE_1_0),
               "a released struct only grows");

/* Bytes of a name: DynamoDB Developer Guide, "Constraints", attribute names. */
#define NAME_CAP 65535u

/* Tables may lead back to themselves, so each is looked at once, in the order of its distance. */
typedef struct pending {
    struct pending *next;
    const lamina_record *record;
    uint32_t depth;
} pending;

typedef struct check {
    lamina_arena *arena;
    lamina_str reason; /* of the first fault */
    lamina_status status;
    pending *first;
    pending *last;
} check;

/* Always false, so that a check can end with it. */
static bool refuse(check *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool refuse(check *c, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    c->reason = lamina__arena_format(c->arena, format, arguments);
    va_end(arguments);
    c->status = c->reason.ptr != NULL ? LAMINA_E_CONFIG : LAMINA_E_LIMIT;
    return false;
}

static bool remember(check *c, const lamina_record *record, uint32_t depth)
{
    for (const pending *p = c->first; p != NULL; p = p->next) {
        if (p->record == record)
            return true;
    }
    pending *added = lamina_arena_alloc(c->arena, sizeof(*added));
    if (added == NULL) {
        c->status = LAMINA_E_LIMIT;
        return false;
    }
    *added = (pending){.record = record, .depth = depth};
    if (c->last != NULL)
        c->last->next = added;
    else
        c->first = added;
    c->last = added;
    return true;
}

/* What every struct of the record begins with. */
static const char *head_of(const lamina_record *record)
{
    return (record->flags & LAMINA_RECORD_KEEPS_UNKNOWN) != 0
               ? "a lamina_presence and a lamina_unknown"
               : "a lamina_presence";
}

static bool check_record_header(check *c, const lamina_record *record)
{
    if (record->size < RECORD_SIZE_1_0)
        return refuse(c, "a record's size is %" PRIu32 ", but must be sizeof(lamina_record)",
                      record->size);
    if (record->name == NULL || record->name[0] == '\0')
        return refuse(c, "a record has no name");
    if (record->field_size < FIELD_SIZE_1_0 || record->field_size % _Alignof(lamina_field) != 0)
        return refuse(c, "%s: field_size is %" PRIu32 ", but must be sizeof(lamina_field)",
                      record->name, record->field_size);
    if (record->fields == NULL || record->field_count == 0 ||
        record->field_count > LAMINA_RECORD_FIELD_CAP)
        return refuse(c, "%s: has %" PRIu32 " fields, but must have 1 to %u", record->name,
                      record->field_count, LAMINA_RECORD_FIELD_CAP);
    if ((record->flags & ~(LAMINA_RECORD_OPEN | LAMINA_RECORD_KEEPS_UNKNOWN)) != 0)
        return refuse(c, "%s: a flag that this version does not know", record->name);
    if (record->struct_size < lamina__head_size(record))
        return refuse(c, "%s: struct_size has no room for %s", record->name, head_of(record));
    if (record->min_present > record->field_count)
        return refuse(c, "%s: min_present is larger than field_count", record->name);
    return true;
}

static bool check_name(check *c, const lamina_record *record, uint32_t i)
{
    const lamina_field *field = lamina_record_field(record, i);
    if (field->name == NULL || field->name[0] == '\0')
        return refuse(c, "%s: field %" PRIu32 " has no name", record->name, i);
    if (!lamina_str_is_utf8(lamina_str_from(field->name), NULL))
        return refuse(c, "%s: the name of field %" PRIu32 " is not UTF-8", record->name, i);
    if (strlen(field->name) > NAME_CAP)
        return refuse(c, "%s: the name of field %" PRIu32 " is longer than %u bytes", record->name,
                      i, NAME_CAP);
    for (uint32_t other = 0; other < i; other++) {
        if (strcmp(lamina_record_field(record, other)->name, field->name) == 0)
            return refuse(c, "%s.%s: two fields have this name", record->name, field->name);
    }
    return true;
}

static bool check_place(check *c, const lamina_record *record, const lamina_field *field,
                        const lamina__type *type)
{
    if (field->offset < sizeof(lamina_presence))
        return refuse(c, "%s.%s: lies in the lamina_presence that begins the struct", record->name,
                      field->name);
    if (field->offset < lamina__head_size(record))
        return refuse(c, "%s.%s: lies in the lamina_unknown behind the presence", record->name,
                      field->name);
    if (field->offset > record->struct_size || type->size > record->struct_size - field->offset)
        return refuse(c, "%s.%s: lies outside of the struct", record->name, field->name);
    if (field->offset % type->alignment != 0)
        return refuse(c, "%s.%s: its offset is not aligned for its type", record->name,
                      field->name);
    return true;
}

/* Two members at one place, as when an offset was copied with its line. */
static bool check_overlap(check *c, const lamina_record *record, uint32_t i)
{
    const lamina_field *field = lamina_record_field(record, i);
    uint64_t end = (uint64_t)field->offset + lamina__type_of(field->type)->size;
    for (uint32_t other = 0; other < i; other++) {
        const lamina_field *before = lamina_record_field(record, other);
        uint64_t before_end = (uint64_t)before->offset + lamina__type_of(before->type)->size;
        if (field->offset < before_end && before->offset < end)
            return refuse(c, "%s.%s: lies where %s lies", record->name, field->name, before->name);
    }
    return true;
}

static bool check_item_type(check *c, const lamina_record *record, const lamina_field *field)
{
    if (field->type != LAMINA_TYPE_LIST) {
        return field->item_type == 0 ||
               refuse(c, "%s.%s: item_type is of lists alone", record->name, field->name);
    }
    const lamina__type *item = lamina__type_of(field->item_type);
    if (item == NULL)
        return refuse(c, "%s.%s: a list needs a known item_type", record->name, field->name);
    if ((item->traits & LAMINA__TYPE_MANY) != 0 || field->item_type == LAMINA_TYPE_JSON)
        return refuse(c, "%s.%s: a list holds no lists, sets or JSON", record->name, field->name);
    return true;
}

static bool check_nested(check *c, const lamina_record *record, const lamina_field *field,
                         uint32_t depth)
{
    bool wants = field->type == LAMINA_TYPE_RECORD ||
                 (field->type == LAMINA_TYPE_LIST && field->item_type == LAMINA_TYPE_RECORD);
    if (wants != (field->record != NULL))
        return refuse(c, "%s.%s: %s", record->name, field->name,
                      wants ? "needs a record" : "a record is of no use to its type");
    if (!wants)
        return true;
    if (depth == LAMINA_RECORD_DEPTH_CAP)
        return refuse(c, "%s.%s: records nest deeper than %u", record->name, field->name,
                      LAMINA_RECORD_DEPTH_CAP);
    return remember(c, field->record, depth + 1);
}

static bool check_pattern(check *c, const lamina_record *record, const lamina_field *field)
{
    if (field->pattern == NULL)
        return true;
    bool matches;
    lamina_status status = lamina__pattern_match(field->pattern, (lamina_str){0}, &matches);
    if (status == LAMINA_E_CONFIG)
        return refuse(c, "%s.%s: the pattern %s does not compile", record->name, field->name,
                      field->pattern);
    c->status = status;
    return status == LAMINA_OK;
}

static bool check_limits(check *c, const lamina_record *record, const lamina_field *field,
                         uint32_t traits)
{
    if ((field->min_length != 0 || field->max_length != 0) && (traits & LAMINA__TYPE_MEASURED) == 0)
        return refuse(c, "%s.%s: its type has no length", record->name, field->name);
    if (field->max_length != 0 && field->min_length > field->max_length)
        return refuse(c, "%s.%s: min_length is larger than max_length", record->name, field->name);
    if (field->item_max_length != 0 && (traits & LAMINA__TYPE_MANY) == 0)
        return refuse(c, "%s.%s: item_max_length is of lists and sets alone", record->name,
                      field->name);
    return true;
}

/* Rules that would never be asked are a mistake, not a comfort. A list's are of its elements. */
static bool check_rules(check *c, const lamina_record *record, const lamina_field *field)
{
    uint32_t traits = lamina__type_of(field->type)->traits;
    uint32_t element = lamina__element_type(field);
    uint32_t rules = element != 0 ? lamina__type_of(element)->traits : traits;
    bool has_text_rules = field->values != NULL || field->pattern != NULL || field->format != NULL;
    if (has_text_rules && (rules & LAMINA__TYPE_TEXT) == 0)
        return refuse(c, "%s.%s: values, pattern and format are of texts alone", record->name,
                      field->name);
    if (field->range != NULL && (rules & LAMINA__TYPE_NUMBER) == 0)
        return refuse(c, "%s.%s: range is of numbers alone", record->name, field->name);
    if (field->range != NULL && field->range->minimum > field->range->maximum)
        return refuse(c, "%s.%s: the range's minimum is larger than its maximum", record->name,
                      field->name);
    const lamina_format *format = field->format;
    if (format != NULL && (format->size < FORMAT_SIZE_1_0 || format->check == NULL ||
                           format->name == NULL || format->rule == NULL))
        return refuse(c, "%s.%s: the format lacks its size, name, rule or check", record->name,
                      field->name);
    return check_limits(c, record, field, traits) && check_pattern(c, record, field);
}

static bool check_flags(check *c, const lamina_record *record, const lamina_field *field)
{
    const uint32_t known = LAMINA_FIELD_REQUIRED | LAMINA_FIELD_NULLABLE | LAMINA_FIELD_SECRET |
                           LAMINA_FIELD_READ_ONLY | LAMINA_FIELD_WRITE_ONLY |
                           LAMINA_FIELD_DEFAULT_NEW | LAMINA_FIELD_ENCRYPTED;
    const uint32_t both = LAMINA_FIELD_READ_ONLY | LAMINA_FIELD_WRITE_ONLY;
    if ((field->flags & ~known) != 0 || field->reserved != 0)
        return refuse(c, "%s.%s: a flag that this version does not know", record->name,
                      field->name);
    if ((field->flags & both) == both)
        return refuse(c, "%s.%s: is read-only and write-only at once", record->name, field->name);
    if ((field->flags & LAMINA_FIELD_DEFAULT_NEW) != 0 && field->default_json == NULL)
        return refuse(c, "%s.%s: LAMINA_FIELD_DEFAULT_NEW needs a default_json", record->name,
                      field->name);
    return true;
}

static bool check_field(check *c, const pending *p, uint32_t i)
{
    const lamina_record *record = p->record;
    if (!check_name(c, record, i))
        return false;
    const lamina_field *field = lamina_record_field(record, i);
    const lamina__type *type = lamina__type_of(field->type);
    if (type == NULL)
        return refuse(c, "%s.%s: type %" PRIu32 " is not known", record->name, field->name,
                      field->type);
    return check_place(c, record, field, type) && check_overlap(c, record, i) &&
           check_flags(c, record, field) && check_item_type(c, record, field) &&
           check_rules(c, record, field) && check_nested(c, record, field, p->depth);
}

/* A default is decoded as a client's value would be; of the table everything else is sound by now. */
static bool check_default(check *c, const lamina_record *record, uint32_t i)
{
    const lamina_field *field = lamina_record_field(record, i);
    if (field->default_json == NULL)
        return true;
    lamina_violations violations = {0};
    lamina__walk walk = {
        .arena = c->arena, .violations = &violations, .is_utf8 = true, .is_table_check = true};
    lamina__path path = {.name = lamina_str_from(field->name)};
    void *object = lamina_arena_alloc(c->arena, record->struct_size);
    if (object == NULL)
        lamina__walk_fail(&walk, LAMINA_E_LIMIT);
    else
        lamina__default_read(&walk, record, i, &path, object, 1);
    c->status = lamina__walk_end(&walk);
    if (c->status != LAMINA_E_INVALID)
        return c->status == LAMINA_OK;
    return refuse(c, "%s.%s: the default is not allowed: %.*s %.*s", record->name, field->name,
                  LAMINA_FMT(violations.items[0].pointer), LAMINA_FMT(violations.items[0].message));
}

lamina_status lamina_record_check(lamina_arena *arena, const lamina_record *record,
                                  lamina_str *reason)
{
    check c = {.arena = arena};
    bool sound = remember(&c, record, 1);
    for (const pending *p = c.first; sound && p != NULL; p = p->next) {
        sound = check_record_header(&c, p->record);
        for (uint32_t i = 0; sound && i < p->record->field_count; i++)
            sound = check_field(&c, p, i);
    }
    for (const pending *p = c.first; sound && p != NULL; p = p->next)
        for (uint32_t i = 0; sound && i < p->record->field_count; i++)
            sound = check_default(&c, p->record, i);
    *reason = c.reason;
    return c.status;
}
