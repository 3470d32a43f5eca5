/* Rules for keys, checked before anything is sent: a key that is changed on its way (bytes that are no
   UTF-8, say) would name another item. */
#include "mapper/key.h"

#include "lamina/text.h"
#include "mapper/element.h"
#include "mapper/key_fill.h"
#include "mapper/key_template.h"
#include "mapper/model.h"
#include "mapper/place.h"

static lamina_status complain(lamina_arena *arena, lamina_violations *violations,
                              const lamina_field *field, const char *code, const char *message)
{
    mapper__place place = mapper__place_field(NULL, field->name);
    lamina_str pointer = mapper__place_pointer(arena, &place);
    if (pointer.ptr == NULL)
        return LAMINA_E_LIMIT;
    return lamina_violation_add(arena, violations, pointer, code, "%s", message);
}

static bool is_of_its_type(const lamina_field *field, const void *member)
{
    char timestamp[LAMINA_TIMESTAMP_LEN + 1];
    switch (field->type) {
    case LAMINA_TYPE_STRING: return lamina_str_is_utf8(*(const lamina_str *)member, NULL);
    case LAMINA_TYPE_DECIMAL: return lamina_is_decimal(*(const lamina_str *)member);
    case LAMINA_TYPE_TIMESTAMP:
        return lamina_format_timestamp(*(const int64_t *)member, timestamp) == LAMINA_OK;
    default: return true;
    }
}

static lamina_status check_value(lamina_arena *arena, const lamina_field *field, const void *member,
                                 size_t cap, lamina_violations *violations)
{
    bool is_text = field->type == LAMINA_TYPE_STRING || field->type == LAMINA_TYPE_BINARY ||
                   field->type == LAMINA_TYPE_DECIMAL;
    size_t len = is_text ? ((const lamina_str *)member)->len : 1;
    if (len == 0)
        return complain(arena, violations, field, "required", "must not be empty: it is a key");
    if (len > cap)
        return complain(arena, violations, field, "max-length",
                        cap == MAPPER__HASH_CAP ? "must be at most 2048 bytes long: it is a key"
                                                : "must be at most 1024 bytes long: it is a key");
    if (!is_of_its_type(field, member))
        return complain(arena, violations, field, "type",
                        "must be a value of its type: it is a key");
    return LAMINA_OK;
}

/* A field of the table's key: as it stands, or as its template makes it. */
static lamina_status check_table_field(lamina_arena *arena, const mapper_model *model,
                                       uint32_t number, const void *item, size_t cap,
                                       lamina_violations *violations)
{
    const lamina_field *field = mapper__field(model, number);
    const mapper_key_template *template = mapper__key_template_of(model, number);
    if (template == NULL)
        return check_value(arena, field, mapper__member(field, item), cap, violations);
    lamina_str text = {NULL, 0};
    lamina_status status = mapper__key_look_up(arena, model, template, item, violations, &text);
    if (status != LAMINA_OK || text.ptr == NULL)
        return status;
    return check_value(arena, field, &text, cap, violations);
}

lamina_status mapper__key_check(lamina_arena *arena, const mapper_model *model, const void *item,
                                lamina_violations *violations)
{
    lamina_status status =
        check_table_field(arena, model, model->hash_field, item, MAPPER__HASH_CAP, violations);
    if (status != LAMINA_OK || model->range_field == MAPPER_NO_FIELD)
        return status;
    return check_table_field(arena, model, model->range_field, item, MAPPER__RANGE_CAP, violations);
}

static lamina_status check_index_field(lamina_arena *arena, const mapper_model *model,
                                       uint32_t number, const void *item, bool marked_only,
                                       size_t cap, lamina_violations *violations)
{
    if (number == MAPPER_NO_FIELD || mapper__is_table_key(model, number))
        return LAMINA_OK;
    const lamina_field *field = mapper__field(model, number);
    const lamina_presence *has = item;
    if (!marked_only && lamina_is_null(has, number))
        return complain(arena, violations, field, "null",
                        "must not be null: it is a key of an index");
    bool holds =
        marked_only ? lamina_is_present(has, number) : mapper__holds_value(field, has, number);
    return holds ? check_value(arena, field, mapper__member(field, item), cap, violations)
                 : LAMINA_OK;
}

lamina_status mapper__index_keys_check(lamina_arena *arena, const mapper_model *model,
                                       const void *item, bool marked_only,
                                       lamina_violations *violations)
{
    for (uint32_t i = 0; i < model->index_count; i++) {
        const mapper_index *index = mapper__index(model, i);
        lamina_status status = check_index_field(arena, model, index->hash_field, item, marked_only,
                                                 MAPPER__HASH_CAP, violations);
        if (status == LAMINA_OK)
            status = check_index_field(arena, model, index->range_field, item, marked_only,
                                       MAPPER__RANGE_CAP, violations);
        if (status != LAMINA_OK)
            return status;
    }
    return LAMINA_OK;
}
