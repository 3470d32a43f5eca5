/* What the service refuses in values though the record allows it, found before anything is sent. */
#include <math.h>

#include "mapper/element.h"
#include "mapper/item.h"
#include "mapper/place.h"
#include "mapper/unknown.h"

#include "domain/dynamodb.h"
#include "lamina/json.h"
#include "lamina/text.h"

/* Numbers are smaller in magnitude than this, and 0 or not smaller than that (Developer Guide,
   "Number"). */
#define MAGNITUDE_END 1e126
#define MAGNITUDE_LEAST 1e-130

typedef struct item_checker {
    lamina_arena *arena;
    lamina_violations *violations;
} item_checker;

static lamina_status check_members(const item_checker *checker, const lamina_record *record,
                                   const void *item, const mapper__place *parent);

static lamina_status complain(const item_checker *checker, const mapper__place *place,
                              const char *code, const char *message)
{
    lamina_str pointer = mapper__place_pointer(checker->arena, place);
    if (pointer.ptr == NULL)
        return LAMINA_E_LIMIT;
    return lamina_violation_add(checker->arena, checker->violations, pointer, code, "%s", message);
}

static bool is_storable(double number)
{
    double magnitude = fabs(number);
    return magnitude < MAGNITUDE_END &&
           (magnitude >= MAGNITUDE_LEAST || fpclassify(number) == FP_ZERO);
}

/* What is wrong with a document that is JSON, or NULL: numbers are exact to 38 digits or not at all. */
static const char *fault_of(const lamina_json *value)
{
    if (lamina_json_type(value) == LAMINA_JSON_NUMBER)
        return lamina_is_decimal(lamina_json_number(value))
                   ? NULL
                   : "has a number of more than 38 digits or too great";
    bool has_names = lamina_json_type(value) == LAMINA_JSON_OBJECT;
    const char *fault = NULL;
    const lamina_json *child = lamina_json_first(value);
    for (; child != NULL && fault == NULL; child = lamina_json_next(child)) {
        size_t name_len = lamina_json_name(child).len;
        if (has_names && (name_len == 0 || name_len > MAPPER__NAME_CAP))
            return "has a name that is empty or of more than 65535 bytes";
        fault = fault_of(child);
    }
    return fault;
}

static lamina_status check_document(const item_checker *checker, const mapper__place *place,
                                    lamina_str json)
{
    if (place->depth + 1 >= DYNAMODB_DEPTH_CAP)
        return complain(checker, place, "depth", "is nested too deep");
    const lamina_json *value = NULL;
    uint32_t room = DYNAMODB_DEPTH_CAP - 1 - place->depth;
    lamina_json_fault fault = {0};
    lamina_status status = lamina_json_read(checker->arena, json, room, &value, &fault);
    if (status == LAMINA_E_SYNTAX)
        return complain(checker, place, "type", "must be JSON text");
    if (status == LAMINA_E_LIMIT && !lamina_arena_is_exhausted(checker->arena))
        return complain(checker, place, "depth", "is nested too deep");
    if (status != LAMINA_OK)
        return status;
    const char *words = fault_of(value);
    return words == NULL ? LAMINA_OK : complain(checker, place, "range", words);
}

static lamina_status check_value(const item_checker *checker, const lamina_field *field,
                                 uint32_t type, const void *member, const mapper__place *place);

static lamina_status check_list(const item_checker *checker, const lamina_field *field,
                                const lamina_list *list, const mapper__place *place)
{
    if (place->depth + 1 >= DYNAMODB_DEPTH_CAP)
        return complain(checker, place, "depth", "is nested too deep");
    for (size_t i = 0; i < list->count; i++) {
        const void *element = mapper__element(field, list, i);
        mapper__place here = mapper__place_element(place, i);
        lamina_status status = field->item_type == LAMINA_TYPE_RECORD
                                   ? check_members(checker, field->record, element, &here)
                                   : check_value(checker, field, field->item_type, element, &here);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

static lamina_status check_record(const item_checker *checker, const lamina_field *field,
                                  const void *record, const mapper__place *place)
{
    if (record == NULL)
        return complain(checker, place, "required", "is marked as present and has no value");
    return check_members(checker, field->record, record, place);
}

static lamina_status check_value(const item_checker *checker, const lamina_field *field,
                                 uint32_t type, const void *member, const mapper__place *place)
{
    char timestamp[LAMINA_TIMESTAMP_LEN + 1];
    switch (type) {
    case LAMINA_TYPE_DOUBLE:
        if (!is_storable(*(const double *)member))
            return complain(checker, place, "range", "must be 0 or of magnitude 1E-130 to 1E126");
        return LAMINA_OK;
    case LAMINA_TYPE_TIMESTAMP:
        if (lamina_format_timestamp(*(const int64_t *)member, timestamp) != LAMINA_OK)
            return complain(checker, place, "range", "must be in the years 0001 to 9999");
        return LAMINA_OK;
    case LAMINA_TYPE_RECORD:
        return check_record(checker, field, *(const void *const *)member, place);
    case LAMINA_TYPE_LIST: return check_list(checker, field, member, place);
    case LAMINA_TYPE_STRING_SET:
    case LAMINA_TYPE_NUMBER_SET:
    case LAMINA_TYPE_BINARY_SET:
        if (((const lamina_list *)member)->count == 0)
            return complain(checker, place, "min-length",
                            "must have an element: no empty set is stored");
        return LAMINA_OK;
    case LAMINA_TYPE_JSON: return check_document(checker, place, *(const lamina_str *)member);
    default: return LAMINA_OK;
    }
}

static lamina_status check_unknown(const item_checker *checker, const lamina_record *record,
                                   const void *item, const mapper__place *parent)
{
    uint32_t depth = parent == NULL ? 0 : parent->depth + 1;
    const lamina_json *attributes = NULL;
    lamina_status status = mapper__unknown_parse(checker->arena, record, item,
                                                 DYNAMODB_DEPTH_CAP - depth, &attributes);
    if (status == LAMINA_E_INVALID)
        return complain(checker, parent, "type",
                        "keeps unknown attributes that are none, or are nested too deep");
    return status;
}

static lamina_status check_members(const item_checker *checker, const lamina_record *record,
                                   const void *item, const mapper__place *parent)
{
    if (parent != NULL && parent->depth + 1 >= LAMINA_RECORD_DEPTH_CAP)
        return complain(checker, parent, "depth", "is nested too deep");
    lamina_status status = check_unknown(checker, record, item, parent);
    if (status != LAMINA_OK)
        return status;
    for (uint32_t i = 0; i < record->field_count; i++) {
        const lamina_field *field = lamina_record_field(record, i);
        if (!mapper__holds_value(field, item, i))
            continue;
        mapper__place here = mapper__place_field(parent, field->name);
        status =
            check_value(checker, field, field->type, (const char *)item + field->offset, &here);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

lamina_status mapper__item_check(lamina_arena *arena, const lamina_record *record, const void *item,
                                 lamina_violations *violations)
{
    item_checker checker = {arena, violations};
    return check_members(&checker, record, item, NULL);
}
