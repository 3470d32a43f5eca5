/* Edits of parts of items: does what they put there fit the record? */
#include "lamina/json.h"
#include "lamina/problem.h"
#include "lamina/record_json.h"
#include "lamina/text.h"
#include "mapper/element.h"
#include "mapper/item.h"
#include "mapper/key.h"
#include "mapper/model.h"
#include "mapper/place.h"
#include "mapper/unknown.h"
#include "mapper/update_edits.h"

#define PROBE_CAP (16u << 20)

/* Where a path leads. */
typedef struct target {
    const lamina_record *record;
    uint32_t number;
    bool is_element; /* of that field, a list */
    bool is_free;    /* in a document or an unknown attribute: there is no rule */
} target;

static lamina_status refuse(lamina_context *context, const mapper_model *model,
                            const mapper__edit *edit, const char *reason)
{
    return lamina_cause(context, LAMINA_E_ARGUMENT, "update of model %s: %s %s", model->name,
                        edit->text, reason);
}

/* One step deeper; false when it leads nowhere. */
static bool step_into(target *place, const mapper__step *step)
{
    const lamina_field *field = lamina_record_field(place->record, place->number);
    if (field->type == LAMINA_TYPE_JSON) {
        place->is_free = true;
        return true;
    }
    if (step->name.ptr == NULL) {
        bool is_list = field->type == LAMINA_TYPE_LIST && !place->is_element;
        place->is_element = true;
        return is_list;
    }
    bool is_map = place->is_element ? field->item_type == LAMINA_TYPE_RECORD
                                    : field->type == LAMINA_TYPE_RECORD;
    if (!is_map)
        return false;
    uint32_t number = mapper__field_named(field->record, step->name);
    place->is_free = number == field->record->field_count;
    if (place->is_free)
        return mapper__keeps_unknown(field->record);
    *place = (target){.record = field->record, .number = number};
    return true;
}

static bool find(const mapper_model *model, const mapper__path *path, target *place)
{
    *place = (target){.record = model->record,
                      .number = mapper__field_named(model->record, path->steps[0].name)};
    for (size_t i = 1; i < path->count && !place->is_free; i++)
        if (!step_into(place, &path->steps[i]))
            return false;
    return true;
}

/* ---- reading values as the record would ---- */

lamina_status mapper__edit_probe(lamina_context *context, const mapper_model *model,
                                 const lamina_record *record, const dynamodb_value *attributes,
                                 void *item)
{
    lamina_text text;
    lamina_json_writer writer;
    lamina_text_init(&text, PROBE_CAP);
    lamina_json_write_init(&writer, &text);
    lamina_status status = dynamodb_value_write(&writer, attributes);
    if (status == LAMINA_OK)
        status = lamina_text_status(&text);
    lamina_str json = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    if (status == LAMINA_OK && json.ptr == NULL)
        status = LAMINA_E_LIMIT;
    const lamina_json *map = NULL;
    if (status == LAMINA_OK)
        status = lamina_json_read(context->arena, json, LAMINA_JSON_DEPTH_MAX, &map, NULL);
    if (status == LAMINA_E_LIMIT)
        return status;
    if (status != LAMINA_OK)
        return lamina_cause(context, LAMINA_E_ARGUMENT,
                            "update of model %s: a value that cannot be stored", model->name);
    mapper_model reader = *model; /* what is to be encrypted stands here as it is */
    reader.record = record;
    reader.encryption_flags |= MAPPER_ENCRYPTION_READS_PLAIN;
    status = mapper__item_read(context, &reader, lamina_json_member(map, "M"), MAPPER__READ_PARTIAL,
                               item);
    return status == LAMINA_E_UPSTREAM ? LAMINA_E_ARGUMENT : status;
}

/* A copy of the path as a JSON pointer, with what the violation adds to the probe's own. */
static lamina_str move_pointer(lamina_context *context, const mapper__edit *edit, lamina_str rest)
{
    lamina_text text;
    lamina_text_init(&text, 2 * MAPPER__EXPRESSION_CAP);
    for (size_t i = 0; i < edit->path.count; i++) {
        const mapper__step *step = &edit->path.steps[i];
        lamina_text_add_char(&text, '/');
        if (step->name.ptr == NULL)
            lamina_text_add_int64(&text, step->index);
        else
            lamina_text_add(&text, step->name);
    }
    lamina_text_add(&text, rest);
    lamina_str pointer = lamina_arena_copy(context->arena, lamina_text_view(&text));
    lamina_text_clear(&text);
    return pointer;
}

/* Of all that is said of the probe, what is about the value; the rest of the probe is empty. */
static lamina_status tell(lamina_context *context, const mapper__edit *edit, lamina_str about,
                          lamina_violations *violations)
{
    size_t kept = 0;
    for (size_t i = 0; i < violations->count; i++) {
        lamina_violation *violation = &violations->items[i];
        lamina_str pointer = violation->pointer;
        if (!lamina_str_has_prefix(pointer, about) ||
            (pointer.len > about.len && pointer.ptr[about.len] != '/'))
            continue;
        violation->pointer = move_pointer(
            context, edit, (lamina_str){pointer.ptr + about.len, pointer.len - about.len});
        violations->items[kept++] = *violation;
    }
    violations->count = kept;
    return kept == 0 ? LAMINA_OK : lamina_fail_violations(context, violations);
}

static lamina_status validate(lamina_context *context, const mapper_model *model,
                              const mapper__edit *edit, const target *place, bool is_element,
                              const void *item)
{
    lamina_violations violations = {0};
    lamina_status status = lamina_record_validate(context->arena, place->record, item, &violations);
    if (status == LAMINA_OK || status == LAMINA_E_INVALID)
        status = mapper__item_check(context->arena, place->record, item, &violations);
    if (status == LAMINA_OK && place->record == model->record)
        status = mapper__index_keys_check(context->arena, model, item, true, &violations);
    if (status != LAMINA_OK)
        return status;
    mapper__place field =
        mapper__place_field(NULL, lamina_record_field(place->record, place->number)->name);
    mapper__place element = mapper__place_element(&field, 0);
    lamina_str about = mapper__place_pointer(context->arena, is_element ? &element : &field);
    return about.ptr == NULL ? LAMINA_E_LIMIT : tell(context, edit, about, &violations);
}

/* Does the value fit the field, or an element of it? Its rules are asked only where it replaces. */
static lamina_status check_value(lamina_context *context, const mapper_model *model,
                                 const mapper__edit *edit, const target *place, bool is_element,
                                 const dynamodb_value *value, bool has_rules)
{
    const lamina_field *field = lamina_record_field(place->record, place->number);
    void *item = lamina_alloc(context, place->record->struct_size);
    if (item == NULL)
        return LAMINA_E_LIMIT;
    dynamodb_value list = {.type = DYNAMODB_L, .items = value, .count = 1};
    dynamodb_value member = is_element ? list : *value;
    member.name = lamina_str_from(field->name);
    dynamodb_value map = {.type = DYNAMODB_M, .items = &member, .count = 1};
    lamina_status status = mapper__edit_probe(context, model, place->record, &map, item);
    if (status == LAMINA_E_ARGUMENT)
        return refuse(context, model, edit, "has a value that does not fit the record");
    if (status != LAMINA_OK || !has_rules)
        return status;
    return validate(context, model, edit, place, is_element, item);
}

/* ---- by kind ---- */

static uint32_t type_at(const target *place)
{
    const lamina_field *field = lamina_record_field(place->record, place->number);
    return place->is_element ? field->item_type : field->type;
}

static bool is_number(uint32_t type)
{
    return type == LAMINA_TYPE_INT64 || type == LAMINA_TYPE_DOUBLE || type == LAMINA_TYPE_DECIMAL ||
           type == LAMINA_TYPE_EPOCH;
}

static bool is_index_key(const mapper_model *model, const target *place)
{
    for (uint32_t i = 0; place->record == model->record && i < model->index_count; i++)
        if (mapper__index(model, i)->hash_field == place->number ||
            mapper__index(model, i)->range_field == place->number)
            return true;
    return false;
}

static lamina_status check_null(lamina_context *context, const mapper_model *model,
                                const mapper__edit *edit, const target *place)
{
    const lamina_field *field = lamina_record_field(place->record, place->number);
    if (place->is_element || (field->flags & LAMINA_FIELD_NULLABLE) == 0 ||
        is_index_key(model, place))
        return refuse(context, model, edit, "cannot be null");
    return LAMINA_OK;
}

static lamina_status check_set(lamina_context *context, const mapper_model *model,
                               const mapper__edit *edit, const target *place)
{
    if (edit->value.type == DYNAMODB_NULL && type_at(place) != LAMINA_TYPE_JSON)
        return check_null(context, model, edit, place);
    return check_value(context, model, edit, place, place->is_element, &edit->value, true);
}

static lamina_status check_removed(lamina_context *context, const mapper_model *model,
                                   const mapper__edit *edit, const target *place)
{
    const lamina_field *field = lamina_record_field(place->record, place->number);
    if (!place->is_element && (field->flags & LAMINA_FIELD_REQUIRED) != 0)
        return refuse(context, model, edit, "is required");
    return LAMINA_OK;
}

static lamina_status check_joined(lamina_context *context, const mapper_model *model,
                                  const mapper__edit *edit, const target *place)
{
    if (type_at(place) == LAMINA_TYPE_JSON)
        return LAMINA_OK;
    if (type_at(place) != LAMINA_TYPE_LIST)
        return refuse(context, model, edit, "is no list");
    for (size_t i = 0; i < edit->value.count; i++) {
        lamina_status status =
            check_value(context, model, edit, place, true, &edit->value.items[i], true);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}

static lamina_status check_counted(lamina_context *context, const mapper_model *model,
                                   const mapper__edit *edit, const target *place)
{
    uint32_t type = type_at(place);
    if (type == LAMINA_TYPE_JSON)
        return LAMINA_OK;
    if (edit->value.type == DYNAMODB_N && !is_number(type))
        return refuse(context, model, edit, "is no number");
    return check_value(context, model, edit, place, place->is_element, &edit->value, false);
}

lamina_status mapper__edit_check(lamina_context *context, const mapper_model *model,
                                 const mapper__edit *edit)
{
    target place;
    if (!find(model, &edit->path, &place))
        return refuse(context, model, edit, "leads nowhere in the record");
    if (place.is_free)
        return LAMINA_OK;
    switch (edit->kind) {
    case MAPPER__EDIT_SET:
    case MAPPER__EDIT_SET_IF_MISSING: return check_set(context, model, edit, &place);
    case MAPPER__EDIT_REMOVE: return check_removed(context, model, edit, &place);
    case MAPPER__EDIT_APPEND:
    case MAPPER__EDIT_PREPEND: return check_joined(context, model, edit, &place);
    default: return check_counted(context, model, edit, &place);
    }
}
